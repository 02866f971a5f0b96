import { assert } from '../assert'
import { quantile7 } from '../quantile'
import type { Points } from './points'
import { rowsPerStep, type Steps } from './steps'

/** What a missing number (NaN) stands for. */
export type Missing = 'zero' | 'median'

/** How one column is made comparable with the others. */
export interface ColumnScale {
  /** Stands for a missing number, before the logarithm. */
  readonly fill: number
  /** sign(x) · log(1 + |x|) is taken first: what few have much of no longer outweighs everything. */
  readonly isLog: boolean
  readonly mean: number
  /** The population's standard deviation; 0 for a column that tells nobody apart. */
  readonly deviation: number
}

/** A median is taken of at most about so many values, evenly spread over the rows: sorting more would hold others up. */
export const medianRowsMax = 65_536

/**
 * Scales by which every column has mean 0 and standard deviation 1 (with n below, as scikit-learn's StandardScaler).
 * A column in which all are alike becomes 0.
 */
export function* fitScales(
  points: Points,
  plan: { readonly isLog: readonly boolean[]; readonly missing: Missing },
): Steps<ColumnScale[]> {
  assert(plan.isLog.length === points.columns, 'every column has its plan')
  const scales: ColumnScale[] = []
  for (const [column, isLog] of plan.isLog.entries()) {
    const fill = plan.missing === 'zero' ? 0 : medianOf(points, column)
    scales.push({ fill, isLog, ...(yield* momentsOf(points, column, fill, isLog)) })
  }
  return scales
}

/** Points on the scales, nothing missing. */
export function* applyScales(
  { rows, columns, values }: Points,
  scales: readonly ColumnScale[],
): Steps<Points> {
  assert(scales.length === columns, 'every column has its scale')
  const scaled = new Float64Array(values.length)
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const scale = scales[column] as ColumnScale
      if (scale.deviation === 0) continue
      const at = row * columns + column
      scaled[at] = (taken(values[at] as number, scale) - scale.mean) / scale.deviation
    }
    if (row % rowsPerStep === rowsPerStep - 1) yield row / rows
  }
  return { rows, columns, values: scaled }
}

/** sign(x) · log(1 + |x|), which also takes zero and amounts below it. */
function signedLog(value: number): number {
  return Math.sign(value) * Math.log1p(Math.abs(value))
}

function taken(value: number, { fill, isLog }: Pick<ColumnScale, 'fill' | 'isLog'>): number {
  const present = Number.isNaN(value) ? fill : value
  return isLog ? signedLog(present) : present
}

function medianOf({ rows, columns, values }: Points, column: number): number {
  const stride = Math.ceil(rows / medianRowsMax)
  const present: number[] = []
  for (let row = 0; row < rows; row += stride) {
    const value = values[row * columns + column] as number
    if (!Number.isNaN(value)) present.push(value)
  }
  return present.length === 0 ? 0 : quantile7(Float64Array.from(present).sort(), 0.5)
}

/** Welford's update (Technometrics 4 (1962), 419–420): amounts far from zero lose no digits. */
function* momentsOf({ rows, columns, values }: Points, column: number, fill: number, isLog: boolean) {
  let mean = 0
  let squares = 0
  for (let row = 0; row < rows; row += 1) {
    const value = taken(values[row * columns + column] as number, { fill, isLog })
    const gap = value - mean
    mean += gap / (row + 1)
    squares += gap * (value - mean)
    if (row % rowsPerStep === rowsPerStep - 1) yield (column + row / rows) / columns
  }
  const deviation = rows === 0 ? 0 : Math.sqrt(squares / rows)
  // what rounding leaves of a column in which all are alike is no difference
  return { mean, deviation: deviation <= 1e-12 * Math.max(1, Math.abs(mean)) ? 0 : deviation }
}
