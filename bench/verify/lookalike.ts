import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readCustomers } from '../../stats/src/testing/cluster-reference'
import { fitAsReference, lookalikeReferences } from '../../stats/src/testing/lookalike-reference'
import { type Check, checkFigures, type Figure, missingData } from './check'

/** The known answers of lookalikes: scikit-learn's regularised logistic regression on rfm-orders. */
export async function checks(dataDir: string): Promise<Check[]> {
  if (!existsSync(join(dataDir, 'rfm-orders'))) return [missingData('lookalike.rfm-orders', 'rfm-orders')]
  const customers = readCustomers(dataDir)
  return lookalikeReferences.map((reference) => {
    const { model, area } = fitAsReference(customers, reference)
    return checkFigures(
      `lookalike.rfm-orders.penalty-${reference.penalty}`,
      `who bought lately in rfm-orders, penalty ${reference.penalty}, beside scikit-learn 1.2.1`,
      [
        figure('intercept', reference.intercept, model.intercept),
        figure('weight of orders', reference.weights[0], model.weights[0] ?? Number.NaN),
        figure('weight of amount', reference.weights[1], model.weights[1] ?? Number.NaN),
        figure('area under the curve', reference.area, area),
      ],
    )
  })
}

const figure = (name: string, expected: number, got: number): Figure => ({
  name,
  expected,
  got,
  tolerance: 1e-7,
})
