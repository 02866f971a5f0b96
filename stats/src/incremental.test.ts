import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { IncrementalAnswer, IncrementalInput } from './incremental'
import { incremental } from './incremental'
import { incrementalRefusals } from './incremental-refusal'
import { noAnswerReasons } from './no-answer'
import { wilsonInterval } from './proportion'
import type { MeanSample, ProportionSample } from './sample'
import { covariateSample } from './testing/people'
import { seededNormal, seededUniform } from './testing/seeded'

const share = (successes: number, n: number): ProportionSample => ({ kind: 'proportion', n, successes })
const amount = (n: number, sum: number, sumSquares: number): MeanSample => ({
  kind: 'mean',
  n,
  sum,
  sumSquares,
})

/** The answer of a case that has one; a tenth was to be held out unless said. */
function answerOf(input: Omit<IncrementalInput, 'plannedHoldOutShare'>, plannedHoldOutShare = 0.1) {
  const result = incremental({ ...input, plannedHoldOutShare })
  if (result.kind === 'no_answer') throw new Error(result.reason)
  return result
}

describe('incremental conversions', () => {
  it('is the effect per treated person times the treated', () => {
    const { perPerson, total, relative, method, verdict } = answerOf({
      treated: share(900, 9000),
      holdOut: share(60, 1000),
    })
    expect(perPerson.estimate).toBeCloseTo(0.04, 12)
    expect(total.estimate).toBeCloseTo(360, 9)
    expect(total.low).toBeCloseTo(perPerson.low * 9000, 9)
    expect(total.high).toBeCloseTo(perPerson.high * 9000, 9)
    expect(relative?.estimate).toBeCloseTo(2 / 3, 12)
    expect(method).toBe('welch')
    expect(verdict).toBe('increase')
  })

  it('says decrease when the treated do worse, and inconclusive when the interval holds zero', () => {
    expect(answerOf({ treated: share(450, 9000), holdOut: share(90, 1000) }).verdict).toBe('decrease')
    expect(answerOf({ treated: share(460, 9000), holdOut: share(50, 1000) }).verdict).toBe('inconclusive')
  })

  it('takes score intervals when hardly anybody in a group converted', () => {
    const few = answerOf({ treated: share(60, 900), holdOut: share(0, 100) })
    expect(few.method).toBe('newcombe')
    expect(few.relative).toBeNull()
    expect(few.total.high).toBeCloseTo(900 * wilsonInterval(60, 900).high, 9)
    expect(few.verdict).toBe('increase')
    expect(few.pValue).toBeLessThan(0.05)
  })

  it('takes score intervals when nearly everybody converted too', () => {
    expect(answerOf({ treated: share(900, 900), holdOut: share(100, 100) }).method).toBe('newcombe')
    expect(answerOf({ treated: share(895, 900), holdOut: share(95, 100) }).method).toBe('welch')
  })

  it('says how many more people find an effect as large as the one observed', () => {
    const [treated, holdOut] = [share(45_450, 900_000), share(5000, 100_000)]
    const { verdict, morePeople } = answerOf({ treated, holdOut })
    const growth = 1 + (morePeople ?? Number.NaN) / 1_000_000
    const grow = ({ successes, n }: ProportionSample) =>
      share(Math.round(successes * growth), Math.round(n * growth))
    const grown = answerOf({ treated: grow(treated), holdOut: grow(holdOut) })
    expect(verdict).toBe('inconclusive')
    expect(grown.smallestDetectableTotal / grown.total.estimate).toBeCloseTo(1, 3)
    expect(grown.verdict).toBe('increase')
  })

  it('needs nobody more when the observed effect was large enough', () => {
    expect(answerOf({ treated: share(1800, 9000), holdOut: share(60, 1000) }).morePeople).toBe(0)
  })

  it('gives no number of people for an observed effect of nothing', () => {
    expect(answerOf({ treated: share(450, 9000), holdOut: share(50, 1000) }).morePeople).toBeNull()
  })
})

