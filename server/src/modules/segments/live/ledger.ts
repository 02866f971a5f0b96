import type { Clock } from '../../../platform/clock'
import type { Database, Queryable } from '../../../platform/postgres'
import type { Message, RecordMessages } from '../../events'
import type { MemberChange, Membership } from './membership'
import {
  type Cursor,
  deleteOutbox,
  deleteTouches,
  deleteTouchesUpTo,
  findCursor,
  insertOutbox,
  listOutbox,
  moveCursor,
} from './store'
import { messagesOf } from './told'

export interface LedgerDeps {
  readonly db: Database
  readonly now: Clock
  readonly record: RecordMessages
  readonly membership: Membership
}

/** What a step answers, and is taken off the list with it. */
export interface Answered {
  readonly seqs?: readonly number[]
  readonly upTo?: number
  readonly sweptTo?: Date
}

interface Outgoing {
  readonly changes: readonly MemberChange[]
  readonly names: Readonly<Record<string, string>>
}

const messagesMax = 500

/**
 * The steps of a workspace's members. A step is written down together with what it answers, then carried to ClickHouse and
 * told; cut short anywhere, it is carried and told again under the same ids, and counts once.
 */
export function createLedger({ db, now, record, membership }: LedgerDeps, workspaceId: string) {
  let cursor: Cursor = { step: 0, sweptTo: now() }

  async function carry(step: number, { changes, names }: Outgoing): Promise<void> {
    await Promise.all([
      membership.insert(workspaceId, step, changes),
      tell(messagesOf(workspaceId, step, changes, names)),
    ])
    await deleteOutbox(db, workspaceId, step)
  }

  async function tell(messages: readonly Message[]): Promise<void> {
    for (let from = 0; from < messages.length; from += messagesMax)
      await record(workspaceId, 'segments', messages.slice(from, from + messagesMax))
  }

  async function moveTo(next: Cursor, write: (tx: Queryable) => Promise<void>): Promise<void> {
    await db.transaction(async (tx) => {
      await moveCursor(tx, workspaceId, cursor.step, next)
      await write(tx)
    })
    cursor = next
  }

  return {
    sweptTo: () => cursor.sweptTo,
    nextStep: () => cursor.step + 1,

    /** Carries what was written down and is not everywhere yet. */
    async resume(): Promise<void> {
      for (const { step, changes } of await listOutbox(db, workspaceId))
        await carry(step, JSON.parse(changes) as Outgoing)
      cursor = await findCursor(db, workspaceId, now())
    },

    /** Writes a step down with what it answers, then carries it. `nameOf` says what a segment is called. */
    async commit(
      changes: readonly MemberChange[],
      nameOf: (segmentId: string) => string,
      { seqs = [], upTo, sweptTo = cursor.sweptTo }: Answered,
    ): Promise<void> {
      const ids = new Set(changes.map(({ segmentId }) => segmentId))
      const names = Object.fromEntries([...ids].map((id) => [id, nameOf(id)]))
      const step = changes.length > 0 ? cursor.step + 1 : cursor.step
      await moveTo({ step, sweptTo }, async (tx) => {
        if (changes.length > 0)
          await insertOutbox(tx, workspaceId, step, JSON.stringify({ changes, names } satisfies Outgoing))
        await deleteTouches(tx, workspaceId, seqs)
        if (upTo !== undefined) await deleteTouchesUpTo(tx, workspaceId, upTo)
      })
      if (changes.length > 0) await carry(step, { changes, names })
    },

    /** Counts a step that ClickHouse made by itself, with what is to be remembered of it. */
    settled: (write: (tx: Queryable) => Promise<void>): Promise<void> =>
      moveTo({ ...cursor, step: cursor.step + 1 }, write),
  }
}
