import {
  boxesOf,
  cutsOf,
  growTree,
  logistic,
  type Points,
  part,
  type Steps,
  sampleRows,
  seededRandom,
  type Tree,
  treeHolds,
} from '@rapport/stats'
import { ruleOf } from '../../clusters/rule-of'
import type { Asked } from './compute'
import { type Feature, pointsOfRows, ruleColumnOf } from './features'
import type { People } from './people'
import type { Computed } from './result'

/** People that a tree grows from: of the best and of the rest as many at most. */
const sideMax = 1_000
const treeDepthMax = 4
/** Leaves of a tree have this share of its people at least, so that it says nothing of single ones. */
const leafShare = 0.01
const blockRows = 2_048

export interface Ranked {
  /** Rows of the people outside the seed. */
  readonly others: Uint32Array
  /** Places in `others`, the most alike first. */
  readonly order: Uint32Array
  readonly odds: Float64Array
}

/** For each size a rule that holds for about the best so many, and how well it does over everybody outside the seed. */
export function* rulesFor(
  people: People,
  features: readonly Feature[],
  sizes: readonly number[],
  ranked: Ranked,
  asked: Asked,
): Steps<Computed['sizes']> {
  const trees: Tree[] = []
  for (const [index, size] of sizes.entries()) {
    const done = (0.5 * index) / sizes.length
    trees.push(
      yield* part(treeFor(people, features, size, ranked, asked.seed), done, done + 0.5 / sizes.length),
    )
  }
  const matches = yield* part(measure(people, features, trees, sizes, ranked), 0.5, 1)
  const traits = features.map(ruleColumnOf)
  const fills = features.map(({ place, fill }) => (place > 0 ? Number.NaN : fill))
  return sizes.map((size, index) => ({
    people: size,
    similarity: logistic(ranked.odds[ranked.order[size - 1] as number] as number),
    rule: ruleOf(boxesOf(trees[index] as Tree), { traits, fills, lacking: new Set(), base: asked.outside }),
    ...(matches[index] as Match),
  }))
}

/** A tree that tells the best from the rest. Both sides are drawn alike in number; the best F1 then keeps most of the best. */
function* treeFor(
  people: People,
  features: readonly Feature[],
  size: number,
  { others, order }: Ranked,
  seed: number,
): Steps<Tree> {
  const random = seededRandom(seed)
  const best = sampleRows(size, sideMax, random)
  // the rest stands for many more: so many times the best as it is larger, as far as a tree can take
  const rest = sampleRows(order.length - size, sideMax * 2, random).map((at) => at + size)
  const rows = Uint32Array.from([...best, ...rest], (at) => others[order[at] as number] as number)
  const isBest = Uint8Array.from(rows, (_, at) => (at < best.length ? 1 : 0))
  yield 0.2
  const points = pointsOfRows(people, features, rows)
  const cuts = features.map((feature, column) => cutsFor(feature, points, column))
  yield 0.5
  return growTree(points, isBest, {
    depthMax: treeDepthMax,
    leafRowsMin: Math.max(1, Math.floor(rows.length * leafShare)),
    cuts,
  })
}

/** Days are cut where the rule, which speaks of less than so many days, has a round number: one more. A value is had or not. */
function cutsFor({ kind, place }: Feature, { rows, columns, values }: Points, column: number): number[] {
  if (place > 0) return [0.5]
  const shift = kind === 'days_since' ? 1 : 0
  const sorted = Float64Array.from(
    { length: rows },
    (_, row) => (values[row * columns + column] as number) + shift,
  ).sort()
  return cutsOf(sorted, kind !== 'number').map((cut) => cut - shift)
}

interface Match {
  readonly ruled: number
  readonly precision: number
  readonly recall: number
}

function* measure(
  people: People,
  features: readonly Feature[],
  trees: readonly Tree[],
  sizes: readonly number[],
  { others, order }: Ranked,
): Steps<Match[]> {
  const ruled = trees.map(() => 0)
  const both = trees.map(() => 0)
  for (let from = 0; from < order.length; from += blockRows) {
    const rows = Uint32Array.from(order.subarray(from, from + blockRows), (at) => others[at] as number)
    const block = pointsOfRows(people, features, rows)
    for (const [index, tree] of trees.entries())
      for (let row = 0; row < block.rows; row += 1) {
        if (!treeHolds(tree, block, row)) continue
        ruled[index] = (ruled[index] as number) + 1
        if (from + row < (sizes[index] as number)) both[index] = (both[index] as number) + 1
      }
    yield from / order.length
  }
  return trees.map((_, index) => ({
    ruled: ruled[index] as number,
    precision: ruled[index] === 0 ? 0 : (both[index] as number) / (ruled[index] as number),
    recall: (both[index] as number) / (sizes[index] as number),
  }))
}
