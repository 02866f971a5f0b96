import pg from 'pg'
import type { Database, Queryable } from './database'

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
        await client.query('BEGIN')
        const result = await work(over(client))
        await client.query('COMMIT')
        return result
      } catch (error) {
        await client.query('ROLLBACK')
        throw error
      } finally {
        client.release()
      }
    },
    close: () => pool.end(),
  }
}
