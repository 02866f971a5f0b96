import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  chiSquareSf,
  normalCdf,
  normalGain,
  normalQuantile,
  studentCdf,
  studentQuantile,
  studentSf,
  studentTwoTailed,
} from './distributions'

/** |got/expected − 1| stays under the tolerance; expected values are mpmath at 50 digits unless said. */
function expectRelative(got: number, expected: number, tolerance = 1e-12) {
  expect(Math.abs(got / expected - 1)).toBeLessThan(tolerance)
}

describe('the normal distribution', () => {
  it('agrees with mpmath from the middle to the far tail', () => {
    expectRelative(normalCdf(-37), 5.725571222524577e-300)
    expectRelative(normalCdf(-10), 7.619853024160525e-24)
    expectRelative(normalCdf(-3), 0.0013498980316300946)
    expectRelative(normalCdf(1.96), 0.9750021048517795)
    expect(normalCdf(0)).toBe(0.5)
  })

  it('inverts with all digits, far tail included', () => {
    expectRelative(normalQuantile(0.975), 1.9599639845400543)
    expectRelative(normalQuantile(0.8), 0.8416212335729142)
    expectRelative(normalQuantile(1e-5), -4.264890793922825)
    expectRelative(normalQuantile(1e-300), -37.0470962993612)
    expect(normalQuantile(1)).toBe(Number.POSITIVE_INFINITY)
    expect(normalQuantile(0)).toBe(Number.NEGATIVE_INFINITY)
  })

  it('gains φ(0) at the middle, z far above it, and keeps its sign and digits far below', () => {
    expectRelative(normalGain(0), 0.3989422804014327)
    expectRelative(normalGain(12), 12)
    expectRelative(normalGain(-2), 0.008490702616829637)
    expectRelative(normalGain(-20), 1.3700124947295319e-90)
    expect(normalGain(-1e9)).toBe(0)
  })
})

describe("Student's t", () => {
  it('agrees with mpmath for few and many degrees of freedom', () => {
    expectRelative(studentTwoTailed(37, 42_611), 5.511005283922532e-295)
    expectRelative(studentTwoTailed(1e-6, 1e6), 0.9999992021156386)
    expectRelative(studentTwoTailed(1, 1), 0.5)
    expectRelative(studentSf(12.706204736174705, 1), 0.025)
  })

  it('inverts: 5 %, 1 % and 0.1 % points', () => {
    expectRelative(studentQuantile(0.975, 1), 12.706204736174705)
    expectRelative(studentQuantile(0.975, 1e6), 1.959966356814107)
    expectRelative(studentQuantile(0.995, 1), 63.65674116287158)
    expectRelative(studentQuantile(0.9995, 2), 31.59905457644362)
    expectRelative(studentQuantile(0.05, 10), -1.8124611228116754)
    expect(studentQuantile(0.5, 7)).toBe(0)
    expect(studentQuantile(1, 7)).toBe(Number.POSITIVE_INFINITY)
    expect(studentQuantile(0, 7)).toBe(Number.NEGATIVE_INFINITY)
  })

  it('has quantile and distribution function as inverses', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true }),
        fc.double({ min: 1, max: 1e6, noNaN: true }),
        (p, degreesOfFreedom) => {
          const back = studentCdf(studentQuantile(p, degreesOfFreedom), degreesOfFreedom)
          expect(back).toBeCloseTo(p, 9)
        },
      ),
    )
  })

  it('says nothing lies beyond infinity and passes NaN on', () => {
    expect(studentTwoTailed(Number.POSITIVE_INFINITY, 5)).toBe(0)
    expect(studentTwoTailed(Number.NaN, 5)).toBeNaN()
  })
})

describe('chi-square', () => {
  it('agrees with mpmath', () => {
    expectRelative(chiSquareSf(600, 1), 1.674167984691788e-132)
    expectRelative(chiSquareSf(3.84, 7), 0.7980109150360402)
    expectRelative(chiSquareSf(200, 100), 1.1784500720979422e-8)
    expect(chiSquareSf(0, 3)).toBe(1)
  })
})
