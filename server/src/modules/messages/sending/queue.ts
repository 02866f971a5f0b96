import type { MessageKind } from '@rapport/contract'
import { deriveId } from '../../../kernel/id'
import type { Clock } from '../../../platform/clock'
import type { Database, Queryable } from '../../../platform/postgres'
import { insertDeliveries } from './deliveries-store'
import {
  countDeliveries,
  openSend,
  requeueUncertain,
  type SendState,
  type StateCount,
  setSendState,
} from './sends-store'

/** What all messages of one batch share. */
export interface Batch {
  readonly workspaceId: string
  readonly campaignId: string
  readonly campaignName: string
  readonly templateId: string
  readonly templateVersion: number
  readonly kind: MessageKind
  /** Which message of the campaign it is: a person gets each step once. */
  readonly step: string
  /** Not sent any more from this moment on; null for no end. */
  readonly expiresAt?: Date | null
}

const marketingPriority = 1
const transactionalPriority = 0

/** The id of one person's message: the same for every attempt to make it. */
function deliveryIdOf(campaignId: string, profileId: string, step: string): string {
  return deriveId('delivery', campaignId, profileId, step)
}

/** The queue of messages to be sent. */
export function createQueue({ db, now, wake }: { db: Database; now: Clock; wake: () => void }) {
  return {
    /**
     * Queues one message for each person, in the caller's transaction; a person who has that step already is left
     * alone. Returns how many are new. Sending begins when the transaction is committed.
     */
    async enqueue(tx: Queryable, batch: Batch, profileIds: readonly string[]): Promise<number> {
      const { workspaceId, campaignId, campaignName, kind, step } = batch
      const at = now()
      const priority = kind === 'transactional' ? transactionalPriority : marketingPriority
      await openSend(tx, { workspaceId, campaignId, name: campaignName, priority, now: at })
      const rows = profileIds.map((profileId) => ({
        deliveryId: deliveryIdOf(campaignId, profileId, step),
        profileId,
      }))
      return insertDeliveries(tx, { ...batch, expiresAt: batch.expiresAt ?? null }, rows, at)
    },

    /**
     * Lets a campaign's messages go, wait or never go, in the caller's transaction; cancelled is for good. What is on
     * the wire, two small groups at most, lands; what waits of a cancelled campaign the sender cancels right after.
     */
    steer: (tx: Queryable, workspaceId: string, campaignId: string, to: SendState) =>
      setSendState(tx, workspaceId, campaignId, to, now()),

    /** How many messages of a campaign are in which state, for which reason. */
    counts: (workspaceId: string, campaignId: string): Promise<StateCount[]> =>
      countDeliveries(db, workspaceId, campaignId),

    /** Decides about messages of which nobody knows whether they went out. Leaving them changes nothing. */
    async settleUncertain(
      workspaceId: string,
      campaignId: string,
      decision: 'resend' | 'leave',
    ): Promise<number> {
      if (decision === 'leave') return 0
      const settled = await db.transaction(async (tx) => {
        const count = await requeueUncertain(tx, workspaceId, campaignId)
        if (count > 0)
          await openSend(tx, { workspaceId, campaignId, name: '', priority: marketingPriority, now: now() })
        return count
      })
      wake()
      return settled
    },
  }
}
