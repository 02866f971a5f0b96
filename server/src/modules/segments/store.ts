import type { Rule } from '@rapport/contract'
import type { Queryable } from '../../platform/postgres'

export interface SegmentRow {
  readonly segmentId: string
  readonly name: string
  readonly description: string
  readonly rule: Rule
  readonly version: number
  readonly readyMade: string | null
  readonly people: number | null
  readonly countedAt: Date | null
  readonly createdAt: Date
  readonly createdBy: string
  readonly updatedAt: Date
  readonly updatedBy: string
  readonly archivedAt: Date | null
}

const columns = `segment_id AS "segmentId", name, description, rule, version, ready_made AS "readyMade", people,
  counted_at AS "countedAt", created_at AS "createdAt", created_by AS "createdBy", updated_at AS "updatedAt",
  updated_by AS "updatedBy", archived_at AS "archivedAt"`

type Stored = Omit<SegmentRow, 'rule'> & { readonly rule: string }

const parse = (row: Stored): SegmentRow => ({ ...row, rule: JSON.parse(row.rule) as Rule })

export interface SegmentQuery {
  readonly search?: string
  readonly isArchived: boolean
  readonly after?: { readonly name: string; readonly id: string }
  readonly limit: number
}

/** Segments by name, with one too many when there are more. */
export async function listSegments(
  db: Queryable,
  workspaceId: string,
  query: SegmentQuery,
): Promise<SegmentRow[]> {
  const rows = await db.query<Stored>(
    `SELECT ${columns}
     FROM segments
     WHERE workspace_id = $1
       AND (archived_at IS NOT NULL) = $2
       AND ($3::text IS NULL OR name ILIKE $3 OR description ILIKE $3)
       AND ($4::text IS NULL OR (lower(name), segment_id) > (lower($4), $5::uuid))
     ORDER BY lower(name), segment_id
     LIMIT $6`,
    [
      workspaceId,
      query.isArchived,
      query.search ? `%${query.search.replace(/[\\%_]/g, '\\$&')}%` : null,
      query.after?.name ?? null,
      query.after?.id ?? null,
      query.limit,
    ],
  )
  return rows.map(parse)
}

export async function findSegments(
  db: Queryable,
  workspaceId: string,
  ids: readonly string[],
): Promise<SegmentRow[]> {
  const rows = await db.query<Stored>(
    `SELECT ${columns} FROM segments WHERE workspace_id = $1 AND segment_id = ANY ($2::uuid[])`,
    [workspaceId, ids],
  )
  return rows.map(parse)
}

/** The rules of all segments that are not archived, as they are stored, with their names. */
export async function listStoredRules(
  db: Queryable,
  workspaceId: string,
): Promise<{ readonly segmentId: string; readonly name: string; readonly rule: string }[]> {
  return db.query(
    `SELECT segment_id AS "segmentId", name, rule FROM segments
     WHERE workspace_id = $1 AND archived_at IS NULL ORDER BY segment_id`,
    [workspaceId],
  )
}

/** What every segment is called, archived ones too. */
export async function listSegmentNames(
  db: Queryable,
  workspaceId: string,
): Promise<ReadonlyMap<string, string>> {
  const rows = await db.query<{ segmentId: string; name: string }>(
    'SELECT segment_id AS "segmentId", name FROM segments WHERE workspace_id = $1',
    [workspaceId],
  )
  return new Map(rows.map(({ segmentId, name }) => [segmentId, name]))
}

export async function countSegments(db: Queryable, workspaceId: string): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    'SELECT count(*) AS count FROM segments WHERE workspace_id = $1 AND archived_at IS NULL',
    [workspaceId],
  )
  return row?.count ?? 0
}

/** False when another live segment has the name. */
export async function insertSegment(
  db: Queryable,
  workspaceId: string,
  segment: SegmentRow,
): Promise<boolean> {
  const rows = await db.query(
    `INSERT INTO segments (workspace_id, segment_id, name, description, rule, version, ready_made,
                           created_at, created_by, updated_at, updated_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     ON CONFLICT (workspace_id, lower(name)) WHERE archived_at IS NULL DO NOTHING
     RETURNING segment_id`,
    [
      workspaceId,
      segment.segmentId,
      segment.name,
      segment.description,
      JSON.stringify(segment.rule),
      segment.version,
      segment.readyMade,
      segment.createdAt.toISOString(),
      segment.createdBy,
      segment.updatedAt.toISOString(),
      segment.updatedBy,
    ],
  )
  return rows.length > 0
}

/** Writes a segment over the version before it; false when somebody else was faster. */
export async function updateSegment(db: Queryable, workspaceId: string, next: SegmentRow): Promise<boolean> {
  const rows = await db.query(
    `UPDATE segments
     SET name = $4, description = $5, rule = $6, version = $3, updated_at = $7, updated_by = $8, archived_at = $9
     WHERE workspace_id = $1 AND segment_id = $2 AND version = $3::integer - 1
     RETURNING segment_id`,
    [
      workspaceId,
      next.segmentId,
      next.version,
      next.name,
      next.description,
      JSON.stringify(next.rule),
      next.updatedAt.toISOString(),
      next.updatedBy,
      next.archivedAt?.toISOString() ?? null,
    ],
  )
  return rows.length > 0
}

/** Whether another live segment has the name. */
export async function isNameTaken(
  db: Queryable,
  workspaceId: string,
  name: string,
  exceptId: string,
): Promise<boolean> {
  const rows = await db.query(
    `SELECT segment_id FROM segments
     WHERE workspace_id = $1 AND lower(name) = lower($2) AND archived_at IS NULL AND segment_id <> $3`,
    [workspaceId, name, exceptId],
  )
  return rows.length > 0
}

/** Keeps the size that a version of a rule had; of a version that is no more, nothing. */
export async function saveCounts(
  db: Queryable,
  workspaceId: string,
  counts: readonly { readonly segmentId: string; readonly version: number; readonly people: number }[],
  countedAt: Date,
): Promise<void> {
  if (counts.length === 0) return
  await db.query(
    `UPDATE segments AS s
     SET people = c.people, counted_at = $5
     FROM unnest($2::uuid[], $3::integer[], $4::bigint[]) AS c (segment_id, version, people)
     WHERE s.workspace_id = $1 AND s.segment_id = c.segment_id AND s.version = c.version`,
    [
      workspaceId,
      counts.map(({ segmentId }) => segmentId),
      counts.map(({ version }) => version),
      counts.map(({ people }) => people),
      countedAt.toISOString(),
    ],
  )
}

export async function deleteSegments(db: Queryable, workspaceId: string): Promise<void> {
  await db.query('DELETE FROM segments WHERE workspace_id = $1', [workspaceId])
}
