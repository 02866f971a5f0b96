import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import {
  type ClickHouseClientConfigOptions,
  ClickHouseLogLevel,
  type ClickHouseSettings,
  createClient,
} from '@clickhouse/client'
import { createChdbConnection } from 'chdb/connection'
import { commonSettings, factsOver } from './client'
import type { Facts } from './facts'

export type { Facts, QueryParams } from './facts'
export { JsonLines } from './json-lines'
export { jsonPath, jsonText, jsonTexts } from './json-path'
export { migrateClickHouse } from './migrate'

/** Errors are thrown; whoever catches them decides whether they are worth a line in the log. */
const quiet = { level: ClickHouseLogLevel.OFF }

/** The one place that chooses between chDB in the process and a ClickHouse server. */
export async function openClickHouse(at: { url: string | null; directory: string }): Promise<Facts> {
  return at.url ? openServer(at.url) : openEmbedded(at.directory)
}

/**
 * A chDB connection runs one statement at a time. Two write, so that events and what they change in profiles go side by
 * side; questions get three, so that a long one holds up few.
 */
async function openEmbedded(directory: string): Promise<Facts> {
  const connect = async () => {
    const chdb = createChdbConnection({ path: directory })
    // chdb is typed against another copy of the same interface
    const connection = chdb as unknown as ClickHouseClientConfigOptions['connection']
    const client = createClient({ connection, log: quiet })
    for (const query of settingStatements(commonSettings)) await client.command({ query })
    // as bytes: as text it would be copied into one statement, and that into the engine's bytes
    const append = (table: string, values: Buffer) =>
      chdb.chdb.rawInsert({ table, values, format: 'JSONEachRow' }).catch(throwAsClient)
    return { client, append }
  }
  const [first, second] = [await connect(), await connect()]
  const [reader, ...readers] = await Promise.all([connect(), connect(), connect()])
  return factsOver('embedded', [first, second], [reader.client, ...readers.map(({ client }) => client)])
}

/** Throws an error of chDB's own with the engine's code where the client has it. */
function throwAsClient(error: unknown): never {
  if (!(error instanceof Error && 'clickhouseCode' in error)) throw error
  throw Object.assign(new Error(error.message, { cause: error }), { code: String(error.clickhouseCode) })
}

/**
 * Settings as statements, said once a connection. Given with each call, chDB's client puts them in front of its text as
 * statements of their own, and the engine takes the whole text apart, rows and all, as often as there are settings.
 */
function settingStatements(settings: ClickHouseSettings): string[] {
  return Object.entries(settings).map(
    ([name, value]) => `SET ${name} = ${typeof value === 'string' ? `'${value}'` : Number(value)}`,
  )
}

function openServer(url: string): Facts {
  const client = createClient({ url, clickhouse_settings: commonSettings, log: quiet })
  const append = async (table: string, lines: Buffer) => {
    const values = Readable.from(lines, { objectMode: false })
    const { stream } = await client.exec({ query: `INSERT INTO ${table} FORMAT JSONEachRow`, values })
    await finished(stream.resume())
  }
  return factsOver('server', [{ client, append }], [client])
}
