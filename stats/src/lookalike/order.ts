import { rowsPerStep, type Steps } from '../clusters/steps'

/** Rows that are sorted at once: some milliseconds. */
const runRows = 4_096

/** Rows from the highest score to the lowest, equal scores in the order of the rows: a merge sort that rests in between. */
export function* descendingOrder(scores: Float64Array): Steps<Uint32Array> {
  const { length } = scores
  let order = new Uint32Array(length)
  for (let row = 0; row < length; row += 1) order[row] = row
  for (let from = 0; from < length; from += runRows) {
    order
      .subarray(from, from + runRows)
      .sort((left, right) => (scores[right] as number) - (scores[left] as number) || left - right)
    yield (0.5 * from) / length
  }
  let other = new Uint32Array(length)
  for (let run = runRows; run < length; run *= 2) {
    let left = 0
    let right = 0
    for (let at = 0; at < length; at += 1) {
      const within = at % (2 * run)
      if (within === 0) {
        left = at
        right = Math.min(length, at + run)
      }
      const from = at - within
      const middle = Math.min(length, from + run)
      const end = Math.min(length, from + 2 * run)
      const isLeft =
        right >= end ||
        (left < middle &&
          (scores[order[left] as number] as number) >= (scores[order[right] as number] as number))
      other[at] = order[isLeft ? left : right] as number
      if (isLeft) left += 1
      else right += 1
      if (at % rowsPerStep === rowsPerStep - 1) yield 0.5 + 0.5 * Math.min(1, run / length)
    }
    const sorted = other
    other = order
    order = sorted
  }
  return order
}
