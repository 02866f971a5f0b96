import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { defaultRfmConfig } from '../../server/src/modules/segments/rfm/defaults'
import { type BuyerFigures, cutPoints, type FigureColumns } from '../../server/src/modules/segments/rfm/score'
import { createSummary, meansOf, type Scored } from '../../server/src/modules/segments/rfm/summary'
import {
  centsPerDollar,
  figuresOfOrders,
  type ReferenceRow,
  readOrders,
  readScores,
  readSegmentSummary,
} from '../../server/src/modules/segments/testing/rfm-orders'
import { type Check, checkFigures, type Figure, missingData } from './check'

/** Sizes of the ten segments as the issue states them, the largest first. */
const publishedSizes = [342, 170, 148, 104, 102, 47, 35, 28, 10, 9]

/** The known answers of RFM: cut points, every customer's scores, and the summary of rfm-orders. */
export async function checks(dataDir: string): Promise<Check[]> {
  if (!existsSync(join(dataDir, 'rfm-orders'))) return [missingData('rfm.rfm-orders', 'rfm-orders')]
  const figures = figuresOfOrders(readOrders(dataDir))
  const columns = columnsOf([...figures.values()])
  const points = cutPoints({ kind: 'quintiles' }, columns, centsPerDollar)
  const summary = createSummary(defaultRfmConfig, points, meansOf(columns))
  const scored = new Map([...figures].map(([customer, its]) => [customer, summary.add(its)]))
  const { segments } = summary.present()
  const sizes = segments.map(({ people }) => people).sort((a, b) => b - a)
  return [
    checkFigures('rfm.cut-points', 'rfm-orders: where the scores begin', [
      ...exact('recency', [115, 181, 297.4, 482], points.recencyDays),
      ...exact('frequency', [4, 5, 6, 8], points.frequency),
      ...exact(
        'monetary',
        [255.8, 382, 506.4, 666],
        points.monetaryMinor.map((minor) => minor / centsPerDollar),
      ),
    ]),
    checkFigures('rfm.sizes', 'rfm-orders: the ten named segments', exact('size', publishedSizes, sizes)),
    scoresCheck(readScores(dataDir), scored),
    ...readSegmentSummary(dataDir).map((row) => {
      const ours = segments.find(({ key }) => nameOf.get(key) === row.segment)
      return checkFigures(`rfm.${ours?.key}`, `rfm-orders: ${row.segment}`, [
        ...exact('customers', [row.customers], [ours?.people]),
        ...exact('orders', [row.orders], [ours?.orders]),
        ...exact('revenue', [row.revenueMinor], [ours?.revenueMinor]),
        ...exact('median days', [row.medianRecencyDays], [ours?.medianRecencyDays]),
        ...exact('median orders', [row.medianFrequency], [ours?.medianFrequency]),
        ...exact('median spend', [row.medianMonetaryMinor], [ours?.medianMonetaryMinor]),
        {
          name: 'order value',
          expected: row.aov,
          got: (ours?.aovMinor ?? Number.NaN) / centsPerDollar,
          tolerance: 0.005,
        },
      ])
    }),
  ]
}

const nameOf = new Map(defaultRfmConfig.segments.map(({ key, name }) => [key, name.en]))

function scoresCheck(reference: readonly ReferenceRow[], scored: ReadonlyMap<string, Scored>): Check {
  const same = reference.filter(({ customer, scores, segment }) => {
    const ours = scored.get(customer)
    return (
      ours?.recency === scores.recency &&
      ours.frequency === scores.frequency &&
      ours.monetary === scores.monetary &&
      nameOf.get(ours.segment) === segment
    )
  })
  return checkFigures('rfm.scores', 'rfm-orders: customers with the published scores and segment', [
    ...exact('customers', [995], [same.length]),
  ])
}

function exact(name: string, expected: readonly number[], got: readonly (number | undefined)[]): Figure[] {
  return expected.map((figure, index) => ({
    name: expected.length > 1 ? `${name} ${index + 1}` : name,
    expected: figure,
    got: got[index] ?? Number.NaN,
    tolerance: 1e-9,
  }))
}

function columnsOf(all: readonly BuyerFigures[]): FigureColumns {
  return {
    recencyDays: all.map(({ recencyDays }) => recencyDays),
    frequency: all.map(({ frequency }) => frequency),
    monetaryMinor: all.map(({ monetaryMinor }) => monetaryMinor),
  }
}
