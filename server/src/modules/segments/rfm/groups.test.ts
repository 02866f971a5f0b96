import { describe, expect, it } from 'vitest'
import { defaultRfmConfig } from './defaults'
import { classKeyOf, segmentKeyOf } from './groups'

const figures = { recencyDays: 10, frequency: 3, monetaryMinor: 5_000 }
const scores = (recency: number, frequency: number, monetary: number) => ({ recency, frequency, monetary })

describe('the named segments', () => {
  it('take a person once, in the first segment that fits', () => {
    const { segments } = defaultRfmConfig
    expect(segmentKeyOf(scores(5, 5, 5), segments)).toBe('champions')
    expect(segmentKeyOf(scores(4, 4, 4), segments)).toBe('potential_loyalist')
    expect(segmentKeyOf(scores(4, 4, 4), [...segments].reverse())).toBe('loyal_customers')
  })

  it('leave whom none of them takes as other', () => {
    expect(segmentKeyOf(scores(1, 1, 1), defaultRfmConfig.segments.slice(0, 5))).toBe('other')
  })
})

describe('the eight classes', () => {
  const rule = { kind: 'score', recency: 4, frequency: 3, monetary: 2 } as const
  const of = (recency: number, frequency: number, monetary: number) =>
    classKeyOf(figures, scores(recency, frequency, monetary), rule, figures)

  it('are told by high and low of each score', () => {
    expect([of(4, 3, 2), of(5, 2, 2), of(3, 3, 2), of(3, 2, 2)]).toEqual([
      'important_value',
      'important_develop',
      'important_keep',
      'important_win_back',
    ])
    expect([of(4, 3, 1), of(4, 2, 1), of(3, 3, 1), of(1, 1, 1)]).toEqual([
      'general_value',
      'general_develop',
      'general_keep',
      'general_win_back',
    ])
  })

  it('may be told by the average instead, which itself counts as high', () => {
    const means = { recencyDays: 10, frequency: 3, monetaryMinor: 5_000 }
    const by = (figure: typeof figures) => classKeyOf(figure, scores(1, 1, 1), { kind: 'mean' }, means)
    expect(by(figures)).toBe('important_value')
    expect(by({ recencyDays: 10.5, frequency: 2, monetaryMinor: 4_999 })).toBe('general_win_back')
  })
})
