import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Effect } from './effect'
import { measureEffect } from './effect'
import { halfWidthFactor, mixingParameter, oneSidedPValueMax, sequentialTest } from './sequential'
import { seededNormal } from './testing/seeded'
import { welchTest } from './welch'

/** An effect of so many standard errors, which are 1. */
function effectOf(estimate: number, n = 2000): Effect {
  return { kind: 'effect', scale: 'absolute', estimate, standardError: 1, degreesOfFreedom: n - 2, n }
}

describe('an always-valid test', () => {
  it('is wider than a test read once, and less so where it is tuned', () => {
    const widthAt = (n: number) => halfWidthFactor(n, mixingParameter(0.05, 5000), 0.05, 'two_sided')
    expect(widthAt(5000)).toBeGreaterThan(1.96)
    expect(widthAt(5000)).toBeLessThan(widthAt(100))
    expect(widthAt(5000)).toBeLessThan(widthAt(1_000_000))
  })

  it('has p below alpha exactly when its interval leaves out zero', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -8, max: 8, noNaN: true }),
        fc.integer({ min: 10, max: 1_000_000 }),
        fc.constantFrom('two_sided' as const, 'greater' as const, 'lesser' as const),
        (z, n, alternative) => {
          const { low, high, pValue } = sequentialTest(effectOf(z, n), { alternative })
          expect(pValue < 0.05).toBe(low > 0 || high < 0)
        },
      ),
    )
  })

  it('gives half at most when one-sided evidence points the other way', () => {
    expect(sequentialTest(effectOf(-3), { alternative: 'greater' }).pValue).toBe(oneSidedPValueMax)
    expect(sequentialTest(effectOf(3), { alternative: 'lesser' }).pValue).toBe(oneSidedPValueMax)
  })

  it("repeats upstream's bisection to its last digit, of which the exact p is the root", () => {
    const control = { kind: 'mean', n: 3000, sum: 1396.87, sumSquares: 52377.9767 } as const
    const treatment = { kind: 'mean', n: 3461, sum: 2422.7, sumSquares: 134698.29 } as const
    const effect = measureEffect(control, treatment, 'absolute')
    if (effect.kind === 'no_answer') throw new Error(effect.reason)
    const rho = mixingParameter(0.1, 5000)
    const lowAt = (alpha: number) =>
      effect.estimate - effect.standardError * halfWidthFactor(effect.n, rho, alpha, 'greater')
    expect(upstreamBisection(lowAt)).toBeCloseTo(0.46316491943359384, 14)
    const exact = sequentialTest(effect, { alternative: 'greater' }).pValue
    expect(lowAt(exact)).toBeCloseTo(0, 12)
  })

  it('raises fewer false alarms than 5 % though it is read after every ten people, unlike a t test', () => {
    const runs = 200
    let sequentialAlarms = 0
    let tTestAlarms = 0
    for (let seed = 1; seed <= runs; seed++) {
      const { sequential, tTest } = peekWithoutEffect(seed)
      sequentialAlarms += sequential ? 1 : 0
      tTestAlarms += tTest ? 1 : 0
    }
    expect(sequentialAlarms / runs).toBeLessThanOrEqual(0.05)
    expect(tTestAlarms / runs).toBeGreaterThan(0.15)
  })
})

/** The loop as it stands upstream: it moves on to the next midpoint before it looks whether the last was good. */
function upstreamBisection(lowAt: (alpha: number) => number): number {
  let min = 1e-5
  let max = 0.4999
  let alpha = (min + max) / 2
  for (let step = 0; step < 100; step++) {
    const low = lowAt(alpha)
    if (low < 0) min = alpha
    else max = alpha
    alpha = (min + max) / 2
    if (Math.abs(low) < 1e-6) break
  }
  return alpha
}

/** Both arms draw from the same normal; whether a test ever cried wolf at one of 100 looks, the first at 50 people an arm. */
function peekWithoutEffect(seed: number): { sequential: boolean; tTest: boolean } {
  const normal = seededNormal(seed)
  const sums = { a: 0, a2: 0, b: 0, b2: 0 }
  const alarms = { sequential: false, tTest: false }
  for (let n = 1; n <= 1050; n++) {
    const [a, b] = [normal(), normal()]
    sums.a += a
    sums.a2 += a * a
    sums.b += b
    sums.b2 += b * b
    if (n < 50 || n % 10 !== 0) continue
    const control = { kind: 'mean', n, sum: sums.a, sumSquares: sums.a2 } as const
    const treatment = { kind: 'mean', n, sum: sums.b, sumSquares: sums.b2 } as const
    const effect = measureEffect(control, treatment, 'absolute')
    if (effect.kind === 'no_answer') continue
    alarms.sequential ||= sequentialTest(effect).pValue < 0.05
    alarms.tTest ||= welchTest(effect).pValue < 0.05
  }
  return alarms
}
