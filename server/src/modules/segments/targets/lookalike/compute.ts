import { type LookalikeFeature, type LookalikeOmission, lookalikeLimits, type Rule } from '@rapport/contract'
import {
  applyScales,
  areaUnderCurve,
  type ColumnScale,
  descendingOrder,
  finish,
  fitLogistic,
  fitScales,
  heldOutScores,
  type Logistic,
  liftCurve,
  logistic,
  logOddsOf,
  type Points,
  part,
  type Steps,
  sampleRows,
  seededRandom,
} from '@rapport/stats'
import { Failure } from '../../../../kernel/failure'
import { type Feature, featuresOf, pointsOfRows } from './features'
import type { Measure, People } from './people'
import type { Computed } from './result'
import { rulesFor } from './rules'

/** Rows made into columns and scored between two rests. */
const blockRows = 2_048
/** How strongly weights are held down, in people who say that a trait counts for nothing. */
const penalty = 1
const liftShares = [0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1]
/** The best so large shares of the others that rules are made for; and the fewest people worth one. */
const sizeShares = [0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3]
const sizeMin = 20
const curvePoints = 60

export interface Asked {
  readonly seed: number
  /** Whom the rules are about besides what the model found: the base, and that they are outside the seed. */
  readonly outside: Rule
  /** Known before anything was computed. */
  readonly omitted: readonly LookalikeOmission[]
  readonly leaks: readonly string[]
}

export interface Found {
  readonly computed: Computed
  /** Rows of people, the most alike first, as many as the largest size has. */
  readonly best: Uint32Array
  /** The similarity of each of them. */
  readonly similarity: Float64Array
}

/**
 * The whole arithmetic of a search, in slices: the same people and seed number give the same. Whoever is outside the seed is
 * not known to be unlike it, only unlabelled: taken for an example of the others, they bring the order of likelihoods out
 * right all the same, though not the likelihoods (Elkan and Noto, KDD 2008, 213–220). Throws a Failure when there is nothing to learn.
 */
export function* findAlike(people: People, measures: readonly Measure[], asked: Asked): Steps<Found> {
  const seeds = rowsOf(people.isSeed, 1)
  yield 0
  const others = rowsOf(people.isSeed, 0)
  checkEnough(seeds.length, others.length)
  const random = seededRandom(asked.seed)
  const drawn = (from: Uint32Array) =>
    sampleRows(from.length, lookalikeLimits.sampleMax, random).map((at) => from[at] as number)
  const ones = drawn(seeds)
  yield 0.005
  const zeros = drawn(others)
  const sampled = Uint32Array.from([...ones, ...zeros])
  const labels = Uint8Array.from(sampled, (row) => people.isSeed[row] as number)
  yield 0.01

  const all = featuresOf(measures, people, sampled)
  yield 0.01
  const { features, scales, scaled, raw } = yield* part(prepare(people, all, sampled), 0.01, 0.05)
  if (features.length === 0) throw cannot('no_difference', 'the traits tell nobody apart')
  const held = yield* part(
    heldOutScores(scaled, labels, { penalty, folds: lookalikeLimits.folds, random }),
    0.05,
    0.5,
  )
  const area = areaUnderCurve(held, labels)
  if (!area) throw cannot('too_few_in_seed', 'one of the groups is empty')
  const model = yield* part(fitLogistic(scaled, labels, { penalty }), 0.5, 0.6)
  const weights = Float64Array.from(labels, (label) =>
    label ? seeds.length / ones.length : others.length / zeros.length,
  )
  const odds = yield* part(scoreAll(people, others, { features, scales, model }), 0.6, 0.8)
  const order = yield* part(descendingOrder(odds), 0.8, 0.82)
  const sizes = sizesOf(others.length)
  const ranked = { others, order, odds }
  const ruled = yield* part(rulesFor(people, features, sizes, ranked, asked), 0.82, 1)
  yield 1
  const described = featureFigures(features, raw, labels, model)
  return {
    computed: {
      seedPeople: seeds.length,
      others: others.length,
      sampled: { seed: ones.length, others: zeros.length },
      area: { ...area },
      lift: liftCurve(held, labels, weights, liftShares),
      ...described,
      omitted: [...asked.omitted, ...withoutDifference(measures, features)],
      leaks: [...asked.leaks],
      sizes: ruled,
      curve: curveOf(order, odds),
    },
    best: order.subarray(0, sizes.at(-1) ?? 0).map((at) => others[at] as number),
    similarity: Float64Array.from(order.subarray(0, sizes.at(-1) ?? 0), (at) => logistic(odds[at] as number)),
  }
}

function rowsOf(labels: Uint8Array, label: number): Uint32Array {
  let count = 0
  for (let row = 0; row < labels.length; row += 1) if (labels[row] === label) count += 1
  const rows = new Uint32Array(count)
  let at = 0
  for (let row = 0; row < labels.length; row += 1) {
    if (labels[row] !== label) continue
    rows[at] = row
    at += 1
  }
  return rows
}

