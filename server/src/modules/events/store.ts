import type { Database, Queryable } from '../../platform/postgres'

export interface QuarantinedEvent {
  readonly workspaceId: string
  readonly id: string
  readonly position: number
  readonly source: string
  readonly reason: string
  readonly detail: string
  readonly message: string
  readonly receivedAt: Date
}

export interface Outcome {
  readonly workspaceId: string
  readonly day: string
  readonly source: string
  readonly outcome: string
  readonly reason: string
  readonly count: number
}

/** The same one again takes the newer place in the journal; one that was sent in again and failed again is open again. */
export async function insertQuarantined(tx: Queryable, events: readonly QuarantinedEvent[]): Promise<void> {
  if (events.length === 0) return
  await tx.query(
    `INSERT INTO quarantined_events AS q (workspace_id, id, position, source, reason, detail, message, received_at)
     SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::timestamptz[])
     ON CONFLICT (workspace_id, id) DO UPDATE
       SET position = excluded.position, reason = excluded.reason, detail = excluded.detail, state = 'open', settled_at = NULL
       WHERE q.state <> 'discarded' AND q.position < excluded.position`,
    [
      events.map((event) => event.workspaceId),
      events.map((event) => event.id),
      events.map((event) => event.position),
      events.map((event) => event.source),
      events.map((event) => event.reason),
      events.map((event) => event.detail),
      events.map((event) => event.message),
      events.map((event) => event.receivedAt.toISOString()),
    ],
  )
}

export async function addOutcomes(tx: Queryable, outcomes: readonly Outcome[]): Promise<void> {
  if (outcomes.length === 0) return
  await tx.query(
    `INSERT INTO ingest_outcomes AS o (workspace_id, day, source, outcome, reason, count)
     SELECT * FROM unnest($1::uuid[], $2::date[], $3::text[], $4::text[], $5::text[], $6::bigint[])
     ON CONFLICT (workspace_id, day, source, outcome, reason) DO UPDATE SET count = o.count + excluded.count`,
    [
      outcomes.map((one) => one.workspaceId),
      outcomes.map((one) => one.day),
      outcomes.map((one) => one.source),
      outcomes.map((one) => one.outcome),
      outcomes.map((one) => one.reason),
      outcomes.map((one) => one.count),
    ],
  )
}

export interface QuarantineQuery {
  readonly state: string
  readonly reason?: string
  readonly before?: { readonly receivedAt: string; readonly id: string }
  readonly limit: number
}

export interface QuarantineRow {
  readonly id: string
  readonly position: number
  readonly source: string
  readonly reason: string
  readonly detail: string
  readonly message: string
  readonly receivedAt: Date
  readonly state: string
}

const quarantineColumns = `id, position, source, reason, detail, message, received_at AS "receivedAt", state`

export function listQuarantined(
  db: Database,
  workspaceId: string,
  query: QuarantineQuery,
): Promise<QuarantineRow[]> {
  return db.query<QuarantineRow>(
    `SELECT ${quarantineColumns}
     FROM quarantined_events
     WHERE workspace_id = $1 AND state = $2
       AND ($3::text IS NULL OR reason = $3)
       AND ($4::timestamptz IS NULL OR (received_at, id) < ($4, $5::uuid))
     ORDER BY received_at DESC, id DESC
     LIMIT $6`,
    [
      workspaceId,
      query.state,
      query.reason ?? null,
      query.before?.receivedAt ?? null,
      query.before?.id ?? null,
      query.limit,
    ],
  )
}

export async function findQuarantined(
  db: Database,
  workspaceId: string,
  id: string,
): Promise<QuarantineRow | null> {
  const [row] = await db.query<QuarantineRow>(
    `SELECT ${quarantineColumns} FROM quarantined_events WHERE workspace_id = $1 AND id = $2`,
    [workspaceId, id],
  )
  return row ?? null
}

/** Settles an open one as it was read; false when it was settled already (two people at once) or has failed again. */
export async function settleQuarantined(
  db: Queryable,
  workspaceId: string,
  { id, position }: Pick<QuarantineRow, 'id' | 'position'>,
  state: 'replayed' | 'discarded',
  now: Date,
): Promise<boolean> {
  const rows = await db.query(
    `UPDATE quarantined_events SET state = $3, settled_at = $4
     WHERE workspace_id = $1 AND id = $2 AND state = 'open' AND position = $5
     RETURNING id`,
    [workspaceId, id, state, now.toISOString(), position],
  )
  return rows.length > 0
}

