import type { SuppressionReason } from '@rapport/contract'
import type { Queryable } from '../../../platform/postgres'

export interface SuppressionRow {
  readonly addressKey: string
  readonly address: string
  readonly reason: SuppressionReason
  readonly detail: string
  readonly at: Date
}

const columns = 'address_key AS "addressKey", address, reason, detail, at'

/**
 * Adds addresses; returns the keys that were not on the list. A heavier reason replaces a lighter one: an address that
 * complained stays so when it unsubscribes too.
 */
export async function addSuppressions(
  on: Queryable,
  workspaceId: string,
  rows: readonly SuppressionRow[],
): Promise<string[]> {
  const added = await on.query<{ key: string; isNew: boolean }>(
    `WITH added AS (
       INSERT INTO suppressions AS s (workspace_id, address_key, address, reason, detail, at)
     SELECT $1, * FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[])
     ON CONFLICT (workspace_id, address_key) DO UPDATE
       SET reason = excluded.reason, detail = excluded.detail, at = excluded.at
       WHERE s.reason = 'unsubscribed' AND excluded.reason <> 'unsubscribed'
       RETURNING address_key AS key, (xmax = 0) AS "isNew"
     ), told AS (
       INSERT INTO suppression_changes (workspace_id, address_key, is_listed)
       SELECT $1, key, true FROM added WHERE "isNew"
     )
     SELECT key, "isNew" FROM added`,
    [
      workspaceId,
      rows.map(({ addressKey }) => addressKey),
      rows.map(({ address }) => address),
      rows.map(({ reason }) => reason),
      rows.map(({ detail }) => detail),
      rows.map(({ at }) => at.toISOString()),
    ],
  )
  return added.filter(({ isNew }) => isNew).map(({ key }) => key)
}

/** Takes an address off the list, only when it stands there for one of `reasons`. */
export async function removeSuppression(
  on: Queryable,
  workspaceId: string,
  addressKey: string,
  reasons: readonly SuppressionReason[],
): Promise<boolean> {
  const gone = await on.query(
    `WITH gone AS (
       DELETE FROM suppressions WHERE workspace_id = $1 AND address_key = $2 AND reason = ANY($3::text[])
       RETURNING address_key
     ), told AS (
       INSERT INTO suppression_changes (workspace_id, address_key, is_listed)
       SELECT $1, address_key, false FROM gone
     )
     SELECT address_key FROM gone`,
    [workspaceId, addressKey, reasons],
  )
  return gone.length > 0
}

/** A change of the list that is not copied yet. Of the same address the later one counts. */
export interface SuppressionChange {
  readonly seq: number
  readonly workspaceId: string
  readonly addressKey: string
  readonly isListed: boolean
}

/** The oldest changes of all workspaces that are not copied yet. */
export function listChanges(on: Queryable, limit: number): Promise<SuppressionChange[]> {
  return on.query<SuppressionChange>(
    `SELECT seq, workspace_id AS "workspaceId", address_key AS "addressKey", is_listed AS "isListed"
     FROM suppression_changes ORDER BY seq LIMIT $1`,
    [limit],
  )
}

export async function deleteChanges(
  on: Queryable,
  workspaceId: string,
  seqs: readonly number[],
): Promise<void> {
  await on.query('DELETE FROM suppression_changes WHERE workspace_id = $1 AND seq = ANY($2::bigint[])', [
    workspaceId,
    seqs,
  ])
}

/** The keys of every address on the list. */
export async function listKeys(on: Queryable, workspaceId: string): Promise<string[]> {
  const rows = await on.query<{ key: string }>(
    'SELECT address_key AS key FROM suppressions WHERE workspace_id = $1',
    [workspaceId],
  )
  return rows.map(({ key }) => key)
}

/** The rows of those keys that are on the list. */
export function findSuppressions(
  on: Queryable,
  workspaceId: string,
  keys: readonly string[],
): Promise<SuppressionRow[]> {
  return on.query<SuppressionRow>(
    `SELECT ${columns} FROM suppressions WHERE workspace_id = $1 AND address_key = ANY($2::text[])`,
    [workspaceId, keys],
  )
}

/** Newest first, after `before`; `search` is a part of the address. */
export function listSuppressions(
  on: Queryable,
  workspaceId: string,
  {
    search,
    before,
    limit,
  }: { search: string | null; before: { at: string; key: string } | null; limit: number },
): Promise<SuppressionRow[]> {
  return on.query<SuppressionRow>(
    `SELECT ${columns} FROM suppressions
     WHERE workspace_id = $1
       AND ($2::text IS NULL OR position(lower($2) IN lower(address)) > 0)
       AND ($3::timestamptz IS NULL OR (at, address_key) < ($3, $4))
     ORDER BY at DESC, address_key DESC
     LIMIT $5`,
    [workspaceId, search, before?.at ?? null, before?.key ?? null, limit],
  )
}

/** Forgets the text of an address; its key stays, so that it is not written to again. */
export async function forgetAddress(on: Queryable, workspaceId: string, addressKey: string): Promise<void> {
  await on.query(
    `UPDATE suppressions SET address = '', detail = '' WHERE workspace_id = $1 AND address_key = $2`,
    [workspaceId, addressKey],
  )
}
