import { migrations } from '../migrations'
import type { Database } from './database'

const lockKey = 7_310_001

/** Brings the schema up to date: each file once, in the order of its number, in one transaction each. */
export async function migratePostgres(db: Database): Promise<string[]> {
  await db.script(
    'CREATE TABLE IF NOT EXISTS schema_migrations (name text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())',
  )
  const applied: string[] = []
  for (const file of await migrations('postgres')) {
    const isNew = await db.transaction(async (tx) => {
      await tx.query('SELECT pg_advisory_xact_lock($1)', [lockKey])
      const [known] = await tx.query('SELECT name FROM schema_migrations WHERE name = $1', [file.name])
      if (known) return false
      for (const statement of file.statements) await tx.query(statement)
      await tx.query('INSERT INTO schema_migrations (name) VALUES ($1)', [file.name])
      return true
    })
    if (isNew) applied.push(file.name)
  }
  return applied
}
