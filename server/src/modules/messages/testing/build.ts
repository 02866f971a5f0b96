import {
  type EmailChannelInput,
  permissions,
  type TemplateContent,
  type WorkspaceSettings,
  workspaceSettingsSchema,
} from '@rapport/contract'
import { deriveId } from '../../../kernel/id'
import { createCrypto, keyringOf } from '../../../platform/crypto'
import type { Actor } from '../../../platform/http'
import { createLog } from '../../../platform/log'
import { type MailLimits, openMailer } from '../../../platform/mail'
import type { Database } from '../../../platform/postgres'
import type { Json, Message } from '../../events'
import type { ProfileRecord } from '../../profiles'
import { createMessages, type MessagesDeps } from '..'

export const workspaceId = deriveId('test workspace')
export const otherWorkspaceId = deriveId('another workspace')
export const start = new Date('2026-03-10T04:00:00Z')

export const actor: Actor = {
  kind: 'user',
  id: deriveId('operator'),
  name: '小王',
  workspaceId,
  permissions: new Set(permissions),
}

/** Short time limits, so that a server that stalls is given up soon; a busy machine keeps them. */
const quickMail: Partial<MailLimits> = {
  connectMs: 3_000,
  greetingMs: 3_000,
  loginMs: 4_000,
  silenceMs: 3_000,
  messageMs: 4_000,
}

/** A clock that tests move. */
export function buildClock() {
  let at = start
  return {
    now: () => at,
    advance: (ms: number) => {
      at = new Date(at.getTime() + ms)
    },
  }
}

export function buildProfile(
  id: string,
  traits: Record<string, Json>,
  formerIds: readonly string[] = [],
): ProfileRecord {
  const values = Object.entries(traits).map(
    ([name, value]) => [name, { value, source: 'test', at: start.toISOString() }] as const,
  )
  return {
    profileId: id,
    formerIds,
    name: '',
    firstSeenAt: start,
    lastSeenAt: start,
    traits: Object.fromEntries(values),
  }
}

/** The n-th person of a test: `person7@customer.example`. */
export function person(n: number): string {
  return deriveId('person', String(n))
}

export function buildContent(changes: Partial<TemplateContent> = {}): TemplateContent {
  const mjml =
    '<mjml><mj-body><mj-section><mj-column><mj-text>Hi {{ customer.first_name | default: "there" }} <a href="https://shop.example/new?a=1&amp;b={{ customer.first_name }}">new</a> <a href="{{ unsubscribe_url }}">stop</a></mj-text></mj-column></mj-section></mj-body></mjml>'
  return {
    kind: 'marketing',
    fromName: '',
    fromAddress: '',
    replyTo: '',
    defaultLocale: 'en',
    variants: {
      en: { subject: 'News for {{ customer.first_name | default: "you" }}', preheader: '', mjml, text: null },
    },
    ...changes,
  }
}

export function buildChannel(port: number, changes: Partial<EmailChannelInput> = {}): EmailChannelInput {
  return {
    host: '127.0.0.1',
    port,
    security: 'none',
    user: '',
    verifiesCertificate: true,
    heloName: '',
    fromName: 'Shop',
    fromAddress: 'hello@shop.example',
    replyTo: '',
    bounceAddress: 'bounces@shop.example',
    connections: 4,
    ratePerSecond: 0,
    dkimDomain: '',
    dkimSelector: '',
    tracksOpens: true,
    tracksClicks: true,
    ...changes,
  }
}

export interface TestMessagesOptions {
  readonly settings?: Partial<WorkspaceSettings>
  readonly people?: ReadonlyMap<string, ProfileRecord>
  readonly clock?: ReturnType<typeof buildClock>
  readonly deps?: Partial<MessagesDeps>
}

/** The module over a real database, with people made up on the spot and facts kept in `recorded`. */
export function buildMessages(db: Database, options: TestMessagesOptions = {}) {
  const clock = options.clock ?? buildClock()
  const recorded: Message[] = []
  const settings = workspaceSettingsSchema.parse({
    name: 'Shop',
    slug: 'shop',
    frequencyCaps: [],
    ...options.settings,
  })
  const people = options.people
  let ids = 0
  const salt = Math.random().toString(36)
  const messages = createMessages({
    db,
    now: clock.now,
    newId: () => deriveId('test id', salt, String(ids++)),
    log: createLog('silent'),
    audit: { record: async () => undefined },
    profiles: {
      byIds: async (_workspace, wanted) =>
        wanted.flatMap((id) =>
          people ? (people.get(id) ?? []) : buildProfile(id, { email: `${id}@customer.example` }),
        ),
      traits: async () => ({
        items: ['email', 'first_name'].map((name) => ({
          name,
          family: 'basic',
          type: 'text',
          sensitivity: 'personal',
          computed: false,
        })),
      }),
    },
    record: async (_workspace, _source, told) => {
      recorded.push(...told)
      return recorded.length
    },
    mail: { open: (smtp) => openMailer(smtp, { allowPrivateAddresses: true, limits: quickMail }) },
    crypto: createCrypto(keyringOf([Buffer.alloc(32, 7)])),
    settings: async () => settings,
    publicUrl: () => 'https://rapport.example',
    leaseMs: 600,
    ...options.deps,
  })
  return { messages, recorded, clock, settings }
}

export type TestMessages = ReturnType<typeof buildMessages>
