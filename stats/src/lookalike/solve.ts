/** So small a part of its own diagonal, and a direction is taken to be none. */
const singularAt = 1e-12

/**
 * Solves A·x = b for a symmetric positive matrix, given as rows of which the lower half is read, by Cholesky's decomposition
 * (Golub and Van Loan, Matrix Computations, algorithm 4.2.1). A direction without extent is left at 0.
 */
export function solvePositive(matrix: Float64Array, right: Float64Array, size: number): Float64Array {
  const lower = new Float64Array(matrix)
  const at = (row: number, column: number) => lower[row * size + column] as number
  for (let column = 0; column < size; column += 1) {
    let rest = at(column, column)
    for (let before = 0; before < column; before += 1) rest -= at(column, before) ** 2
    const isFlat = rest <= singularAt * (matrix[column * size + column] as number)
    const diagonal = isFlat ? Number.POSITIVE_INFINITY : Math.sqrt(rest)
    lower[column * size + column] = diagonal
    for (let row = column + 1; row < size; row += 1) {
      let value = at(row, column)
      for (let before = 0; before < column; before += 1) value -= at(row, before) * at(column, before)
      lower[row * size + column] = value / diagonal
    }
  }
  const solved = new Float64Array(right)
  for (let row = 0; row < size; row += 1) {
    let value = solved[row] as number
    for (let before = 0; before < row; before += 1) value -= at(row, before) * (solved[before] as number)
    solved[row] = value / at(row, row)
  }
  for (let row = size - 1; row >= 0; row -= 1) {
    let value = solved[row] as number
    for (let after = row + 1; after < size; after += 1) value -= at(after, row) * (solved[after] as number)
    solved[row] = value / at(row, row)
  }
  return solved
}