export function countQuarantined(
  db: Database,
  workspaceId: string,
): Promise<{ reason: string; source: string; count: number }[]> {
  return db.query(
    `SELECT reason, source, count(*) AS count
     FROM quarantined_events
     WHERE workspace_id = $1 AND state = 'open'
     GROUP BY reason, source
     ORDER BY count DESC`,
    [workspaceId],
  )
}

export function listOutcomes(
  db: Database,
  workspaceId: string,
  sinceDay: string,
): Promise<{ day: string; source: string; outcome: string; reason: string; count: number }[]> {
  return db.query(
    `SELECT to_char(day, 'YYYY-MM-DD') AS day, source, outcome, reason, count
     FROM ingest_outcomes
     WHERE workspace_id = $1 AND day >= $2::date
     ORDER BY day, source, outcome, reason`,
    [workspaceId, sinceDay],
  )
}

export interface NewEventName {
  readonly workspaceId: string
  readonly type: string
  readonly name: string
  readonly firstSeenAt: Date
}

export interface NewProperty {
  readonly workspaceId: string
  readonly event: string
  readonly path: string
  readonly type: string
  readonly example: string
  readonly firstSeenAt: Date
}

export async function insertEventNames(tx: Queryable, names: readonly NewEventName[]): Promise<void> {
  if (names.length === 0) return
  await tx.query(
    `INSERT INTO event_names (workspace_id, type, name, first_seen_at)
     SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[])
     ON CONFLICT DO NOTHING`,
    [
      names.map((one) => one.workspaceId),
      names.map((one) => one.type),
      names.map((one) => one.name),
      names.map((one) => one.firstSeenAt.toISOString()),
    ],
  )
}

/** Adds properties and types; a row that is there gains the type. Rows of one call differ in (event, path). */
export async function upsertProperties(tx: Queryable, properties: readonly NewProperty[]): Promise<void> {
  for (const property of properties) {
    await tx.query(
      `INSERT INTO event_properties AS p (workspace_id, event, path, types, example, first_seen_at)
       VALUES ($1, $2, $3, ARRAY[$4::text], $5, $6)
       ON CONFLICT (workspace_id, event, path) DO UPDATE
         SET types = (SELECT array_agg(DISTINCT t ORDER BY t) FROM unnest(p.types || excluded.types) AS t)`,
      [
        property.workspaceId,
        property.event,
        property.path,
        property.type,
        property.example,
        property.firstSeenAt.toISOString(),
      ],
    )
  }
}

export function listEventNames(
  db: Queryable,
  workspaceId: string,
): Promise<{ type: string; name: string; firstSeenAt: Date; description: string }[]> {
  return db.query(
    `SELECT type, name, first_seen_at AS "firstSeenAt", description
     FROM event_names WHERE workspace_id = $1 ORDER BY type, name`,
    [workspaceId],
  )
}

export function listProperties(
  db: Queryable,
  workspaceId: string,
): Promise<{ event: string; path: string; types: string[]; example: string; firstSeenAt: Date }[]> {
  return db.query(
    `SELECT event, path, types, example, first_seen_at AS "firstSeenAt"
     FROM event_properties WHERE workspace_id = $1 ORDER BY event, path`,
    [workspaceId],
  )
}

export async function describeEvent(
  db: Queryable,
  workspaceId: string,
  name: string,
  description: string,
): Promise<boolean> {
  const rows = await db.query(
    'UPDATE event_names SET description = $3 WHERE workspace_id = $1 AND name = $2 RETURNING name',
    [workspaceId, name, description],
  )
  return rows.length > 0
}

const workspaceTables = [
  'quarantined_events',
  'event_names',
  'event_properties',
  'ingest_outcomes',
  'tracking_plans',
  'plan_violations',
  'journal',
] as const

/** Erases what is kept of a deleted workspace's events beside the events themselves. */
export async function deleteEvents(db: Queryable, workspaceId: string): Promise<void> {
  for (const table of workspaceTables)
    await db.query(`DELETE FROM ${table} WHERE workspace_id = $1`, [workspaceId])
}
