import type { ClusterFigure, ClusterTrait } from '@rapport/contract'
import { describe, expect, it } from 'vitest'
import { labelOf, wordsOf } from './words'

const context = { currency: 'CNY', timezone: 'Asia/Shanghai' }
const traits: readonly ClusterTrait[] = [
  { trait: 'last_order_at', kind: 'days_since', log: false },
  { trait: 'revenue', kind: 'money', log: true },
  { trait: 'discount_share', kind: 'number', log: false },
  { trait: 'visits', kind: 'number', log: false },
]
const figure = (mean: number, overall: number, z: number): ClusterFigure => ({ mean, overall, z })

describe('the words of a cluster', () => {
  it('tell what stands out, the most first, with both figures as the trait is read', () => {
    const figures = [
      figure(12, 80, -0.9),
      figure(820_050, 210_000, 1.4),
      figure(0.312, 0.2, 0.6),
      figure(3, 3, 0),
    ]
    expect(wordsOf(traits, figures, context)).toEqual({
      'zh-CN':
        '累计消费远高于平均（¥8,201，平均 ¥2,100）；最近下单比平均更近（12 天前，平均 80 天前）；折扣订单占比高于平均（31.2%，平均 20%）。',
      en: 'Total spend far above average (¥8,201 against ¥2,100); last order more recent than average (12 days ago against 80 days ago); share of orders at a discount above average (31.2% against 20%).',
    })
    expect(labelOf(traits, figures, context)).toEqual({
      'zh-CN': '累计消费高、最近下单较近',
      en: 'High total spend, recent last order',
    })
  })

  it('call a trait that the product does not know by its name', () => {
    const figures = [figure(0, 0, 0), figure(0, 0, 0), figure(0, 0, 0), figure(1.234, 5.678, -2)]
    expect(wordsOf(traits, figures, context).en).toBe('“visits” far below average (1.2 against 5.7).')
  })

  it('say so when nothing stands out', () => {
    const figures = traits.map(() => figure(1, 1, 0.2))
    expect(wordsOf(traits, figures, context)['zh-CN']).toBe('各项都接近平均。')
    expect(labelOf(traits, figures, context).en).toBe('Close to average')
  })

  it('leave out a trait whose plain mean lies on the other side than the scaled one', () => {
    const figures = [figure(1, 1, 0), figure(300, 200, -0.8), figure(0, 0, 0), figure(1, 1, 0)]
    expect(wordsOf(traits, figures, context).en).toBe('Close to the average in everything.')
  })
})
