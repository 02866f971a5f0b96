import type { AuditVerdict } from '@rapport/contract'
import { decodeCursor, type Page, pageOf } from '../../kernel/page'
import type { Queryable } from '../../platform/postgres'
import { type ChainEnd, chainStart, faultOf, type LinkedEntry, link } from './chain'
import type { AuditActor, TeamsDeps } from './deps'
import {
  type AuditFilter,
  appendEntry,
  chainEnd,
  entriesAfter,
  findEntries,
  lockChainEnd,
  moveChainEnd,
} from './store-audit'

export interface AuditNote {
  /** `noun.verbed`, such as `segment.created`. */
  readonly action: string
  readonly objectKind: string
  readonly objectId: string
  /** What the reader recognises the object by, such as its name; the action says the rest. */
  readonly summary: string
  /** The values that changed. Never a secret, and no personal data of customers. */
  readonly before?: unknown
  readonly after?: unknown
}

export type Audit = ReturnType<typeof createAudit>

const summaryLengthMax = 500
const verifyPageRows = 1_000

/** The log of every change: one chain a workspace, which can only grow. */
export function createAudit({ db, now }: Pick<TeamsDeps, 'db' | 'now'>) {
  const append = async (tx: Queryable, actor: AuditActor, note: AuditNote) => {
    const end = await lockChainEnd(tx, actor.workspaceId)
    const entry = link(entryOf(actor, note, end.sequence + 1, now()), end.hash)
    await appendEntry(tx, entry)
    await moveChainEnd(tx, actor.workspaceId, entry)
  }

  return {
    /**
     * Adds an entry to the chain of the actor's workspace. Inside a transaction pass it as `tx`, so that the change
     * and its entry are written together or not at all (and never open a second transaction within one).
     */
    record(actor: AuditActor, note: AuditNote, tx?: Queryable): Promise<void> {
      return tx ? append(tx, actor, note) : db.transaction((own) => append(own, actor, note))
    },

    /** Entries that match, newest first. */
    async list(
      workspaceId: string,
      filter: AuditFilter,
      { cursor, limit }: { cursor?: string; limit: number },
    ): Promise<Page<LinkedEntry>> {
      const before = cursor ? decodeCursor(cursor, 'whole')[0] : null
      const rows = await findEntries(db, workspaceId, filter, before, limit + 1)
      return pageOf(rows, limit, (last) => [last.sequence])
    },

    /** Recomputes every hash of the workspace's chain and names the first entry that does not fit. */
    async verify(workspaceId: string): Promise<AuditVerdict> {
      let last: ChainEnd = { sequence: 0, hash: chainStart }
      for (;;) {
        const end = (await chainEnd(db, workspaceId)) ?? { sequence: 0, hash: chainStart }
        const page = await entriesAfter(db, workspaceId, last.sequence, verifyPageRows)
        if (page.length === 0) return concluded(last, end)
        for (const entry of page) {
          const reason = faultOf(entry, last)
          if (reason) return broken(last, end, last.sequence + 1, reason)
          last = { sequence: entry.sequence, hash: entry.hash }
        }
      }
    },
  }
}

/** The end was read before the last, empty page: an entry and the end move together, so they must agree. */
function concluded(last: ChainEnd, end: ChainEnd): AuditVerdict {
  if (last.sequence < end.sequence) return broken(last, end, last.sequence + 1, 'entry_missing')
  if (last.sequence > end.sequence || last.hash !== end.hash)
    return broken(last, end, last.sequence, 'head_mismatch')
  return { intact: true, entries: last.sequence, head: last.hash || null, brokenAt: null, reason: null }
}

function broken(
  last: ChainEnd,
  end: ChainEnd,
  brokenAt: number,
  reason: AuditVerdict['reason'],
): AuditVerdict {
  return { intact: false, entries: last.sequence, head: end.hash || null, brokenAt, reason }
}

function entryOf(actor: AuditActor, note: AuditNote, sequence: number, at: Date) {
  return {
    workspaceId: actor.workspaceId,
    sequence,
    at,
    actorKind: actor.kind,
    actorId: storable(actor.id),
    actorName: storable(actor.name),
    action: note.action,
    objectKind: note.objectKind,
    objectId: storable(note.objectId),
    summary: storable(note.summary.slice(0, summaryLengthMax)),
    before: note.before === undefined ? null : JSON.stringify(note.before),
    after: note.after === undefined ? null : JSON.stringify(note.after),
  }
}

/** Text as PostgreSQL keeps it, so that the hash is over what is read back: no NUL, no half surrogate pair. */
function storable(text: string): string {
  return Buffer.from(text.replaceAll('\u0000', '')).toString()
}
