import { permissions, type WorkspaceSettings, workspaceSettingsSchema } from '@rapport/contract'
import type { OpenEngines } from '../../../../../test/harness/open-engines'
import { deriveId } from '../../../kernel/id'
import { createCampaigns } from '../../../modules/campaigns'
import { createMessages } from '../../../modules/messages'
import { buildChannel, buildContent } from '../../../modules/messages/testing/build'
import { createProfiles, defaultThresholds } from '../../../modules/profiles'
import { createSegments } from '../../../modules/segments'
import { systemIds } from '../../../platform/clock'
import { createCrypto, keyringOf } from '../../../platform/crypto'
import type { Actor } from '../../../platform/http'
import { createLog } from '../../../platform/log'
import { openMailer } from '../../../platform/mail'
import { createIngest } from '../../ingest'
import { createSendCampaign } from '..'
import { outgoingOf } from '../ports'

/** Everything that a campaign goes through, over real engines, put together as the product does. */
export function openShop({ db, facts, journal }: OpenEngines, changes: Partial<WorkspaceSettings> = {}) {
  let offsetMs = 0
  const now = () => new Date(Date.now() + offsetMs)
  const log = createLog('silent')
  const base = { db, facts, now, newId: systemIds, log }
  const settings = workspaceSettingsSchema.parse({
    name: 'Shop',
    slug: 'shop',
    frequencyCaps: [],
    quietHours: null,
    ...changes,
  })
  const settingsOf = async () => settings
  const audit = { record: async () => undefined }
  const ingest = createIngest({ ...base, journal, settingsOf })
  const { record, reached } = ingest
  const profiles = createProfiles({
    ...base,
    record,
    reached,
    thresholdsOf: async () => defaultThresholds,
    countryOf: async () => settings.country,
  })
  const suppressedKeys = (workspaceId: string) => messages.suppressions.keys(workspaceId)
  const segments = createSegments({
    ...base,
    audit,
    settingsOf,
    suppressedKeys,
    record,
    reached,
    learnt: ingest.learnt,
  })
  const messages = createMessages({
    ...base,
    audit,
    profiles,
    record,
    mail: { open: (smtp) => openMailer(smtp, { allowPrivateAddresses: true }) },
    crypto: createCrypto(keyringOf([Buffer.alloc(32, 7)])),
    settings: settingsOf,
    publicUrl: () => 'https://rapport.example',
    leaseMs: 1_000,
  })
  const deps = {
    ...base,
    settingsOf,
    audit,
    audiences: segments,
    outgoing: outgoingOf(messages),
    record,
    namesOf: async () => new Map<string, string>(),
  }
  const campaigns = createCampaigns(deps)
  const sendCampaign = createSendCampaign({ work: campaigns.work, log, now })
  ingest.start()
  return {
    db,
    facts,
    deps,
    campaigns,
    messages,
    ingest,
    sendCampaign,
    /** Moves the clock. */
    advance(ms: number): void {
      offsetMs += ms
    },
    /** Stops everything that this shop runs. */
    async close(): Promise<void> {
      await sendCampaign.stop()
      await messages.stop()
      await ingest.stop()
    },
  }
}

export type Shop = ReturnType<typeof openShop>

/** A workspace with people who have addresses, a channel that leads to a mail server, and a template. */
export async function openWorkspace(shop: Shop, people: number, smtpPort: number) {
  const workspaceId = systemIds()
  const actor: Actor = {
    kind: 'user',
    id: systemIds(),
    name: 'Li',
    workspaceId,
    permissions: new Set(permissions),
  }
  const at = new Date(shop.deps.now().getTime() - 3_600_000).toISOString()
  const messages = Array.from({ length: people }, (_, index) => ({
    messageId: deriveId(workspaceId, 'identify', String(index)),
    type: 'identify' as const,
    userId: `u${index}`,
    traits: { email: `u${index}@customer.example` },
    timestamp: at,
  }))
  await shop.ingest.reached(await shop.ingest.record(workspaceId, 'test', messages))
  await shop.messages.channel.save(workspaceId, buildChannel(smtpPort))
  const template = await shop.messages.templates.create(actor, 'News', buildContent())
  return { workspaceId, actor, templateId: template.id, at }
}

export type Workspace = Awaited<ReturnType<typeof openWorkspace>>

/** Everybody. */
export const everybody = { kind: 'rule' as const, rule: { kind: 'all' as const, of: [] } }

/** A draft for everybody that is ready to launch. */
export function draftFor(shop: Shop, { actor, templateId }: Workspace, changes: object = {}) {
  return shop.campaigns.create(actor, {
    name: 'March',
    audience: everybody,
    templateId,
    schedule: { kind: 'now' },
    holdoutShare: 0.2,
    holdoutReason: '',
    conversionEvent: 'Order Completed',
    windowDays: 14,
    prePeriodDays: 90,
    ...changes,
  })
}
