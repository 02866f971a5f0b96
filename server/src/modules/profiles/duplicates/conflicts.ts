import { packed, type Queryable } from '../../../platform/postgres'

/** Two profiles that a strong identifier says are one person and a limit says are not. */
export interface ConflictPair {
  readonly workspaceId: string
  /** The smaller id. */
  readonly leftId: string
  readonly rightId: string
  /** The identifier that they share. */
  readonly kind: string
  readonly foundAt: Date
}

/** How likely one person they are: worth a look before most pairs that are only alike, after those that are all but sure. */
export const conflictScore = 80

/** Puts conflicts into the queue of pairs to judge. Told again, a pair stays as it is; a decided one stays decided. */
export async function insertConflicts(tx: Queryable, pairs: readonly ConflictPair[]): Promise<void> {
  if (pairs.length === 0) return
  await tx.query(
    `INSERT INTO duplicate_candidates AS c (workspace_id, left_id, right_id, score, reasons, found_at, identifier_kinds)
     SELECT workspace_id, left_id, right_id, ${conflictScore}, '[]', min(found_at), array_agg(DISTINCT kind ORDER BY kind)
     FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::timestamptz[])
       AS told (workspace_id, left_id, right_id, kind, found_at)
     GROUP BY workspace_id, left_id, right_id
     ON CONFLICT (workspace_id, left_id, right_id) DO UPDATE
       SET score = greatest(c.score, excluded.score),
           identifier_kinds = ARRAY(SELECT DISTINCT unnest(c.identifier_kinds || excluded.identifier_kinds) AS kind ORDER BY kind)
       WHERE c.state = 'open' AND NOT c.identifier_kinds @> excluded.identifier_kinds`,
    [
      packed.uuid(pairs.map(({ workspaceId }) => workspaceId)),
      packed.uuid(pairs.map(({ leftId }) => leftId)),
      packed.uuid(pairs.map(({ rightId }) => rightId)),
      packed.text(pairs.map(({ kind }) => kind)),
      packed.time(pairs.map(({ foundAt }) => foundAt.getTime())),
    ],
  )
}
