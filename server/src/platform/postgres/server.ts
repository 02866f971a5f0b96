import pg from 'pg'
import type { Database, Queryable } from './database'
import { transact } from './transact'

const int8 = 20
const int8Array = 1016
const connectionsMax = 10

const parseInt8Array = (text: string): number[] =>
  text === '{}' ? [] : text.slice(1, -1).split(',').map(Number)

/** A PostgreSQL server by address, answering with the same value types as the embedded engine. */
export async function openPostgresServer(url: string): Promise<Database> {
  const types = new pg.TypeOverrides()
  types.setTypeParser(int8, Number)
  types.setTypeParser(int8Array, parseInt8Array)
  const pool = new pg.Pool({ connectionString: url, max: connectionsMax, types })
  pool.on('error', () => undefined) // an idle connection that breaks is replaced at the next query

  const over = (runner: pg.Pool | pg.PoolClient): Queryable => ({
    query: async <R extends object>(text: string, params: readonly unknown[] = []) =>
      (await runner.query(text, [...params])).rows as R[],
  })
  await pool.query('SELECT 1')

  return {
    engine: 'server',
    query: over(pool).query,
    script: async (text) => void (await pool.query(text)),
    transaction: async (work) => {
      const client = await pool.connect()
      try {
        return await transact(inOrder(over(client)), work)
      } finally {
        client.release()
      }
    },
    close: () => pool.end(),
  }
}

/** A connection of the client library takes one statement at a time; the next is sent when it has answered. */
function inOrder({ query }: Queryable): Queryable {
  let before: Promise<unknown> = Promise.resolve()
  return {
    query: <R extends object>(text: string, params?: readonly unknown[]) => {
      const rows = before.then(() => query<R>(text, params))
      before = rows.catch(() => undefined)
      return rows
    },
  }
}
