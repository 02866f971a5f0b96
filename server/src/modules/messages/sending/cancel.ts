import type { Clock } from '../../../platform/clock'
import type { Database } from '../../../platform/postgres'
import { factMessage } from './facts'
import { putOutbox } from './outbox-store'
import { cancelledWithWork, cancelWaiting } from './sends-store'

/** Rows cancelled in one transaction: short, because the embedded engine has one connection. */
const rowsAtOnce = 500

/** Cancels what still waits of cancelled campaigns, a piece at a time; what is on the wire lands by itself. */
export async function finishCancellations(db: Database, workspaceId: string, now: Clock): Promise<void> {
  for (const campaignId of await cancelledWithWork(db, workspaceId)) {
    while ((await cancelSome(db, workspaceId, campaignId, now())) === rowsAtOnce);
  }
}

function cancelSome(db: Database, workspaceId: string, campaignId: string, now: Date): Promise<number> {
  return db.transaction(async (tx) => {
    const rows = await cancelWaiting(tx, workspaceId, campaignId, rowsAtOnce, now)
    const facts = rows.map((row) => factMessage(row, { name: 'message_skipped', reason: 'cancelled' }, now))
    await putOutbox(tx, workspaceId, facts)
    return rows.length
  })
}
