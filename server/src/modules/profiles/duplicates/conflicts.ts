import { packed, type Queryable, unpacked } from '../../../platform/postgres'

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
     FROM unnest(${unpacked('$1', 'uuid')}, ${unpacked('$2', 'uuid')}, ${unpacked('$3', 'uuid')}, ${unpacked('$4', 'text')}, ${unpacked('$5', 'timestamptz')})
       AS told (workspace_id, left_id, right_id, kind, found_at)
     GROUP BY workspace_id, left_id, right_id
     ON CONFLICT (workspace_id, left_id, right_id) DO UPDATE
       SET score = greatest(c.score, excluded.score),
           identifier_kinds = ARRAY(SELECT DISTINCT unnest(c.identifier_kinds || excluded.identifier_kinds) AS kind ORDER BY kind)
       WHERE c.state = 'open' AND NOT c.identifier_kinds @> excluded.identifier_kinds`,
    [
      packed(pairs.map(({ workspaceId }) => workspaceId)),
      packed(pairs.map(({ leftId }) => leftId)),
      packed(pairs.map(({ rightId }) => rightId)),
      packed(pairs.map(({ kind }) => kind)),
      packed(pairs.map(({ foundAt }) => foundAt.toISOString())),
    ],
  )
}
