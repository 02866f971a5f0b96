import { deriveId } from '../../../kernel/id'
import type { Clock } from '../../../platform/clock'
import type { Log } from '../../../platform/log'
import type { Database } from '../../../platform/postgres'
import type { Message, RecordMessages } from '../../events'
import { type DeliveryFact, factMessage } from '../sending/facts'
import type { Outbox } from '../sending/outbox'
import { putOutbox } from '../sending/outbox-store'
import { addressKey } from '../suppressions/address-key'
import { addSuppressions, findSuppressions, removeSuppression } from '../suppressions/store'
import { machineReason, type Visit } from './machine'
import { findSent, markSeen, type SentDelivery } from './store'
import { type TokenSubject, type Tokens, testDeliveryId } from './tokens'

export interface TrackingDeps {
  readonly db: Database
  readonly now: Clock
  readonly log: Log
  readonly record: RecordMessages
  readonly outbox: Outbox
  readonly tokens: Tokens
}

/** What an unsubscribe link points to. */
export type Subscription =
  | { readonly kind: 'test'; readonly workspaceId: string }
  | {
      readonly kind: 'known'
      readonly workspaceId: string
      readonly address: string
      readonly isSubscribed: boolean
    }

export type TrackingFace = ReturnType<typeof createTracking>

/** What people do with a message: opened, clicked, unsubscribed. Every answer of null means a token that is not ours. */
export function createTracking(deps: TrackingDeps) {
  const { db, now, tokens, outbox } = deps

  /** Tells of a visit; a database that is away must not keep a person from a page. */
  async function tell(
    subject: TokenSubject,
    factOf: (machine: string | null) => DeliveryFact,
    visit: Omit<Visit, 'sinceSentMs'>,
  ): Promise<void> {
    if (subject.deliveryId === testDeliveryId) return
    try {
      const sent = await findSent(db, subject.workspaceId, subject.deliveryId)
      if (!sent) return
      const at = now()
      const sinceSentMs = sent.sentAt && at.getTime() - sent.sentAt.getTime()
      const machine = machineReason({ ...visit, sinceSentMs })
      if (sent.state === 'uncertain') await markSeen(db, subject.workspaceId, subject.deliveryId, at)
      await deps.record(subject.workspaceId, 'rapport', [factMessage(sent, factOf(machine), at)])
    } catch (error) {
      deps.log.error({ err: error }, 'an opening or click could not be recorded')
    }
  }

  async function change(subject: TokenSubject, sent: SentDelivery, isSubscribed: boolean): Promise<void> {
    const at = now()
    const { workspaceId } = subject
    const row = {
      addressKey: addressKey(sent.address),
      address: sent.address,
      reason: 'unsubscribed' as const,
      detail: '',
      at,
    }
    await db.transaction(async (tx) => {
      if (isSubscribed) await removeSuppression(tx, workspaceId, row.addressKey, ['unsubscribed'])
      else await addSuppressions(tx, workspaceId, [row])
      await putOutbox(tx, workspaceId, consentMessages(sent, isSubscribed, at))
    })
    void outbox.flush()
  }

  async function subscription(
    subject: TokenSubject,
  ): Promise<{ state: Subscription; sent: SentDelivery | null } | null> {
    const { workspaceId, deliveryId } = subject
    if (deliveryId === testDeliveryId) return { state: { kind: 'test', workspaceId }, sent: null }
    const sent = await findSent(db, workspaceId, deliveryId)
    if (!sent || sent.address === '') return null
    const [suppressed] = await findSuppressions(db, workspaceId, [addressKey(sent.address)])
    return { state: { kind: 'known', workspaceId, address: sent.address, isSubscribed: !suppressed }, sent }
  }

  return {
    /** False for a token that is not ours. */
    async opened(token: string, visit: Omit<Visit, 'sinceSentMs'>): Promise<boolean> {
      const subject = tokens.open.read(token)
      if (subject) await tell(subject, (machine) => ({ name: 'message_opened', machine }), visit)
      return subject !== null
    },

    /** Where the link leads, for who only asks. */
    destination: (token: string): string | null => tokens.click.read(token)?.url ?? null,

    /** Where the link leads. */
    async clicked(token: string, visit: Omit<Visit, 'sinceSentMs'>): Promise<string | null> {
      const click = tokens.click.read(token)
      if (!click) return null
      const { url, link } = click
      await tell(click, (machine) => ({ name: 'message_clicked', url, link, machine }), visit)
      return url
    },

    async subscription(token: string): Promise<Subscription | null> {
      const subject = tokens.unsubscribe.read(token)
      return subject && ((await subscription(subject))?.state ?? null)
    },

    /** Unsubscribes, or takes that back. Effective before this resolves; doing it twice changes nothing more. */
    async setSubscription(token: string, isSubscribed: boolean): Promise<Subscription | null> {
      const subject = tokens.unsubscribe.read(token)
      const found = subject && (await subscription(subject))
      if (!subject || !found) return null
      if (found.sent) await change(subject, found.sent, isSubscribed)
      return (await subscription(subject))?.state ?? null
    },
  }
}

/** Consent is a trait: the change is told as one, and an unsubscription as an event of the message too. */
function consentMessages(sent: SentDelivery, isSubscribed: boolean, at: Date): Message[] {
  const consent: Message = {
    messageId: deriveId('consent_email', sent.deliveryId, String(isSubscribed), at.toISOString()),
    type: 'set_traits',
    profileId: sent.profileId,
    traits: { consent_email: isSubscribed ? 'granted' : 'withdrawn' },
    timestamp: at.toISOString(),
  }
  return isSubscribed ? [consent] : [factMessage(sent, { name: 'message_unsubscribed' }, at), consent]
}
