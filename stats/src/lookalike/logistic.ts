import { assert } from '../assert'
import type { Points } from '../clusters/points'
import { rowsPerStep, type Steps } from '../clusters/steps'
import { solvePositive } from './solve'

export interface Logistic {
  readonly intercept: number
  /** One for each column. */
  readonly weights: Float64Array
  readonly iterations: number
}

export interface LogisticOptions {
  /** How strongly large weights are held down; the intercept is not. scikit-learn's 1 / C. */
  readonly penalty: number
}

const iterationsMax = 50
const halvingsMax = 30
/** The step at which the best weights are found, as a part of the largest one. */
const tolerance = 1e-10

/**
 * Logistic regression with a ridge penalty: the least Σ log(1 + exp(−y·f)) + penalty / 2 · |w|², by Newton's method, which is
 * iteratively reweighted least squares (Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, 2nd edition,
 * sections 4.4.1 and 18.4), each step halved until it leads down. With a penalty above 0 there is one best answer, also for
 * groups that can be told apart wholly and for columns that say the same.
 */
export function* fitLogistic(
  points: Points,
  labels: Uint8Array,
  { penalty }: LogisticOptions,
): Steps<Logistic> {
  const { rows, columns } = points
  assert(labels.length === rows && rows > 0, 'every row has a label')
  assert(penalty >= 0, 'a penalty is not negative')
  let beta = new Float64Array(columns + 1)
  let loss = yield* lossOf(points, labels, beta, penalty)
  let iterations = 0
  for (; iterations < iterationsMax; iterations += 1) {
    const { gradient, hessian } = yield* slopeOf(points, labels, beta, penalty)
    const step = solvePositive(hessian, gradient, columns + 1)
    let share = 1
    let next = moved(beta, step, share)
    let nextLoss = yield* lossOf(points, labels, next, penalty)
    for (let halving = 0; nextLoss > loss && halving < halvingsMax; halving += 1) {
      share /= 2
      next = moved(beta, step, share)
      nextLoss = yield* lossOf(points, labels, next, penalty)
    }
    if (nextLoss > loss) break
    const largest = step.reduce((most, value) => Math.max(most, Math.abs(value * share)), 0)
    beta = next
    loss = nextLoss
    if (largest <= tolerance * Math.max(1, ...beta.map(Math.abs))) break
  }
  return { intercept: beta[columns] as number, weights: beta.slice(0, columns), iterations }
}

/** How alike each row is to those labelled 1, on the scale of log odds: any number, 0 where both are as likely. */
export function* logOddsOf(points: Points, { intercept, weights }: Logistic): Steps<Float64Array> {
  const { rows, columns, values } = points
  assert(weights.length === columns, 'every column has its weight')
  const odds = new Float64Array(rows)
  for (let row = 0; row < rows; row += 1) {
    let sum = intercept
    for (let column = 0, at = row * columns; column < columns; column += 1, at += 1)
      sum += (values[at] as number) * (weights[column] as number)
    odds[row] = sum
    if (row % rowsPerStep === rowsPerStep - 1) yield row / rows
  }
  return odds
}

/** The share that log odds mean. */
export function logistic(odds: number): number {
  return odds >= 0 ? 1 / (1 + Math.exp(-odds)) : Math.exp(odds) / (1 + Math.exp(odds))
}

function moved(beta: Float64Array, step: Float64Array, share: number): Float64Array<ArrayBuffer> {
  return Float64Array.from(beta, (value, at) => value - share * (step[at] as number))
}

function modelOf(beta: Float64Array): Logistic {
  return {
    intercept: beta[beta.length - 1] as number,
    weights: beta.subarray(0, beta.length - 1),
    iterations: 0,
  }
}

function* lossOf(points: Points, labels: Uint8Array, beta: Float64Array, penalty: number): Steps<number> {
  const odds = yield* logOddsOf(points, modelOf(beta))
  let loss = 0
  for (let row = 0; row < odds.length; row += 1) {
    const against = labels[row] ? -(odds[row] as number) : (odds[row] as number)
    loss += against > 0 ? against + Math.log1p(Math.exp(-against)) : Math.log1p(Math.exp(against))
  }
  for (let column = 0; column < points.columns; column += 1)
    loss += (penalty / 2) * (beta[column] as number) ** 2
  return loss
}

/** Rows whose products are added up between two yields: each costs the square of the columns. */
const rowsPerProduct = 1_024

/** The gradient and the Hessian, whose last row is the intercept's; only its lower half is filled. */
function* slopeOf(
  points: Points,
  labels: Uint8Array,
  beta: Float64Array,
  penalty: number,
): Steps<{ gradient: Float64Array; hessian: Float64Array }> {
  const { rows, columns, values } = points
  const size = columns + 1
  const gradient = new Float64Array(size)
  const hessian = new Float64Array(size * size)
  const odds = yield* logOddsOf(points, modelOf(beta))
  for (let row = 0; row < rows; row += 1) {
    const share = logistic(odds[row] as number)
    const gap = share - (labels[row] as number)
    const spread = share * (1 - share)
    const at = row * columns
    for (let left = 0; left < columns; left += 1) {
      const value = values[at + left] as number
      gradient[left] = (gradient[left] as number) + gap * value
      const weighted = spread * value
      const base = left * size
      if (weighted === 0) continue
      for (let right = 0; right <= left; right += 1)
        hessian[base + right] = (hessian[base + right] as number) + weighted * (values[at + right] as number)
      hessian[columns * size + left] = (hessian[columns * size + left] as number) + weighted
    }
    gradient[columns] = (gradient[columns] as number) + gap
    hessian[size * size - 1] = (hessian[size * size - 1] as number) + spread
    if (row % rowsPerProduct === rowsPerProduct - 1) yield row / rows
  }
  for (let column = 0; column < columns; column += 1) {
    gradient[column] = (gradient[column] as number) + penalty * (beta[column] as number)
    hessian[column * size + column] = (hessian[column * size + column] as number) + penalty
  }
  return { gradient, hessian }
}
