import type { Points } from '../clusters/points'
import { applyScales, fitScales } from '../clusters/scaling'
import { finish } from '../clusters/steps'
import { fitLogistic, type Logistic, logOddsOf } from '../lookalike/logistic'
import { areaUnderCurve } from '../lookalike/ranking'

/**
 * What scikit-learn 1.2.1 makes of the 995 customers of rfm-orders: who bought within the last 120 days, by orders and
 * amount in cents, each through `log1p` and `StandardScaler`: `LogisticRegression(C=1 / penalty, solver='newton-cg',
 * tol=1e-14)` and `roc_auc_score` of its decision function.
 */
export interface LookalikeReference {
  readonly penalty: number
  readonly intercept: number
  readonly weights: readonly [number, number]
  readonly area: number
}

export const lookalikeReferences: readonly LookalikeReference[] = [
  {
    penalty: 1,
    intercept: -1.3658220182878016,
    weights: [0.5601861300798402, -0.09025475234939191],
    area: 0.6292010374266057,
  },
  {
    penalty: 100,
    intercept: -1.331095372461066,
    weights: [0.23441115289416534, 0.10731581742200601],
    area: 0.615224595655776,
  },
]

/** Days within which a customer of the reference bought. */
const recentDays = 120

/** The same of our own; `customers` are days, orders and cents. */
export function fitAsReference(
  customers: Points,
  { penalty }: Pick<LookalikeReference, 'penalty'>,
): { readonly model: Logistic; readonly area: number; readonly labels: Uint8Array } {
  const { rows, columns, values } = customers
  const labels = Uint8Array.from({ length: rows }, (_, row) =>
    Number((values[row * columns] ?? 0) <= recentDays),
  )
  const two: Points = {
    rows,
    columns: 2,
    values: Float64Array.from(
      { length: rows * 2 },
      (_, at) => values[(at >> 1) * columns + 1 + (at & 1)] ?? 0,
    ),
  }
  const scales = finish(fitScales(two, { isLog: [true, true], missing: 'median' }))
  const scaled = finish(applyScales(two, scales))
  const model = finish(fitLogistic(scaled, labels, { penalty }))
  const area = areaUnderCurve(finish(logOddsOf(scaled, model)), labels)
  return { model, labels, area: area?.estimate ?? Number.NaN }
}
