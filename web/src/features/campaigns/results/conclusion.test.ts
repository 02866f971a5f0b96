import { type CampaignResults, type Incremental, resultCautions, resultRefusals } from '@rapport/contract'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { conclude as concludeFunction } from './conclusion'

const write = {
  money: (minor: number) => `¥${minor / 100}`,
  count: (value: number) => String(value),
  moment: (at: string) => at,
}

const answer = (verdict: 'increase' | 'decrease' | 'inconclusive', more = {}): Incremental => ({
  kind: 'answer',
  verdict,
  method: 'cuped',
  perPerson: { estimate: 1, low: -1, high: 2 },
  total: { estimate: verdict === 'decrease' ? -500 : 500, low: -100, high: 900 },
  relative: null,
  pValue: 0.2,
  smallestDetectableTotal: 700,
  morePeople: 1_200,
  cautions: [],
  ...more,
})
const refusal = (reason: (typeof resultRefusals)[number]): Incremental => ({
  kind: 'no_answer',
  verdict: 'no_answer',
  reason,
})

describe('the conclusion of a campaign', () => {
  let conclude: typeof concludeFunction
  let catalogue: Record<string, Record<string, string>>
  beforeAll(async () => {
    vi.stubGlobal('navigator', { language: 'zh-CN', userAgent: '' })
    conclude = (await import('./conclusion')).conclude
    catalogue = (await import('../texts')).campaignTexts.catalogue
  })

  const of = (revenue: Incremental, conversions: Incremental, isOpen = false) =>
    conclude(
      {
        revenue,
        conversions,
        window: { isOpen, endsAt: '2026-03-01T00:00:00Z' },
      } as CampaignResults,
      write,
    )

  it('says what an increase is, with its ends in money', () => {
    expect(of(answer('increase'), answer('increase'))).toEqual([
      { key: 'say.revenue.increase', values: { estimate: '¥5', low: '¥-1', high: '¥9' } },
      { key: 'say.conversions.increase', values: { estimate: '500', low: '-100', high: '900' } },
    ])
  })

  it('turns the sign of a loss, for the sentence says already that it is one', () => {
    expect(of(answer('decrease'), answer('inconclusive'))[0]).toMatchObject({
      key: 'say.revenue.decrease',
      values: { estimate: '¥5' },
    })
  })

  it('says of an open question what could have been seen, and what would settle it', () => {
    expect(of(answer('inconclusive'), answer('inconclusive')).map(({ key }) => key)).toEqual([
      'say.revenue.inconclusive',
      'say.conversions.inconclusive',
      'say.morePeople',
    ])
    const outOfReach = of(answer('inconclusive', { morePeople: null }), answer('inconclusive'))
    expect(outOfReach.map(({ key }) => key)).not.toContain('say.morePeople')
  })

  it('gives a reason once, and an answer of conversions where revenue has none', () => {
    expect(of(refusal('NO_HOLDOUT'), refusal('NO_HOLDOUT')).map(({ key }) => key)).toEqual([
      'refuse.NO_HOLDOUT',
    ])
    expect(of(refusal('NO_CONVERSIONS_IN_HOLDOUT'), answer('increase')).map(({ key }) => key)).toEqual([
      'refuse.NO_CONVERSIONS_IN_HOLDOUT',
      'say.conversions.increase',
    ])
  })

  it('says of nobody’s orders that there is no revenue, where people converted otherwise', () => {
    expect(of(refusal('NO_CONVERSIONS'), answer('increase')).map(({ key }) => key)).toEqual([
      'refuse.NO_REVENUE',
      'say.conversions.increase',
    ])
    expect(of(refusal('NO_CONVERSIONS'), refusal('NO_CONVERSIONS')).map(({ key }) => key)).toEqual([
      'refuse.NO_CONVERSIONS',
    ])
  })

  it('warns while the window is open, and of amounts that rest on few', () => {
    const keys = of(answer('increase', { cautions: ['RESTS_ON_FEW'] }), answer('increase'), true)
    expect(keys.map(({ key }) => key)).toEqual([
      'say.revenue.increase',
      'say.conversions.increase',
      'caution.RESTS_ON_FEW',
      'say.open',
    ])
  })

  it('has a sentence in both languages for every refusal and every caution', () => {
    const wanted = [
      ...[...resultRefusals, 'NO_REVENUE'].map((reason) => `refuse.${reason}`),
      ...resultCautions.map((caution) => `caution.${caution}`),
    ]
    for (const texts of Object.values(catalogue)) expect(wanted.filter((key) => !texts[key])).toEqual([])
  })
})
