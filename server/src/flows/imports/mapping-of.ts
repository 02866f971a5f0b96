import type { ImportSettings } from './deps'
import { compileMapping, type RowMapping } from './rows/mapping'
import type { ImportRecord } from './store'

/** The mapping of an import, ready for reading rows. */
export function mappingOf(record: ImportRecord, settings: ImportSettings): RowMapping {
  return compileMapping({
    columns: record.columns,
    options: record.options,
    workspaceId: record.workspaceId,
    workspaceCurrency: settings.currency,
    exchangeRates: settings.exchangeRates,
    fileDigest: record.fileDigest,
    importedAt: record.createdAt.toISOString(),
    importId: record.id,
  })
}
