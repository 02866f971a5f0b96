import type { Queryable } from '../../../platform/postgres'

/**
 * Takes or renews the right to send for a workspace. The database's clock decides, so machines need not agree on the
 * time. False while somebody else holds it.
 */
export async function holdLease(
  on: Queryable,
  workspaceId: string,
  holder: string,
  leaseMs: number,
): Promise<boolean> {
  const held = await on.query(
    `INSERT INTO sender_leases AS l (workspace_id, holder, until)
     VALUES ($1, $2, clock_timestamp() + make_interval(secs => $3::double precision / 1000))
     ON CONFLICT (workspace_id) DO UPDATE SET holder = excluded.holder, until = excluded.until
       WHERE l.holder = $2 OR l.until <= clock_timestamp()
     RETURNING holder`,
    [workspaceId, holder, leaseMs],
  )
  return held.length > 0
}

/** Gives the right back. */
export async function dropLease(on: Queryable, workspaceId: string, holder: string): Promise<void> {
  await on.query('DELETE FROM sender_leases WHERE workspace_id = $1 AND holder = $2', [workspaceId, holder])
}
