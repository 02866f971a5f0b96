import { isUuid } from '../../../kernel/id'
import type { Clock } from '../../../platform/clock'
import {
  bounceKind,
  type MailReport,
  mailboxOf,
  parseReport,
  type ReportedRecipient,
} from '../../../platform/mail'
import type { Database } from '../../../platform/postgres'
import { type DeliveryFact, factMessage } from '../sending/facts'
import type { Outbox } from '../sending/outbox'
import { putOutbox } from '../sending/outbox-store'
import { addressKey } from '../suppressions/address-key'
import { addSuppressions, type SuppressionRow } from '../suppressions/store'
import { findSent, markReturned, type SentDelivery } from './store'
import type { Tokens } from './tokens'

export interface ReturnedDeps {
  readonly db: Database
  readonly now: Clock
  readonly tokens: Tokens
  readonly outbox: Outbox
}

/** What a report means for one message. */
interface Consequence {
  readonly fact: DeliveryFact
  /** The state that the message goes to, or null to leave it. */
  readonly returned: {
    readonly reason: 'bounced_hard' | 'bounced_soft' | 'blocked' | 'content_refused'
    readonly answer: string
  } | null
  readonly suppress: Pick<SuppressionRow, 'reason' | 'detail'> | null
}

export type Returned = ReturnType<typeof createReturned>

/** Reads returned messages and complaints. Nothing is believed that does not name a message of ours. */
export function createReturned({ db, now, tokens, outbox }: ReturnedDeps) {
  async function settle(workspaceId: string, sent: SentDelivery, consequence: Consequence): Promise<void> {
    const at = now()
    await db.transaction(async (tx) => {
      if (consequence.returned)
        await markReturned(tx, workspaceId, sent.deliveryId, { ...consequence.returned, now: at })
      if (consequence.suppress && sent.address !== '')
        await addSuppressions(tx, workspaceId, [
          { addressKey: addressKey(sent.address), address: sent.address, at, ...consequence.suppress },
        ])
      await putOutbox(tx, workspaceId, [factMessage(sent, consequence.fact, at)])
    })
    void outbox.flush()
  }

  return {
    /**
     * `sentTo` are the addresses that the report came to, where they are known from its envelope.
     * How many messages the report settled, and how many lines of it said nothing about ours.
     */
    async receive(
      workspaceId: string,
      raw: Uint8Array,
      sentTo: readonly string[] = [],
    ): Promise<{ settled: number; ignored: number }> {
      const report = await parseReport(raw)
      const sent = await messageOf(workspaceId, report, sentTo)
      const consequences = consequencesOf(report)
      if (!sent) return { settled: 0, ignored: Math.max(1, consequences.length) }
      const [first] = consequences
      if (!first) return { settled: 0, ignored: 1 }
      await settle(workspaceId, sent, first)
      return { settled: 1, ignored: consequences.length - 1 }
    },
  }

  /** By the mark in the return path, which cannot be forged; else by the Message-ID of the returned original. */
  async function messageOf(
    workspaceId: string,
    report: MailReport,
    sentTo: readonly string[],
  ): Promise<SentDelivery | null> {
    if (report.kind === 'other') return null
    const marked = [...sentTo, ...report.sentTo].flatMap(
      (address) => tokens.bounce.read(workspaceId, markIn(address)) ?? [],
    )
    const named = /^<?([0-9a-f-]{36})@/i.exec(report.messageId ?? '')?.[1]
    const [deliveryId] = [...marked, ...(named && isUuid(named) ? [named.toLowerCase()] : [])]
    return deliveryId === undefined ? null : findSent(db, workspaceId, deliveryId)
  }
}

/** `bounces+mark@shop.cn` → `mark`. */
export function markIn(address: string): string {
  return /\+([a-z2-7]+)@/i.exec(mailboxOf(address) ?? '')?.[1] ?? ''
}

function consequencesOf(report: MailReport): Consequence[] {
  if (report.kind === 'delivery') return report.recipients.flatMap(consequenceOf)
  if (report.kind === 'other' || report.feedback === 'not-spam') return []
  return [
    {
      fact: { name: 'message_complained', feedback: report.feedback },
      returned: null,
      suppress: { reason: 'complained', detail: report.feedback },
    },
  ]
}

const reasonByKind = {
  hard: 'bounced_hard',
  soft: 'bounced_soft',
  block: 'blocked',
  content: 'content_refused',
} as const

/** A delay is no end; `delivered` and `relayed` are good news. */
function consequenceOf({ action, status, diagnostic }: ReportedRecipient): Consequence[] {
  if (action === 'delivered') return [{ fact: { name: 'message_delivered' }, returned: null, suppress: null }]
  if (action !== 'failed') return []
  const isPermanent = status === '' || status.startsWith('5')
  const reply = Number(/^\d{3}/.exec(diagnostic)?.[0] ?? 550)
  const kind = isPermanent
    ? bounceKind({ reply, status: status || null, stage: 'recipient', text: diagnostic })
    : 'soft'
  const detail = `${status} ${diagnostic}`.trim()
  return [
    {
      fact: { name: 'message_bounced', kind, detail },
      returned: { reason: reasonByKind[kind], answer: detail },
      suppress: kind === 'hard' ? { reason: 'bounced', detail } : null,
    },
  ]
}
