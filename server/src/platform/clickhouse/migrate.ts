import { migrations } from '../migrations'
import type { Facts } from './facts'

/** Brings the tables up to date. Statements are written `IF NOT EXISTS`: a file cut short by a crash runs again. */
export async function migrateClickHouse(facts: Facts): Promise<string[]> {
  await facts.command(
    'CREATE TABLE IF NOT EXISTS schema_migrations (name String, applied_at DateTime DEFAULT now()) ENGINE = MergeTree ORDER BY name',
  )
  const known = new Set(
    (await facts.query<{ name: string }>('SELECT name FROM schema_migrations')).map((row) => row.name),
  )
  const missing = (await migrations('clickhouse')).filter((file) => !known.has(file.name))
  for (const file of missing) {
    for (const statement of file.statements) await facts.command(statement)
    await facts.insert('schema_migrations', [{ name: file.name }])
  }
  return missing.map((file) => file.name)
}
