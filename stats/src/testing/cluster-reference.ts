import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { KMeans } from '../clusters/k-means'
import { lloyd } from '../clusters/k-means'
import { type Points, pickRows, pointsOf } from '../clusters/points'
import { applyScales, fitScales } from '../clusters/scaling'
import { finish } from '../clusters/steps'

/**
 * What scikit-learn 1.2.1 makes of the 995 customers of rfm-orders (recency in days, orders, amount in cents), each
 * column through `sign(x)·log1p(|x|)` where said, then `StandardScaler`: `KMeans(n_clusters=k, init=Z[:k], n_init=1,
 * max_iter=300, tol=0)`, where `Z[:k]` are the first k customers of ref_orders_scores.csv, and `silhouette_score`.
 */
export interface ClusterReference {
  readonly isLog: boolean
  readonly k: number
  readonly inertia: number
  readonly sizes: readonly number[]
  readonly silhouette: number
  readonly firstCentroid: readonly number[]
}

export const clusterReferences: readonly ClusterReference[] = [
  {
    isLog: false,
    k: 3,
    inertia: 1150.894141245899,
    sizes: [298, 395, 302],
    silhouette: 0.3652782729714344,
    firstCentroid: [-0.40532694740932684, 1.1450553749331887, 1.1784313547565541],
  },
  {
    isLog: false,
    k: 5,
    inertia: 709.7370841754025,
    sizes: [181, 245, 173, 135, 261],
    silhouette: 0.3488482876940349,
    firstCentroid: [0.8834250888927885, 0.13180349216435894, 0.2569827120562046],
  },
  {
    isLog: false,
    k: 8,
    inertia: 534.944389376403,
    sizes: [160, 152, 162, 144, 221, 31, 69, 56],
    silhouette: 0.29548460618864725,
    firstCentroid: [0.9093026062240669, -0.019589886066096133, 0.07711427468116647],
  },
  {
    isLog: true,
    k: 4,
    inertia: 1020.1860294927046,
    sizes: [346, 134, 357, 158],
    silhouette: 0.30083801990741754,
    firstCentroid: [0.17676752576392987, 0.8119899083602874, 0.7560943606687383],
  },
  {
    isLog: true,
    k: 8,
    inertia: 572.684410736176,
    sizes: [191, 66, 137, 197, 99, 121, 53, 131],
    silhouette: 0.28726087117455706,
    firstCentroid: [0.7196157650781537, 0.09188526960824972, 0.21425473630340794],
  },
]

/** The customers of rfm-orders with their three figures, in the order of the file. No field has a comma inside. */
export function readCustomers(dataDir: string): Points {
  const [header = '', ...lines] = readFileSync(join(dataDir, 'rfm-orders', 'ref_orders_scores.csv'), 'utf8')
    .split(/\r?\n/)
    .filter((line) => line !== '')
  const names = header.split(',').map((name) => name.replaceAll('"', ''))
  const columns = ['recency_days', 'transaction_count', 'amount'].map((name) => names.indexOf(name))
  return pointsOf(
    lines.map((line) => {
      const fields = line.split(',')
      const [days = 0, orders = 0, dollars = 0] = columns.map((column) => Number(fields[column]))
      return [days, orders, dollars * 100]
    }),
  )
}

/** The same as the reference did: scaled, begun at the first k rows, until nothing changes. */
export function clusterAsReference(
  customers: Points,
  { isLog, k }: Pick<ClusterReference, 'isLog' | 'k'>,
): { readonly scaled: Points; readonly result: KMeans } {
  const plan = { isLog: [isLog, isLog, isLog], missing: 'median' } as const
  const scaled = finish(applyScales(customers, finish(fitScales(customers, plan))))
  const start = pickRows(
    scaled,
    Array.from({ length: k }, (_, row) => row),
  )
  return { scaled, result: finish(lloyd(scaled, start, { iterationsMax: 300, tolerance: 0 })) }
}
