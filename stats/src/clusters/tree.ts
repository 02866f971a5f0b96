import { assert } from '../assert'
import type { Points } from './points'

/** A tree that asks of one column at a time. Low are the rows whose value is at most the cut. */
export type Tree =
  | { readonly kind: 'leaf'; readonly rows: number; readonly positives: number; readonly holds: boolean }
  | {
      readonly kind: 'split'
      readonly column: number
      readonly cut: number
      readonly low: Tree
      readonly high: Tree
    }

export interface TreeOptions {
  readonly depthMax: number
  /** Fewer rows than this are not parted from the others. */
  readonly leafRowsMin: number
  /** Where each column may be cut, ascending. */
  readonly cuts: readonly (readonly number[])[]
}

/** Bounds of columns that must all hold: above `above`, and at most `atMost`. */
export type Box = ReadonlyMap<number, { readonly above?: number; readonly atMost?: number }>

/**
 * A classification tree that tells some rows from the others: each split takes away the most Gini impurity (CART: Breiman,
 * Friedman, Olshen and Stone 1984, chapters 2 and 4), at given cuts. Those leaves hold that together have the best F1.
 */
export function growTree(points: Points, isPositive: Uint8Array, options: TreeOptions): Tree {
  assert(isPositive.length === points.rows, 'every row is one or the other')
  const bins = binsOf(points, options.cuts)
  const rows = Uint32Array.from({ length: points.rows }, (_, row) => row)
  return simplify(withBestLeaves(grow({ points, isPositive, bins, options }, rows, 0)))
}

/** The boxes of the leaves that hold: a row is in one of them when the tree says yes. */
export function boxesOf(tree: Tree, box: Box = new Map()): Box[] {
  if (tree.kind === 'leaf') return tree.holds ? [box] : []
  const bounds = box.get(tree.column)
  const low = new Map(box).set(tree.column, { ...bounds, atMost: tree.cut })
  const high = new Map(box).set(tree.column, { ...bounds, above: tree.cut })
  return [...boxesOf(tree.low, low), ...boxesOf(tree.high, high)]
}

/** Whether the tree says yes of a row. */
export function treeHolds(tree: Tree, { columns, values }: Points, row: number): boolean {
  let node = tree
  while (node.kind === 'split')
    node = (values[row * columns + node.column] as number) <= node.cut ? node.low : node.high
  return node.holds
}

interface Growing {
  readonly points: Points
  readonly isPositive: Uint8Array
  /** For each column the index of the first cut that is not below the row's value. */
  readonly bins: readonly Uint8Array[]
  readonly options: TreeOptions
}

function grow(growing: Growing, rows: Uint32Array, depth: number): Tree {
  const positives = rows.reduce((sum, row) => sum + (growing.isPositive[row] as number), 0)
  const leaf = { kind: 'leaf', rows: rows.length, positives, holds: false } as const
  if (depth === growing.options.depthMax || positives === 0 || positives === rows.length) return leaf
  const split = bestSplit(growing, rows, positives)
  if (!split) return leaf
  const { column, cut } = split
  const bins = growing.bins[column] as Uint8Array
  const low = rows.filter((row) => (bins[row] as number) <= cut)
  const high = rows.filter((row) => (bins[row] as number) > cut)
  return {
    kind: 'split',
    column,
    cut: growing.options.cuts[column]?.[cut] ?? 0,
    low: grow(growing, low, depth + 1),
    high: grow(growing, high, depth + 1),
  }
}

/** The column and the index of the cut that leave the least impurity; null when none takes any away. */
function bestSplit({ bins, isPositive, options }: Growing, rows: Uint32Array, positives: number) {
  let best: { readonly column: number; readonly cut: number } | null = null
  let least = impurity(rows.length, positives) * (1 - 1e-9)
  for (const [column, cuts] of options.cuts.entries()) {
    const all = new Float64Array(cuts.length + 1)
    const ours = new Float64Array(cuts.length + 1)
    const columnBins = bins[column] as Uint8Array
    for (const row of rows) {
      const bin = columnBins[row] as number
      all[bin] = (all[bin] as number) + 1
      ours[bin] = (ours[bin] as number) + (isPositive[row] as number)
    }
    let lowRows = 0
    let lowPositives = 0
    for (let cut = 0; cut < cuts.length; cut += 1) {
      lowRows += all[cut] as number
      lowPositives += ours[cut] as number
      const highRows = rows.length - lowRows
      if (Math.min(lowRows, highRows) < Math.max(1, options.leafRowsMin)) continue
      const left = impurity(lowRows, lowPositives) + impurity(highRows, positives - lowPositives)
      if (left < least) {
        least = left
        best = { column, cut }
      }
    }
  }
  return best
}

/** Gini impurity times the number of rows. */
function impurity(rows: number, positives: number): number {
  return rows === 0 ? 0 : (2 * positives * (rows - positives)) / rows
}

function binsOf({ rows, columns, values }: Points, cuts: TreeOptions['cuts']): Uint8Array[] {
  return cuts.map((columnCuts, column) =>
    Uint8Array.from({ length: rows }, (_, row) =>
      binOf(values[row * columns + column] as number, columnCuts),
    ),
  )
}

function binOf(value: number, cuts: readonly number[]): number {
  let from = 0
  let to = cuts.length
  while (from < to) {
    const middle = (from + to) >> 1
    if (value <= (cuts[middle] as number)) to = middle
    else from = middle + 1
  }
  return from
}

/** Purest leaves first, each as long as the F1 of all that hold rises: no other choice of leaves has a higher one. */
function withBestLeaves(tree: Tree): Tree {
  const leaves = leavesOf(tree).filter(({ positives }) => positives > 0)
  const total = leaves.reduce((sum, { positives }) => sum + positives, 0)
  const sorted = leaves.sort((left, right) => right.positives / right.rows - left.positives / left.rows)
  const holding = new Set<Tree>()
  let best = 0
  let rows = 0
  let positives = 0
  for (const leaf of sorted) {
    const f1 = (2 * (positives + leaf.positives)) / (rows + leaf.rows + total)
    if (f1 <= best) break
    best = f1
    rows += leaf.rows
    positives += leaf.positives
    holding.add(leaf)
  }
  return mapLeaves(tree, (leaf) => ({ ...leaf, holds: holding.has(leaf) }))
}

type Leaf = Extract<Tree, { kind: 'leaf' }>

function leavesOf(tree: Tree): Leaf[] {
  return tree.kind === 'leaf' ? [tree] : [...leavesOf(tree.low), ...leavesOf(tree.high)]
}

function mapLeaves(tree: Tree, change: (leaf: Leaf) => Leaf): Tree {
  if (tree.kind === 'leaf') return change(tree)
  return { ...tree, low: mapLeaves(tree.low, change), high: mapLeaves(tree.high, change) }
}

/** A split whose two sides say the same is no split. */
function simplify(tree: Tree): Tree {
  if (tree.kind === 'leaf') return tree
  const low = simplify(tree.low)
  const high = simplify(tree.high)
  if (low.kind === 'leaf' && high.kind === 'leaf' && low.holds === high.holds)
    return {
      kind: 'leaf',
      rows: low.rows + high.rows,
      positives: low.positives + high.positives,
      holds: low.holds,
    }
  return { ...tree, low, high }
}
