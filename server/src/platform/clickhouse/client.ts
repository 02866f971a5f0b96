import type { ClickHouseClient, ClickHouseSettings } from '@clickhouse/client'
import type { Facts } from './facts'
import { JsonLines } from './json-lines'

/** What both engines are told, so that both answer alike. */
export const commonSettings: ClickHouseSettings = {
  output_format_json_quote_64bit_integers: 0,
  date_time_input_format: 'best_effort',
  date_time_output_format: 'iso',
  type_json_skip_duplicated_paths: true,
  // Text in JSON stays text: a date that was read as a date would come back written differently.
  input_format_try_infer_dates: 0,
  input_format_try_infer_datetimes: 0,
  max_partitions_per_insert_block: '1000',
  join_use_nulls: 0,
  // a block is read whole before any of it is written: one that cannot be read leaves nothing behind
  input_format_parallel_parsing: 0,
}

/** A client that writes, and how it takes lines of JSON. */
export interface Writer {
  readonly client: ClickHouseClient
  readonly append: (table: string, lines: Buffer) => Promise<unknown>
}

/** Facts over clients of one engine: those that write, and those that questions are spread over. */
export function factsOver(
  engine: Facts['engine'],
  writers: readonly [Writer, ...Writer[]],
  readers: readonly [ClickHouseClient, ...ClickHouseClient[]],
): Facts {
  const writing = spreadOver(writers)
  const reading = spreadOver(readers)

  return {
    engine,
    query: <R extends object>(text: string, params?: Readonly<Record<string, unknown>>) =>
      reading(async (reader) => {
        const result = await reader.query({ query: text, query_params: { ...params }, format: 'JSONEachRow' })
        return await result.json<R>()
      }),
    insert: async (table, rows) => {
      if (rows.length === 0) return
      const lines = rows instanceof JsonLines ? rows : JsonLines.of(rows)
      await writing(({ append }) => append(table, lines.bytes))
    },
    command: async (text, params) => {
      await writers[0].client.command({ query: text, query_params: { ...params } })
    },
    close: async () => {
      const clients = new Set([...writers.map(({ client }) => client), ...readers])
      await Promise.all([...clients].map((client) => client.close()))
    },
  }
}

/** Gives each piece of work to whoever has least to do. */
function spreadOver<T>(workers: readonly [T, ...T[]]) {
  const busy = workers.map(() => 0)
  return async <R>(work: (worker: T) => Promise<R>): Promise<R> => {
    const index = busy.indexOf(Math.min(...busy))
    busy[index] = (busy[index] ?? 0) + 1
    try {
      return await work(workers[index] ?? workers[0])
    } finally {
      busy[index] = (busy[index] ?? 1) - 1
    }
  }
}
