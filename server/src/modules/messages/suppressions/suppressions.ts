import type { Suppression, SuppressionReason } from '@rapport/contract'
import { Failure } from '../../../kernel/failure'
import { decodeCursor, type Page, pageOf } from '../../../kernel/page'
import type { Clock } from '../../../platform/clock'
import type { Actor } from '../../../platform/http'
import { mailboxOf } from '../../../platform/mail'
import type { Database } from '../../../platform/postgres'
import type { Audit } from '../../teams'
import { addressKey } from './address-key'
import {
  addSuppressions,
  deleteChanges,
  findSuppressions,
  listChanges,
  listKeys,
  listSuppressions,
  removeSuppression,
  type SuppressionRow,
} from './store'

const invalidShownMax = 100
const everyReason: readonly SuppressionReason[] = ['unsubscribed', 'bounced', 'complained', 'manual']

/** The addresses that are not written to. A change counts from the next message on. */
export function createSuppressions({
  db,
  now,
  audit,
}: {
  db: Database
  now: Clock
  audit: Pick<Audit, 'record'>
}) {
  const rowOf = (mailbox: string, reason: SuppressionReason, detail: string): SuppressionRow => ({
    addressKey: addressKey(mailbox),
    address: mailbox,
    reason,
    detail,
    at: now(),
  })

  return {
    async list(
      workspaceId: string,
      { search, cursor, limit }: { search?: string; cursor?: string; limit: number },
    ): Promise<Page<Suppression>> {
      const [at, key] = decodeCursor(cursor, 'time', 'text')
      const before = at === undefined ? null : { at, key }
      const rows = await listSuppressions(db, workspaceId, {
        search: search || null,
        before,
        limit: limit + 1,
      })
      const page = pageOf(rows, limit, (last) => [last.at.toISOString(), last.addressKey])
      return { ...page, items: page.items.map(presentSuppression) }
    },

    /** What every address on the list is found by: who cannot be written to, for counting. */
    keys: (workspaceId: string) => listKeys(db, workspaceId),

    /** Changes that have not been copied yet, the oldest first, and that some have been. */
    changes: (limit: number) => listChanges(db, limit),
    copied: (workspaceId: string, seqs: readonly number[]) => deleteChanges(db, workspaceId, seqs),

    async add(actor: Actor, address: string, detail: string): Promise<Suppression> {
      const row = rowOf(mustBeMailbox(address), 'manual', detail)
      await addSuppressions(db, actor.workspaceId, [row])
      await audit.record(actor, {
        action: 'suppression.added',
        objectKind: 'suppression',
        objectId: row.addressKey,
        summary: 'manual',
      })
      const [stored] = await findSuppressions(db, actor.workspaceId, [row.addressKey])
      return presentSuppression(stored ?? row)
    },

    async remove(actor: Actor, address: string): Promise<void> {
      const key = addressKey(mustBeMailbox(address))
      const isRemoved = await removeSuppression(db, actor.workspaceId, key, everyReason)
      if (!isRemoved) throw new Failure('not_found', 'this address is not on the list')
      await audit.record(actor, {
        action: 'suppression.removed',
        objectKind: 'suppression',
        objectId: key,
        summary: '',
      })
    },

    async import(
      actor: Actor,
      asked: { addresses: readonly string[]; reason: SuppressionReason; detail: string },
    ): Promise<{ added: number; known: number; invalid: string[] }> {
      const read = asked.addresses.map((address) => ({ address, mailbox: mailboxOf(address) }))
      const byKey = new Map(
        read.flatMap(({ mailbox }) =>
          mailbox ? [[addressKey(mailbox), rowOf(mailbox, asked.reason, asked.detail)] as const] : [],
        ),
      )
      const added = (await addSuppressions(db, actor.workspaceId, [...byKey.values()])).length
      await audit.record(actor, {
        action: 'suppressions.imported',
        objectKind: 'suppression',
        objectId: '',
        summary: `${added} added`,
      })
      const invalid = read.filter(({ mailbox }) => mailbox === null).map(({ address }) => address)
      return { added, known: byKey.size - added, invalid: invalid.slice(0, invalidShownMax) }
    },
  }
}

function mustBeMailbox(address: string): string {
  const mailbox = mailboxOf(address)
  if (mailbox) return mailbox
  throw new Failure('invalid_input', 'this is not an address that mail can go to', {
    code: 'invalid_address',
  })
}

function presentSuppression({ address, reason, detail, at }: SuppressionRow): Suppression {
  return { address, reason, detail, at: at.toISOString() }
}
