import {
  applyScales,
  bestOf,
  chooseK,
  finish,
  fitScales,
  lloyd,
  type Points,
  pickRows,
  sampleRows,
  seededRandom,
} from '@rapport/stats'
import type { BenchReport, Figure } from './report'

const people = 1_000_000
const traits = 6
const k = 6
const sampleSize = 20_000

/** Clusters of a million people by six traits, as the product makes them: chosen on a sample, then everybody. */
export async function run(): Promise<BenchReport> {
  const raw = madeUpPeople()
  const figures: Figure[] = []
  const timed = <T>(name: string, work: () => T): T => {
    const started = performance.now()
    const result = work()
    figures.push({ name, value: (performance.now() - started) / 1000, unit: 's' })
    return result
  }
  const scaled = timed('scaling', () => {
    const plan = { isLog: Array.from({ length: traits }, () => true), missing: 'median' } as const
    return finish(applyScales(raw, finish(fitScales(raw, plan))))
  })
  const sample = pickRows(scaled, sampleRows(people, sampleSize, seededRandom(1)))
  timed(`elbow and silhouette for k 2 to 10, on ${sampleSize.toLocaleString('en-US')}`, () =>
    finish(chooseK(sample, { kMax: 10, seed: 1, restarts: 4, silhouetteRowsMax: 2_000 })),
  )
  const start = timed('the best of 10 beginnings on the sample', () =>
    finish(bestOf(sample, k, 10, seededRandom(1))),
  )
  const result = timed(`everybody, k ${k}`, () => finish(lloyd(scaled, start.centroids)))
  const notes = [
    `${result.history.length} iterations over everybody, inertia ${Math.round(result.inertia)}`,
    'one thread; in the product the same arithmetic rests every 8 ms',
  ]
  return { name: `clusters of ${people.toLocaleString('en-US')} × ${traits}`, figures, notes }
}

/** Skewed amounts in overlapping groups: nothing that k-means would find at once. */
function madeUpPeople(): Points {
  const random = seededRandom(11)
  const values = new Float64Array(people * traits)
  for (let row = 0; row < people; row += 1) {
    const group = Math.floor(random() * 5)
    for (let trait = 0; trait < traits; trait += 1) {
      const spread = random() + random() + random() - 1.5
      values[row * traits + trait] = Math.exp(1.2 * ((group * (trait + 1)) % 5) + 2 * spread)
    }
  }
  return { rows: people, columns: traits, values }
}
