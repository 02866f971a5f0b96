import { createReadStream, existsSync } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ImportReport } from '@rapport/contract'
import { guessMapping } from '../../server/src/flows/imports/mapping/guess'
import { compileMapping } from '../../server/src/flows/imports/rows/mapping'
import { noCheckpoint } from '../../server/src/flows/imports/run/recorder'
import { runImport } from '../../server/src/flows/imports/run/run'
import { inspectFile } from '../../server/src/flows/imports/source/inspect'
import type { Message } from '../../server/src/modules/events'
import { type Check, checkFigures, missingData } from './check'

/** The known answers of imports: two files of orders, read as the product reads them. */
export async function checks(dataDir: string): Promise<Check[]> {
  const has = (name: string) => existsSync(join(dataDir, name))
  return [
    ...(has('online-retail')
      ? await onlineRetailChecks(dataDir)
      : [missingData('import.online-retail', 'online-retail')]),
    ...(has('rfm-orders')
      ? await rfmOrdersImportChecks(dataDir)
      : [missingData('import.rfm-orders', 'rfm-orders')]),
  ]
}

export interface ReadFile {
  readonly report: ImportReport
  readonly messages: readonly Message[]
}

/** Reads a file of orders as the product does, from recognition to messages, with the columns as guessed. */
export async function readOrdersFile(path: string, currency: string): Promise<ReadFile> {
  const { size } = await stat(path)
  const file = { path, bytes: size, read: () => createReadStream(path, { highWaterMark: 256 * 1024 }) }
  const { format, headers, rows, rowsTotal } = await inspectFile(file)
  const settings = { currency, country: 'GB', timezone: 'UTC', computedTraits: new Set<string>() }
  const { columns, options } = guessMapping('orders', headers, rows, settings)
  const mapping = compileMapping({
    columns,
    options,
    workspaceId: 'verify',
    workspaceCurrency: currency,
    exchangeRates: {},
    fileDigest: 'verify',
    importedAt: '2026-01-01T00:00:00.000Z',
    importId: 'verify',
  })
  const folder = await mkdtemp(join(tmpdir(), 'rapport-verify-'))
  const messages: Message[] = []
  try {
    const report = await runImport(
      {
        kind: 'orders',
        file,
        format,
        headers,
        mapping,
        rowsTotal,
        folder,
        rejectsPath: join(folder, 'rejected.csv'),
        from: noCheckpoint,
      },
      {
        record: async (batch) => void messages.push(...batch),
        checkpoint: async () => undefined,
        progress: async () => undefined,
      },
    )
    return { report, messages }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/**
 * UCI Online Retail. Revenue is quantity times price exactly, summed over the lines of an order and rounded once an order,
 * half away from zero. The unrounded sum is 8,911,407.904: four lines at a price of 0.001 make the last digit.
 */
export async function onlineRetailChecks(dataDir: string): Promise<Check[]> {
  const { report, messages } = await readOrdersFile(
    join(dataDir, 'online-retail/online_retail.csv.gz'),
    'GBP',
  )
  const exact = (name: string, expected: number, got: number) => ({ name, expected, got, tolerance: 0 })
  const ids = new Set(messages.map(({ messageId }) => messageId))
  return [
    checkFigures('import.online-retail.rows', 'Online Retail: every row is accepted or rejected', [
      exact('rows', 541_909, report.rowsAccepted + report.rowsRejected),
      exact('clean sales rows', 397_884, report.saleLines),
      exact('returned rows of known customers', 8_905, report.refundLines),
      exact(
        'gifts inside orders and rows of orders that are worth nothing',
        40,
        report.giftLines + (report.rejected.zero_amount ?? 0),
      ),
      exact('rows without a customer', 135_080, report.rejected.no_key ?? 0),
    ]),
    checkFigures('import.online-retail.orders', 'Online Retail: orders, customers and revenue', [
      exact('orders', 18_532, report.orders),
      exact('customers with orders', 4_338, report.customersWithOrders),
      exact('revenue in pence', 891_140_790, report.revenue[0]?.amountMinor ?? 0),
      exact('messages with ids of their own', messages.length, ids.size),
    ]),
  ]
}

/** The orders of the rfm package: no order numbers, so each row is an order. */
export async function rfmOrdersImportChecks(dataDir: string): Promise<Check[]> {
  const { report } = await readOrdersFile(join(dataDir, 'rfm-orders/rfm_data_orders.csv'), 'USD')
  const exact = (name: string, expected: number, got: number) => ({ name, expected, got, tolerance: 0 })
  return [
    checkFigures('import.rfm-orders', 'rfm package: orders, customers and revenue', [
      exact('orders', 4_906, report.orders),
      exact('customers', 995, report.customersWithOrders),
      exact('revenue in cents', 46_415_800, report.revenue[0]?.amountMinor ?? 0),
      exact('rejected', 0, report.rowsRejected),
    ]),
  ]
}
