import { type Points, pickRows } from '../clusters/points'
import type { Random } from '../clusters/seeded'
import { part, type Steps } from '../clusters/steps'
import { fitLogistic, type LogisticOptions, logOddsOf } from './logistic'

/**
 * The log odds of every row as a model says that has not seen it: the rows are dealt into folds, both labels evenly, and each
 * fold is scored by a model of the others (stratified k-fold cross-validation: Kohavi, IJCAI 1995, 1137–1143).
 */
export function* heldOutScores(
  points: Points,
  labels: Uint8Array,
  options: LogisticOptions & { readonly folds: number; readonly random: Random },
): Steps<Float64Array> {
  const { folds } = options
  const foldOf = deal(labels, folds, options.random)
  const scores = new Float64Array(points.rows)
  const rows = Uint32Array.from(labels, (_, row) => row)
  for (let fold = 0; fold < folds; fold += 1) {
    const seen = rows.filter((row) => foldOf[row] !== fold)
    const unseen = rows.filter((row) => foldOf[row] === fold)
    const seenLabels = Uint8Array.from(seen, (row) => labels[row] as number)
    const model = yield* part(
      fitLogistic(pickRows(points, seen), seenLabels, options),
      fold / folds,
      (fold + 1) / folds,
    )
    const odds = yield* logOddsOf(pickRows(points, unseen), model)
    for (const [at, row] of unseen.entries()) scores[row] = odds[at] as number
  }
  return scores
}

/** A fold for each row: rows of either label in random order (Fisher and Yates), dealt one after another. */
function deal(labels: Uint8Array, folds: number, random: Random): Uint8Array {
  const foldOf = new Uint8Array(labels.length)
  for (const label of [0, 1]) {
    const rows = Uint32Array.from(labels, (_, row) => row).filter((row) => labels[row] === label)
    for (let last = rows.length - 1; last > 0; last -= 1) {
      const other = Math.floor(random() * (last + 1))
      const kept = rows[last] as number
      rows[last] = rows[other] as number
      rows[other] = kept
    }
    for (const [at, row] of rows.entries()) foldOf[row] = at % folds
  }
  return foldOf
}
