import type { ViolationCode, ViolationRow } from '@rapport/contract'
import type { Queryable } from '../../../platform/postgres'

/** Violations of one kind on one day, as a batch counted them. */
export interface CountedViolation {
  readonly workspaceId: string
  readonly day: string
  readonly source: string
  readonly type: string
  readonly event: string
  readonly path: string
  readonly code: ViolationCode
  readonly count: number
  readonly quarantined: number
  readonly expected: string
  readonly example: string
  readonly lastAt: Date
}

/** Kinds kept apart in a workspace and day. What is past it counts without event and path: names may be data. */
export const violationKindsMax = 5_000

/** Adds a batch's violations to the counts of their day, in the caller's transaction. */
export async function addViolations(tx: Queryable, rows: readonly CountedViolation[]): Promise<void> {
  if (rows.length === 0) return
  for (const ofDay of byDay(rows)) {
    const [{ workspaceId, day } = { workspaceId: '', day: '' }] = ofDay
    const known = await countKinds(tx, workspaceId, day)
    await upsertViolations(
      tx,
      known + ofDay.length <= violationKindsMax ? ofDay : await withinLimit(tx, ofDay, known),
    )
  }
}

function byDay(rows: readonly CountedViolation[]): CountedViolation[][] {
  const days = new Map<string, CountedViolation[]>()
  for (const row of rows) {
    const key = `${row.workspaceId} ${row.day}`
    const ofDay = days.get(key)
    if (ofDay) ofDay.push(row)
    else days.set(key, [row])
  }
  return [...days.values()]
}

async function countKinds(tx: Queryable, workspaceId: string, day: string): Promise<number> {
  const [row] = await tx.query<{ kinds: number }>(
    'SELECT count(*) AS kinds FROM plan_violations WHERE workspace_id = $1 AND day = $2::date',
    [workspaceId, day],
  )
  return row?.kinds ?? 0
}

/** The rows with those that would be one kind too many put together. All are of one workspace and day. */
async function withinLimit(
  tx: Queryable,
  rows: readonly CountedViolation[],
  known: number,
): Promise<CountedViolation[]> {
  const there = await kindsAmong(tx, rows)
  let left = Math.max(0, violationKindsMax - known)
  const kept = new Map<string, CountedViolation>()
  for (const row of rows) {
    const isKept = there.has(kindOf(row)) || left-- > 0
    const one = isKept ? row : { ...row, event: '', path: '', expected: '', example: '' }
    const before = kept.get(kindOf(one))
    kept.set(kindOf(one), before ? together(before, one) : one)
  }
  return [...kept.values()]
}

function together(before: CountedViolation, one: CountedViolation): CountedViolation {
  return { ...one, count: before.count + one.count, quarantined: before.quarantined + one.quarantined }
}

type Kind = Pick<CountedViolation, 'source' | 'type' | 'event' | 'path' | 'code'>

const kindOf = ({ source, type, event, path, code }: Kind): string =>
  JSON.stringify([source, type, event, path, code])

async function kindsAmong(tx: Queryable, rows: readonly CountedViolation[]): Promise<Set<string>> {
  const found = await tx.query<Kind>(
    `SELECT v.source, v.type, v.event, v.path, v.code
     FROM plan_violations AS v
     JOIN unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[]) AS o (source, type, event, path, code)
       USING (source, type, event, path, code)
     WHERE v.workspace_id = $1 AND v.day = $2::date`,
    [
      rows[0]?.workspaceId,
      rows[0]?.day,
      rows.map((row) => row.source),
      rows.map((row) => row.type),
      rows.map((row) => row.event),
      rows.map((row) => row.path),
      rows.map((row) => row.code),
    ],
  )
  return new Set(found.map(kindOf))
}

async function upsertViolations(tx: Queryable, rows: readonly CountedViolation[]): Promise<void> {
  await tx.query(
    `INSERT INTO plan_violations AS v
       (workspace_id, day, source, type, event, path, code, count, quarantined, expected, example, last_at)
     SELECT * FROM unnest($1::uuid[], $2::date[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
       $8::bigint[], $9::bigint[], $10::text[], $11::text[], $12::timestamptz[])
     ON CONFLICT (workspace_id, day, source, type, event, path, code) DO UPDATE
       SET count = v.count + excluded.count, quarantined = v.quarantined + excluded.quarantined,
         expected = excluded.expected, example = excluded.example, last_at = excluded.last_at`,
    [
      rows.map((row) => row.workspaceId),
      rows.map((row) => row.day),
      rows.map((row) => row.source),
      rows.map((row) => row.type),
      rows.map((row) => row.event),
      rows.map((row) => row.path),
      rows.map((row) => row.code),
      rows.map((row) => row.count),
      rows.map((row) => row.quarantined),
      rows.map((row) => row.expected),
      rows.map((row) => row.example),
      rows.map((row) => row.lastAt.toISOString()),
    ],
  )
}

export interface ViolationQuery {
  readonly since: string
  readonly source?: string
  readonly type?: string
  readonly event?: string
  readonly code?: string
}

/** Where a page of kinds ended. */
export interface AfterKind extends Kind {
  readonly count: number
}

export type ViolationKindRow = Omit<ViolationRow, 'lastAt'> & { readonly lastAt: Date }

const matching = `workspace_id = $1 AND day >= $2::date
       AND ($3::text IS NULL OR source = $3) AND ($4::text IS NULL OR type = $4)
       AND ($5::text IS NULL OR event = $5) AND ($6::text IS NULL OR code = $6)`

const valuesOf = (workspaceId: string, { since, source, type, event, code }: ViolationQuery) => [
  workspaceId,
  since,
  source ?? null,
  type ?? null,
  event ?? null,
  code ?? null,
]

/** Violations by kind over a period, the most frequent first. */
export function listViolations(
  db: Queryable,
  workspaceId: string,
  query: ViolationQuery,
  after: AfterKind | null,
  limit: number,
): Promise<ViolationKindRow[]> {
  return db.query<ViolationKindRow>(
    `WITH kinds AS (
       SELECT source, type, event, path, code, sum(count)::bigint AS count, sum(quarantined)::bigint AS quarantined,
         (array_agg(expected ORDER BY day DESC))[1] AS expected, (array_agg(example ORDER BY day DESC))[1] AS example,
         max(last_at) AS "lastAt"
       FROM plan_violations
       WHERE ${matching}
       GROUP BY source, type, event, path, code
     )
     SELECT source, type, event, path, code, count, quarantined, expected, example, "lastAt"
     FROM kinds
     WHERE $7::bigint IS NULL OR (-count, source, type, event, path, code) > (-$7::bigint, $8::text, $9::text, $10::text, $11::text, $12::text)
     ORDER BY count DESC, source, type, event, path, code
     LIMIT $13`,
    [
      ...valuesOf(workspaceId, query),
      after?.count ?? null,
      after?.source ?? null,
      after?.type ?? null,
      after?.event ?? null,
      after?.path ?? null,
      after?.code ?? null,
      limit,
    ],
  )
}

export function listViolationDays(
  db: Queryable,
  workspaceId: string,
  query: ViolationQuery,
): Promise<{ day: string; source: string; count: number; quarantined: number }[]> {
  return db.query(
    `SELECT to_char(day, 'YYYY-MM-DD') AS day, source, sum(count)::bigint AS count, sum(quarantined)::bigint AS quarantined
     FROM plan_violations
     WHERE ${matching}
     GROUP BY day, source
     ORDER BY day, source`,
    valuesOf(workspaceId, query),
  )
}
