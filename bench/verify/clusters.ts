import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { clusterSizes, finish, silhouette } from '@rapport/stats'
import {
  clusterAsReference,
  clusterReferences,
  readCustomers,
} from '../../stats/src/testing/cluster-reference'
import { type Check, checkFigures, type Figure, missingData } from './check'

/** The known answers of clusters: scikit-learn's on rfm-orders, from the same first centroids. */
export async function checks(dataDir: string): Promise<Check[]> {
  if (!existsSync(join(dataDir, 'rfm-orders'))) return [missingData('clusters.rfm-orders', 'rfm-orders')]
  const customers = readCustomers(dataDir)
  return clusterReferences.map((reference) => {
    const { isLog, k } = reference
    const { scaled, result } = clusterAsReference(customers, reference)
    const sizes = clusterSizes(result.labels, k)
    return checkFigures(
      `clusters.rfm-orders.${isLog ? 'log' : 'plain'}.${k}`,
      `rfm-orders in ${k} clusters${isLog ? ' by logarithms' : ''}, beside scikit-learn 1.2.1`,
      [
        figure('inertia', reference.inertia, result.inertia, 1e-8),
        figure('silhouette', reference.silhouette, finish(silhouette(scaled, result.labels, k)).mean, 1e-10),
        ...reference.sizes.map((size, cluster) =>
          figure(`size ${cluster + 1}`, size, sizes[cluster] ?? Number.NaN, 0),
        ),
        ...reference.firstCentroid.map((value, column) =>
          figure(`centroid 1.${column + 1}`, value, result.centroids.values[column] ?? Number.NaN, 1e-10),
        ),
      ],
    )
  })
}

function figure(name: string, expected: number, got: number, tolerance: number): Figure {
  return { name, expected, got, tolerance }
}
