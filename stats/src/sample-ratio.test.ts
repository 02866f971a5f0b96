import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sampleRatio } from './sample-ratio'

describe('the sample ratio', () => {
  it('is only doubted when chance gives it less than once in a thousand', () => {
    expect(sampleRatio([1000, 1150], [0.5, 0.5])).toMatchObject({ isMismatch: false })
    expect(sampleRatio([1000, 1160], [0.5, 0.5])).toMatchObject({ isMismatch: true })
  })

  it('takes weights that do not sum to one', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 2, maxLength: 5 }),
        fc.integer({ min: 1, max: 50 }),
        (people, factor) => {
          const weights = people.map((_, arm) => arm + 1)
          const scaled = sampleRatio(
            people,
            weights.map((weight) => weight * factor),
          )
          expect(scaled.pValue).toBeCloseTo(sampleRatio(people, weights).pValue, 9)
        },
      ),
    )
  })

  it('counts an arm that got nobody though it was to get some', () => {
    expect(sampleRatio([1000, 0], [0.9, 0.1]).isMismatch).toBe(true)
  })

  it('crashes on an arm without a weight and on negative counts', () => {
    expect(() => sampleRatio([1, 2, 3], [0.5, 0.5])).toThrow(RangeError)
    expect(() => sampleRatio([-1, 2], [0.5, 0.5])).toThrow(RangeError)
  })
})