describe('incremental revenue', () => {
  const people = (seed: number, n: number, effect: number) => {
    const normal = seededNormal(seed)
    return covariateSample(
      Array.from({ length: n }, () => {
        const before = 100 + 40 * normal()
        return { x: before, y: before + effect + 20 * normal() }
      }),
    )
  }
  const treated = people(1, 9000, 3)
  const holdOut = people(2, 1000, 0)

  it('adjusts by spend before, which narrows the interval around the same truth', () => {
    const adjusted = answerOf({ treated, holdOut })
    const plain = answerOf({
      treated: amount(treated.n, treated.sumY, treated.sumY2),
      holdOut: amount(holdOut.n, holdOut.sumY, holdOut.sumY2),
    })
    expect(adjusted.method).toBe('cuped')
    expect(plain.method).toBe('welch')
    expect(widthOf(adjusted)).toBeLessThan(0.5 * widthOf(plain))
    expect(adjusted.total.low).toBeLessThan(27_000)
    expect(adjusted.total.high).toBeGreaterThan(27_000)
    expect(adjusted.verdict).toBe('increase')
  })

  it('is a plain comparison when spend before is the same for everybody', () => {
    const flat = (sample: typeof treated) => ({ ...sample, sumX: 0, sumX2: 0, sumXY: 0 })
    expect(answerOf({ treated: flat(treated), holdOut: flat(holdOut) }).method).toBe('welch')
  })

  it('does not depend on whether it is counted in yuan or in fen', () => {
    const inFen = ({ n, sumY, sumY2 }: typeof treated) => amount(n, 100 * sumY, 10_000 * sumY2)
    const inYuan = ({ n, sumY, sumY2 }: typeof treated) => amount(n, sumY, sumY2)
    const fen = answerOf({ treated: inFen(treated), holdOut: inFen(holdOut) })
    const yuan = answerOf({ treated: inYuan(treated), holdOut: inYuan(holdOut) })
    expect(fen.total.low / 100).toBeCloseTo(yuan.total.low, 6)
    expect(fen.pValue).toBeCloseTo(yuan.pValue, 12)
    expect(fen.morePeople).toBe(yuan.morePeople)
  })
})

describe('a caution', () => {
  /** So many people of the group paid the same, the rest nothing. */
  const payers = (count: number, n: number) => amount(n, 50 * count, 2500 * count)

  it('is given when the amounts of a group rest on fewer than twenty people', () => {
    expect(answerOf({ treated: payers(300, 2700), holdOut: payers(19, 300) }).cautions).toEqual([
      'RESTS_ON_FEW',
    ])
    expect(answerOf({ treated: payers(300, 2700), holdOut: payers(20, 300) }).cautions).toEqual([])
  })

  it('is given when one big basket outweighs many small ones', () => {
    const oneWhale = amount(300, 50 * 100 + 100_000, 2500 * 100 + 100_000 ** 2)
    expect(answerOf({ treated: payers(300, 2700), holdOut: oneWhale }).cautions).toEqual(['RESTS_ON_FEW'])
  })

  it('is not needed for conversions, whose intervals come from counts', () => {
    expect(answerOf({ treated: share(20, 2700), holdOut: share(1, 300) }).cautions).toEqual([])
  })
})