interface Prepared {
  readonly features: readonly Feature[]
  readonly scales: readonly ColumnScale[]
  readonly raw: Points
  readonly scaled: Points
}

/** The sample on scales; columns in which all are alike are left out. */
function* prepare(people: People, all: readonly Feature[], rows: Uint32Array): Steps<Prepared> {
  const everything = pointsOfRows(people, all, rows)
  yield 0.1
  const scales = yield* scalesOf(everything, all)
  const differs = (column: number) => (scales[column]?.deviation ?? 0) > 0
  const features = all.filter((_, column) => differs(column))
  yield 0.5
  const raw = pointsOfRows(people, features, rows)
  const kept = scales.filter((_, column) => differs(column))
  return { features, scales: kept, raw, scaled: yield* applyScales(raw, kept) }
}

/** Few have very much of most amounts and counts, so they are taken by their logarithm; shares and values as they are. */
function* scalesOf(points: Points, features: readonly Feature[]): Steps<ColumnScale[]> {
  return yield* fitScales(points, { isLog: features.map(({ place }) => place === 0), missing: 'zero' })
}

interface Scoring {
  readonly features: readonly Feature[]
  readonly scales: readonly ColumnScale[]
  readonly model: Logistic
}

function* scoreAll(
  people: People,
  rows: Uint32Array,
  { features, scales, model }: Scoring,
): Steps<Float64Array> {
  const odds = new Float64Array(rows.length)
  for (let from = 0; from < rows.length; from += blockRows) {
    const block = pointsOfRows(people, features, rows.subarray(from, from + blockRows))
    odds.set(finish(logOddsOf(finish(applyScales(block, scales)), model)), from)
    yield from / rows.length
  }
  return odds
}

function sizesOf(others: number): number[] {
  const sizes = sizeShares.map((share) => Math.round(share * others)).filter((size) => size >= sizeMin)
  return sizes.length > 0 ? [...new Set(sizes)] : [Math.min(sizeMin, others)]
}

/** What each feature counts for, the most first, and how far the seed lies from everybody in it. */
function featureFigures(
  features: readonly Feature[],
  raw: Points,
  labels: Uint8Array,
  model: Logistic,
): Pick<Computed, 'features' | 'gaps'> {
  const described = features.map(({ trait, kind, value }, column) => {
    const sums = [0, 0]
    const counts = [0, 0]
    let squares = 0
    for (let row = 0; row < raw.rows; row += 1) {
      const label = labels[row] as 0 | 1
      const number = raw.values[row * raw.columns + column] as number
      sums[label] = (sums[label] as number) + number
      counts[label] = (counts[label] as number) + 1
      squares += number * number
    }
    const [others, seed] = [0, 1].map((label) => (sums[label] as number) / (counts[label] as number))
    const mean = ((sums[0] as number) + (sums[1] as number)) / raw.rows
    const deviation = Math.sqrt(Math.max(0, squares / raw.rows - mean * mean))
    const feature: LookalikeFeature = {
      trait,
      kind,
      value,
      weight: model.weights[column] as number,
      seed: seed as number,
      others: others as number,
    }
    return { feature, gap: deviation === 0 ? 0 : ((seed as number) - (others as number)) / deviation }
  })
  described.sort((left, right) => Math.abs(right.feature.weight) - Math.abs(left.feature.weight))
  return { features: described.map(({ feature }) => feature), gaps: described.map(({ gap }) => gap) }
}

function withoutDifference(measures: readonly Measure[], features: readonly Feature[]): LookalikeOmission[] {
  return measures
    .filter((_, index) => !features.some(({ measure }) => measure === index))
    .map(({ trait }) => ({ trait, why: 'no_difference' as const }))
}

function curveOf(order: Uint32Array, odds: Float64Array): Computed['curve'] {
  const points = Math.min(curvePoints, order.length)
  return Array.from({ length: points }, (_, index) => {
    const people = Math.max(1, Math.round(((index + 1) / points) * order.length))
    return { people, similarity: logistic(odds[order[people - 1] as number] as number) }
  })
}

function checkEnough(seeds: number, others: number): void {
  const { seedMin, othersMin } = lookalikeLimits
  if (seeds === 0) throw cannot('seed_empty', 'nobody is in the seed')
  if (others === 0) throw cannot('nobody_else', 'everybody is in the seed')
  if (seeds < seedMin) throw cannot('too_few_in_seed', `only ${seeds} people are in the seed`)
  if (others < othersMin) throw cannot('too_few_others', `only ${others} people are outside the seed`)
}

type Problem = 'seed_empty' | 'nobody_else' | 'too_few_in_seed' | 'too_few_others' | 'no_difference'

function cannot(code: Problem, message: string): Failure {
  return new Failure('unprocessable', message, { code })
}
