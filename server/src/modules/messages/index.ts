import type { Attempt, Delivery, DeliveryState, WorkspaceSettings } from '@rapport/contract'
import { decodeCursor, type Page, pageOf } from '../../kernel/page'
import type { Clock, NewId } from '../../platform/clock'
import type { Crypto } from '../../platform/crypto'
import type { Log } from '../../platform/log'
import { domainOf, type MailReceiver, mailboxOf } from '../../platform/mail'
import type { Database } from '../../platform/postgres'
import type { RecordMessages } from '../events'
import type { Audit } from '../teams'
import { createChannel, type MailPort } from './channel/channel'
import { createMessagesPrivacy } from './privacy'
import { listDeliveries } from './sending/list-store'
import { createOutbox } from './sending/outbox'
import { createOutgoing } from './sending/outgoing'
import { presentDelivery } from './sending/present'
import { createQueue } from './sending/queue'
import { createSender } from './sending/sender'
import { createSuppressions } from './suppressions/suppressions'
import { startersOf } from './templates/starters'
import { createTemplates, type TemplatesDeps } from './templates/templates'
import { attemptOf, noChannel } from './templates/try-out'
import { createVersions } from './templates/versions'
import { startBounceReceiver } from './tracking/receiver'
import { createReturned } from './tracking/returned'
import { createTokens } from './tracking/tokens'
import { createTracking } from './tracking/tracking'

export type { MailPort } from './channel/channel'
export { messageRoutes } from './routes'
export { messagePages } from './tracking/pages'

export interface MessagesDeps {
  readonly db: Database
  readonly now: Clock
  readonly newId: NewId
  readonly log: Log
  readonly audit: Pick<Audit, 'record'>
  readonly profiles: TemplatesDeps['profiles']
  readonly record: RecordMessages
  readonly mail: MailPort
  readonly crypto: Crypto
  readonly settings: (workspaceId: string) => Promise<WorkspaceSettings>
  /** What links in messages begin with. */
  readonly publicUrl: () => string
  /** How long after a crash another process may take over; longer survives longer pauses of the machine. */
  readonly leaseMs?: number
}

const leaseMsDefault = 5_000

export type Messages = ReturnType<typeof createMessages>

/** Templates, the e-mail channel, and the sender that sends each message exactly once. */
export function createMessages(deps: MessagesDeps) {
  const { db, now, newId, settings } = deps
  const outbox = createOutbox(deps)
  const tokens = createTokens(deps.crypto)
  const channel = createChannel(deps)
  const versions = createVersions(db)
  const shared = { ...deps, outbox, tokens, channel, versions, leaseMs: deps.leaseMs ?? leaseMsDefault }
  const sender = createSender({ ...shared, holder: newId() })
  const queue = createQueue({ db, now, wake: sender.wake })
  const templates = createTemplates(shared)
  const returned = createReturned(shared)

  return {
    templates,
    channel,
    suppressions: createSuppressions(deps),
    tracking: createTracking(shared),
    privacy: createMessagesPrivacy(deps),
    settings,
    log: deps.log,
    audit: deps.audit,

    /** What campaigns ask for. */
    outgoing: createOutgoing({ ...shared, templates, queue, wake: sender.wake }),
    /** Queues messages in a transaction of the caller, who calls `wake` after it. */
    enqueue: queue.enqueue,
    settleUncertain: queue.settleUncertain,
    pinTemplate: templates.pin,
    starters: startersOf,

    /** Begins to send what is queued. */
    start: sender.start,
    /** Looks for queued messages now: call it after the transaction that queued them. */
    wake: sender.wake,
    /** Ends sending with everything written down. */
    stop: sender.stop,

    /** A report that somebody hands in: returned mail or a complaint. */
    receiveReport: returned.receive,
    /** Listens for returned mail on a port of its own. */
    startBounceReceiver: (at: { host: string; port: number }): Promise<MailReceiver> =>
      startBounceReceiver({ db, tokens, returned }, at),

    async deliveries(
      workspaceId: string,
      asked: {
        campaignId?: string
        profileId?: string
        state?: DeliveryState
        cursor?: string
        limit: number
      },
    ): Promise<Page<Delivery>> {
      const [before] = decodeCursor(asked.cursor, 'whole')
      const filter = {
        campaignId: asked.campaignId ?? null,
        profileId: asked.profileId ?? null,
        state: asked.state ?? null,
      }
      const position = { before: before ?? null, limit: asked.limit + 1 }
      const page = pageOf(await listDeliveries(db, workspaceId, filter, position), asked.limit, (last) => [
        last.seq,
      ])
      return { ...page, items: page.items.map(presentDelivery) }
    },

    /** A short message through the saved channel, to see that it arrives. */
    async testChannel(workspaceId: string, to: string): Promise<Attempt> {
      const open = await channel.openFor(workspaceId)
      if (!open) throw noChannel()
      const { name, defaultLocale } = await settings(workspaceId)
      const from = open.channel.settings.fromAddress
      const text = testTexts[defaultLocale](name)
      const outcome = await open.channel.mailer.send({
        envelopeFrom: from,
        to: mailboxOf(to) ?? to,
        from: { name: open.channel.settings.fromName || name, address: from },
        replyTo: null,
        subject: text,
        text,
        html: `<p>${text}</p>`,
        messageId: `<test-${newId()}@${domainOf(from)}>`,
        date: now(),
        headers: {},
      })
      return attemptOf(outcome)
    },
  }
}

const testTexts = {
  'zh-CN': (name: string) => `测试邮件：${name} 的邮件通道工作正常`,
  en: (name: string) => `Test message: the e-mail of ${name} works`,
} as const