describe('no answer', () => {
  const enough = amount(900, 900, 2000)

  it.each([
    ['NO_TREATED', share(0, 0), share(5, 100)],
    ['NO_HOLDOUT', share(50, 1000), share(0, 0)],
    ['TOO_FEW_TREATED', share(5, 29), share(1, 31)],
    ['TOO_FEW_IN_HOLDOUT', share(50, 270), share(5, 29)],
    ['SAMPLE_RATIO_MISMATCH', share(50, 900), share(5, 200)],
    ['NO_CONVERSIONS', share(0, 900), share(0, 100)],
    ['NO_CONVERSIONS', amount(900, 0, 0), amount(100, 0, 0)],
    ['NO_CONVERSIONS_IN_TREATED', amount(900, 0, 0), amount(100, 100, 200)],
    ['NO_CONVERSIONS_IN_HOLDOUT', enough, amount(100, 0, 0)],
    ['ZERO_VARIANCE', enough, amount(100, 500, 2500)],
  ])('%s', (reason, treated, holdOut) => {
    const result = incremental({ treated, holdOut, plannedHoldOutShare: 0.1 })
    expect(result).toEqual({ kind: 'no_answer', verdict: 'no_answer', reason })
  })

  it('is ZERO_VARIANCE too when the covariate explains everything', () => {
    const sums = (n: number) =>
      covariateSample(Array.from({ length: n }, (_, index) => ({ x: index % 7, y: 2 * (index % 7) })))
    const result = incremental({ treated: sums(900), holdOut: sums(100), plannedHoldOutShare: 0.1 })
    expect(result).toMatchObject({ verdict: 'no_answer', reason: 'ZERO_VARIANCE' })
  })

  it('starts at thirty people: thirty are answered', () => {
    expect(answerOf({ treated: share(20, 270), holdOut: share(5, 30) }).kind).toBe('answer')
  })

  it('crashes when the two groups are different kinds of sample', () => {
    const input = { treated: share(20, 270), holdOut: amount(30, 30, 90), plannedHoldOutShare: 0.1 }
    expect(() => incremental(input)).toThrow(RangeError)
  })

  it('has only reasons from the closed list', () => {
    expect(noAnswerReasons).toEqual(expect.arrayContaining([...incrementalRefusals]))
  })
})

describe('over many campaigns', () => {
  it('covers the true total 95 % of the time and sees an effect that is not there 5 % of the time', () => {
    const campaigns = 400
    const trueShare = { treated: 0.08, holdOut: 0.05 }
    let covered = 0
    let falseAlarms = 0
    for (let seed = 1; seed <= campaigns; seed++) {
      const uniform = seededUniform(seed)
      const holdOut = share(drawSuccesses(uniform, 500, trueShare.holdOut), 500)
      const effective = answerOf({
        treated: share(drawSuccesses(uniform, 4500, trueShare.treated), 4500),
        holdOut,
      })
      const idle = answerOf({
        treated: share(drawSuccesses(uniform, 4500, trueShare.holdOut), 4500),
        holdOut,
      })
      covered += effective.total.low <= 135 && 135 <= effective.total.high ? 1 : 0
      falseAlarms += idle.verdict === 'inconclusive' ? 0 : 1
    }
    expect(covered / campaigns).toBeGreaterThan(0.92)
    expect(falseAlarms / campaigns).toBeLessThan(0.08)
  })

  it('always gives an ordered, finite interval and a verdict that fits it', () => {
    const group = fc
      .integer({ min: 30, max: 2000 })
      .chain((n) => fc.integer({ min: 0, max: n }).map((successes) => share(successes, n)))
    fc.assert(
      fc.property(group, group, (treated, holdOut) => {
        const plannedHoldOutShare = holdOut.n / (holdOut.n + treated.n)
        const result = incremental({ treated, holdOut, plannedHoldOutShare })
        if (result.kind === 'no_answer') return
        const { low, high, estimate } = result.total
        expect([low, high, estimate].every(Number.isFinite)).toBe(true)
        expect(low <= estimate && estimate <= high).toBe(true)
        expect(result.verdict === 'inconclusive').toBe(low <= 0 && high >= 0)
        expect(result.verdict === 'inconclusive').toBe(result.pValue >= 0.05)
      }),
    )
  })
})

function widthOf({ total }: IncrementalAnswer): number {
  return total.high - total.low
}

function drawSuccesses(uniform: () => number, n: number, probability: number): number {
  let successes = 0
  for (let person = 0; person < n; person++) successes += uniform() < probability ? 1 : 0
  return successes
}
