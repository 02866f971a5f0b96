import { type ClickHouseClientConfigOptions, ClickHouseLogLevel, createClient } from '@clickhouse/client'
import { createChdbConnection } from 'chdb/connection'
import { commonSettings, factsOver } from './client'
import type { Facts } from './facts'

export type { Facts, QueryParams } from './facts'
export { jsonPath, jsonText, jsonTexts } from './json-path'
export { migrateClickHouse } from './migrate'

/** Errors are thrown; whoever catches them decides whether they are worth a line in the log. */
const quiet = { level: ClickHouseLogLevel.OFF }

/** A chDB connection runs one statement at a time; questions get several so that a long one holds up few. */
const embeddedReaders = 3

/** The one place that chooses between chDB in the process and a ClickHouse server. */
export async function openClickHouse(at: { url: string | null; directory: string }): Promise<Facts> {
  return at.url ? openServer(at.url) : openEmbedded(at.directory)
}

function openEmbedded(directory: string): Facts {
  const connect = () => {
    // chdb is typed against another copy of the same interface
    const connection = createChdbConnection({
      path: directory,
    }) as unknown as ClickHouseClientConfigOptions['connection']
    return createClient({ connection, clickhouse_settings: commonSettings, log: quiet })
  }
  return factsOver('embedded', connect(), Array.from({ length: embeddedReaders }, connect))
}

function openServer(url: string): Facts {
  const client = createClient({ url, clickhouse_settings: commonSettings, log: quiet })
  return factsOver('server', client, [client])
}
