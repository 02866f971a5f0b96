import { migrations } from '../migrations'
import type { Database } from './database'

const lockKey = 7_310_001

/** Brings the schema up to date: each file once, in the order of its number, in one transaction each. */
export async function migratePostgres(db: Database): Promise<string[]> {
  await db.script(
    'CREATE TABLE IF NOT EXISTS schema_migrations (name text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())',
  )
  const known = new Set(
    (await db.query<{ name: string }>('SELECT name FROM schema_migrations')).map(({ name }) => name),
  )
  const applied: string[] = []
  for (const file of (await migrations('postgres')).filter(({ name }) => !known.has(name))) {
    const isNew = await db.transaction(async (tx) => {
      await tx.query('SELECT pg_advisory_xact_lock($1)', [lockKey])
      // another process may have run it since it was looked up
      const [ran] = await tx.query('SELECT name FROM schema_migrations WHERE name = $1', [file.name])
      if (ran) return false
      for (const statement of file.statements) await tx.query(statement)
      await tx.query('INSERT INTO schema_migrations (name) VALUES ($1)', [file.name])
      return true
    })
    if (isNew) applied.push(file.name)
  }
  return applied
}
