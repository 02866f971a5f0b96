import { randomUUID } from 'node:crypto'
import type { Facts } from '../../platform/clickhouse'
import type { Database } from '../../platform/postgres'

export interface Engines {
  readonly db: Database
  readonly facts: Facts
}

interface Column {
  readonly name: string
  readonly type: string
  readonly isNeeded: boolean
  /** The first value that a check of the column allows, when it names some. */
  readonly allowed: string | null
}

/** A table that says of which workspace its rows are. */
export interface Table {
  readonly engine: 'PostgreSQL' | 'ClickHouse'
  readonly name: string
  readonly columns: readonly Column[]
}

/** Every table of both engines with a column `workspace_id`, as the engines list them: a new one comes by itself. */
export async function everyTable({ db, facts }: Engines): Promise<Table[]> {
  const columns = await db.query<Column & { table: string }>(
    `SELECT c.table_name AS "table", c.column_name AS name, c.udt_name AS type,
       c.is_nullable = 'NO' AND c.column_default IS NULL AND c.is_identity = 'NO' AS "isNeeded",
       (SELECT substring(pg_get_constraintdef(k.oid) FROM '\\(' || c.column_name || ' = ANY \\(ARRAY\\[''([^'']+)''')
        FROM pg_constraint AS k
        WHERE k.contype = 'c' AND k.conrelid = to_regclass(c.table_schema || '.' || c.table_name)
          AND pg_get_constraintdef(k.oid) LIKE '%(' || c.column_name || ' = ANY%' LIMIT 1) AS allowed
     FROM information_schema.columns AS c
     JOIN information_schema.tables AS t ON t.table_schema = c.table_schema AND t.table_name = c.table_name
     WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE'
     ORDER BY c.table_name, c.ordinal_position`,
  )
  const inClickHouse = await facts.query<{ name: string }>(
    `SELECT table AS name FROM system.columns WHERE database = currentDatabase() AND name = 'workspace_id' ORDER BY table`,
  )
  const names = new Set(columns.filter(({ name }) => name === 'workspace_id').map(({ table }) => table))
  return [
    ...[...names].map(
      (name): Table => ({
        engine: 'PostgreSQL',
        name,
        columns: columns.filter(({ table }) => table === name),
      }),
    ),
    ...inClickHouse.map(({ name }): Table => ({ engine: 'ClickHouse', name, columns: [] })),
  ]
}

/** Sees to a row of the workspace in every table. */
export async function fillTables(
  engines: Engines,
  tables: readonly Table[],
  workspaceId: string,
): Promise<void> {
  const userId = randomUUID()
  await engines.db.query(
    `INSERT INTO users (user_id, email, name, created_at) VALUES ($1, $2, 'Ann', now())`,
    [userId, `${userId}@shop.test`],
  )
  const known: Readonly<Record<string, string>> = { workspace_id: workspaceId, user_id: userId }
  for (const table of tables) {
    if ((await countRows(engines, table, workspaceId)) > 0) continue
    if (table.engine === 'ClickHouse') await engines.facts.insert(table.name, [{ workspace_id: workspaceId }])
    else await insertRow(engines.db, table, known)
  }
}

async function insertRow(db: Database, table: Table, known: Readonly<Record<string, string>>): Promise<void> {
  const needed = table.columns.filter(({ isNeeded }) => isNeeded)
  const values = needed.map((column, index) => `$${index + 1}::text::${column.type}`)
  await db.query(
    `INSERT INTO ${table.name} (${needed.map(({ name }) => name).join(', ')}) VALUES (${values.join(', ')})`,
    needed.map((column) => known[column.name] ?? column.allowed ?? someValue(column.type)),
  )
}

function someValue(type: string): string {
  if (type === 'uuid') return randomUUID()
  if (type.startsWith('_')) return '{}'
  if (type === 'text') return randomUUID()
  if (type === 'bool') return 'false'
  if (type === 'date' || type === 'timestamptz') return '2026-01-01'
  if (type === 'jsonb') return '{}'
  if (type === 'numeric' || type.startsWith('float')) return '0.1'
  return '1'
}

/** How many rows of the workspace each table holds. */
export async function rowsIn(
  engines: Engines,
  tables: readonly Table[],
  workspaceId: string,
): Promise<Record<string, number>> {
  const rows: Record<string, number> = {}
  for (const table of tables)
    rows[`${table.engine} ${table.name}`] = await countRows(engines, table, workspaceId)
  return rows
}

async function countRows({ db, facts }: Engines, table: Table, workspaceId: string): Promise<number> {
  const text = `SELECT count(*) AS rows FROM ${table.name} WHERE workspace_id = `
  const [row] =
    table.engine === 'PostgreSQL'
      ? await db.query<{ rows: number }>(`${text} $1`, [workspaceId])
      : await facts.query<{ rows: number }>(`${text} {workspaceId:UUID}`, { workspaceId })
  return Number(row?.rows ?? 0)
}
