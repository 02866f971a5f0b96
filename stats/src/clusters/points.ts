import { assert } from '../assert'

/** People as rows of numbers: `values` holds row after row, `columns` numbers each. */
export interface Points {
  readonly rows: number
  readonly columns: number
  readonly values: Float64Array
}

/** Rows of equal length as points. */
export function pointsOf(rows: readonly (readonly number[])[]): Points {
  const columns = rows[0]?.length ?? 0
  assert(
    rows.every((row) => row.length === columns),
    'every row has as many numbers',
  )
  return { rows: rows.length, columns, values: Float64Array.from(rows.flat()) }
}

/** Some rows of points, in the order asked for. */
export function pickRows({ columns, values }: Points, rows: ArrayLike<number>): Points {
  const picked = new Float64Array(rows.length * columns)
  for (let index = 0; index < rows.length; index += 1) {
    const from = (rows[index] ?? 0) * columns
    picked.set(values.subarray(from, from + columns), index * columns)
  }
  return { rows: rows.length, columns, values: picked }
}

/** The squared Euclidean distance between a row of one set and a row of another. */
export function squaredDistance(left: Points, row: number, right: Points, other: number): number {
  const { columns } = left
  let sum = 0
  for (let column = 0; column < columns; column += 1) {
    const gap =
      (left.values[row * columns + column] as number) - (right.values[other * columns + column] as number)
    sum += gap * gap
  }
  return sum
}
