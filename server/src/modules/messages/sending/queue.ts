import type { DeliveryReason, DeliveryState, MessageKind } from '@rapport/contract'
import { deriveId } from '../../../kernel/id'
import type { Clock } from '../../../platform/clock'
import type { Database, Queryable } from '../../../platform/postgres'
import { finishCancellations } from './cancel'
import { insertDeliveries } from './deliveries-store'
import { countDeliveries, openSend, requeueUncertain, type SendState, setSendState } from './sends-store'

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

export interface SendCounts {
  readonly byState: Readonly<Record<DeliveryState, number>>
  /** Of those that were held, skipped or failed, by reason. */
  readonly byReason: Partial<Record<DeliveryReason, number>>
  readonly total: number
  /** True when nothing waits or is on its way any more. */
  readonly isDone: boolean
}

const marketingPriority = 1
const transactionalPriority = 0

/** The id of one person's message: the same for every attempt to make it. */
export function deliveryIdOf(campaignId: string, profileId: string, step: string): string {
  return deriveId('delivery', campaignId, profileId, step)
}

/** The queue as campaigns see it. */
export function createQueue({ db, now, wake }: { db: Database; now: Clock; wake: () => void }) {
  const change = async (workspaceId: string, campaignId: string, state: SendState) => {
    await setSendState(db, workspaceId, campaignId, state, now())
    wake()
  }

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

    /** Nothing more of the campaign is marked from now on; what is on the wire, two small groups at most, lands. */
    pause: (workspaceId: string, campaignId: string) => change(workspaceId, campaignId, 'paused'),
    resume: (workspaceId: string, campaignId: string) => change(workspaceId, campaignId, 'running'),

    /** Stops the campaign for good; resolves when nothing of it waits any more. */
    async cancel(workspaceId: string, campaignId: string): Promise<void> {
      await change(workspaceId, campaignId, 'cancelled')
      await finishCancellations(db, workspaceId, now)
    },

    async counts(workspaceId: string, campaignId: string): Promise<SendCounts> {
      const rows = await countDeliveries(db, workspaceId, campaignId)
      const byState = {
        pending: 0,
        held: 0,
        sending: 0,
        sent: 0,
        skipped: 0,
        failed: 0,
        uncertain: 0,
        cancelled: 0,
      }
      const byReason: Partial<Record<DeliveryReason, number>> = {}
      for (const { state, reason, count } of rows) {
        byState[state] += count
        if (reason && state !== 'pending') byReason[reason] = (byReason[reason] ?? 0) + count
      }
      const total = Object.values(byState).reduce((sum, count) => sum + count, 0)
      const isDone = byState.pending + byState.held + byState.sending === 0
      return { byState, byReason, total, isDone }
    },

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
