import { describe, expect, it } from 'vitest'
import { newcombeInterval, wilsonInterval } from './proportion'
import { pooledResponse, shrinkEffects, shrinkShares, type Trial } from './response'
import type { ProportionSample } from './sample'
import { seededUniform } from './testing/seeded'

const share = (successes: number, n: number): ProportionSample => ({ kind: 'proportion', n, successes })
const trial = (treated: ProportionSample, holdOut: ProportionSample): Trial => ({ treated, holdOut })

describe('the response over several campaigns', () => {
  it("is Wilson's and Newcombe's interval with one: 56/70 against 48/80 as Newcombe prints it", () => {
    const response = pooledResponse([trial(share(56, 70), share(48, 80))])
    expect(response?.incremental.estimate).toBeCloseTo(0.2, 10)
    expect(response?.incremental.low).toBeCloseTo(0.0524, 4)
    expect(response?.incremental.high).toBeCloseTo(0.3339, 4)
    expect(response?.incremental).toEqual(newcombeInterval(share(48, 80), share(56, 70)))
    expect(response?.treated).toEqual(wilsonInterval(56, 70))
  })

  it('is not turned round by campaigns with other hold-out shares', () => {
    const trials = [trial(share(90, 900), share(8, 100)), trial(share(60, 100), share(522, 900))]
    const crude = (90 + 60) / 1000 - (8 + 522) / 1000
    expect(crude).toBeLessThan(-0.3)
    expect(pooledResponse(trials)?.incremental.estimate).toBeCloseTo(0.02, 10)
  })

  it('is null when nobody was held out, and leaves such campaigns aside', () => {
    expect(pooledResponse([trial(share(5, 50), share(0, 0))])).toBeNull()
    const one = trial(share(5, 50), share(2, 40))
    expect(pooledResponse([one, trial(share(50, 50), share(0, 0))])).toEqual(pooledResponse([one]))
  })

  it('covers the truth 95 times of 100 in made-up campaigns', () => {
    const random = seededUniform(3)
    const drawn = (n: number, p: number) =>
      share(Array.from({ length: n }, () => random()).filter((one) => one < p).length, n)
    let covered = 0
    for (let round = 0; round < 400; round += 1) {
      const base = [0.04, 0.1, 0.02]
      const trials = base.map((p) => trial(drawn(400, p + 0.03), drawn(120, p)))
      const { low, high } = pooledResponse(trials)?.incremental ?? { low: 1, high: 1 }
      if (low <= 0.03 && high >= 0.03) covered += 1
    }
    expect(covered / 400).toBeGreaterThan(0.925)
  })
})

describe('shares drawn towards the mean', () => {
  it('are all the mean, nearly, when groups differ by chance alone', () => {
    const shrunk = shrinkShares([share(10, 100), share(11, 100), share(9, 100)], 0.1)
    for (const one of shrunk) expect(Math.abs(one - 0.1)).toBeLessThan(0.001)
  })

  it('stay where they are when groups are large and differ, and a small one moves furthest', () => {
    const [large = 0, small = 0] = shrinkShares(
      [share(3_000, 10_000), share(6, 20), share(500, 10_000)],
      0.15,
    )
    expect(large).toBeGreaterThan(0.29)
    expect(small).toBeLessThan(0.27)
    expect(small).toBeGreaterThan(0.15)
  })

  it('are the mean for a group of nobody', () => {
    expect(shrinkShares([share(0, 0), share(5, 10)], 0.2)[0]).toBeCloseTo(0.2, 12)
  })
})

describe('effects drawn towards their mean', () => {
  const around = (estimate: number, half: number) => ({
    estimate,
    low: estimate - half,
    high: estimate + half,
  })

  it('of groups alike are the overall effect with its own interval', () => {
    const overall = around(0.02, 0.005)
    const [one] = shrinkEffects([around(0.022, 0.02), around(0.018, 0.02)], overall)
    expect(one?.estimate).toBeCloseTo(0.02, 10)
    expect(one?.high).toBeCloseTo(overall.high, 10)
  })

  it('lie between their own and the overall, nearer to their own the surer they are', () => {
    const [sure, unsure] = shrinkEffects(
      [around(0.1, 0.01), around(0.1, 0.08), around(-0.02, 0.01)],
      around(0.04, 0.01),
    )
    expect(sure?.estimate).toBeGreaterThan(0.095)
    expect(unsure?.estimate).toBeLessThan(sure?.estimate ?? 0)
    expect(unsure?.estimate).toBeGreaterThan(0.04)
    expect((unsure?.high ?? 0) - (unsure?.low ?? 0)).toBeLessThan(0.16)
  })

  it('come nearer to the truth than those that are not drawn, in made-up groups', () => {
    const random = seededUniform(8)
    const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
    let [plain, drawn] = [0, 0]
    for (let round = 0; round < 200; round += 1) {
      const truths = Array.from({ length: 8 }, () => 0.02 + 0.01 * normal())
      const seen = truths.map((truth) => around(truth + 0.015 * normal(), 1.96 * 0.015))
      const overall = seen.reduce((sum, { estimate }) => sum + estimate / 8, 0)
      const shrunk = shrinkEffects(seen, around(overall, 0.01))
      truths.forEach((truth, at) => {
        plain += ((seen[at]?.estimate ?? 0) - truth) ** 2
        drawn += ((shrunk[at]?.estimate ?? 0) - truth) ** 2
      })
    }
    expect(drawn).toBeLessThan(0.6 * plain)
  })
})
