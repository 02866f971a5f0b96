import type { Queryable } from '../../platform/postgres'
import type { ChainEnd, LinkedEntry } from './chain'

const columns = `workspace_id AS "workspaceId", sequence, at, actor_kind AS "actorKind", actor_id AS "actorId",
  actor_name AS "actorName", action, object_kind AS "objectKind", object_id AS "objectId", summary, before, after,
  prev_hash AS "prevHash", hash`

/** The end of the workspace's chain, held until the transaction ends; a new chain begins at 0. */
export async function lockChainEnd(tx: Queryable, workspaceId: string): Promise<ChainEnd> {
  const [end] = await tx.query<ChainEnd>(
    `INSERT INTO audit_heads AS h (workspace_id, sequence, hash) VALUES ($1, 0, '')
     ON CONFLICT (workspace_id) DO UPDATE SET sequence = h.sequence
     RETURNING sequence, hash`,
    [workspaceId],
  )
  return end ?? { sequence: 0, hash: '' }
}

export async function chainEnd(db: Queryable, workspaceId: string): Promise<ChainEnd | undefined> {
  const [end] = await db.query<ChainEnd>('SELECT sequence, hash FROM audit_heads WHERE workspace_id = $1', [
    workspaceId,
  ])
  return end
}

export async function appendEntry(tx: Queryable, entry: LinkedEntry): Promise<void> {
  await tx.query(
    `INSERT INTO audit_entries (workspace_id, sequence, at, actor_kind, actor_id, actor_name, action, object_kind,
                                object_id, summary, before, after, prev_hash, hash)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      entry.workspaceId,
      entry.sequence,
      entry.at,
      entry.actorKind,
      entry.actorId,
      entry.actorName,
      entry.action,
      entry.objectKind,
      entry.objectId,
      entry.summary,
      entry.before,
      entry.after,
      entry.prevHash,
      entry.hash,
    ],
  )
}

export async function moveChainEnd(tx: Queryable, workspaceId: string, end: ChainEnd): Promise<void> {
  await tx.query('UPDATE audit_heads SET sequence = $2, hash = $3 WHERE workspace_id = $1', [
    workspaceId,
    end.sequence,
    end.hash,
  ])
}

/** Entries after a sequence number in the order of the chain. */
export function entriesAfter(
  db: Queryable,
  workspaceId: string,
  sequence: number,
  limit: number,
): Promise<LinkedEntry[]> {
  return db.query<LinkedEntry>(
    `SELECT ${columns} FROM audit_entries WHERE workspace_id = $1 AND sequence > $2 ORDER BY sequence LIMIT $3`,
    [workspaceId, sequence, limit],
  )
}

export interface AuditFilter {
  readonly action?: string
  readonly actorId?: string
  readonly objectKind?: string
  readonly objectId?: string
  readonly from?: string
  readonly to?: string
}

/** Entries that match, newest first, before a sequence number (null: from the newest). */
export function findEntries(
  db: Queryable,
  workspaceId: string,
  filter: AuditFilter,
  before: number | null,
  limit: number,
): Promise<LinkedEntry[]> {
  return db.query<LinkedEntry>(
    `SELECT ${columns} FROM audit_entries
     WHERE workspace_id = $1
       AND ($2::bigint IS NULL OR sequence < $2)
       AND ($3::text IS NULL OR action = $3 OR starts_with(action, $3 || '.'))
       AND ($4::text IS NULL OR actor_id = $4)
       AND ($5::text IS NULL OR object_kind = $5)
       AND ($6::text IS NULL OR object_id = $6)
       AND ($7::timestamptz IS NULL OR at >= $7)
       AND ($8::timestamptz IS NULL OR at < $8)
     ORDER BY sequence DESC
     LIMIT $9`,
    [
      workspaceId,
      before,
      filter.action ?? null,
      filter.actorId ?? null,
      filter.objectKind ?? null,
      filter.objectId ?? null,
      filter.from ?? null,
      filter.to ?? null,
      limit,
    ],
  )
}
