import type { DeliveryReason, Finding, TemplateContent } from '@rapport/contract'
import type { Clock } from '../../../platform/clock'
import type { Database } from '../../../platform/postgres'
import type { Channel } from '../channel/channel'
import { findTemplate, markUsed } from '../templates/store'
import type { Templates } from '../templates/templates'
import type { PendingRow } from './deliveries-store'
import type { LineDeps } from './line'
import { prepareRows } from './prepare'
import type { createQueue } from './queue'

export interface OutgoingDeps {
  readonly db: Database
  readonly now: Clock
  readonly profiles: LineDeps['profiles']
  readonly settings: LineDeps['settings']
  readonly channel: Channel
  readonly templates: Templates
  readonly queue: ReturnType<typeof createQueue>
  readonly wake: () => void
}

/** A campaign's messages have this one step. */
const campaignStep = 'message'

/** What campaigns ask of the messages. */
export function createOutgoing({
  db,
  now,
  profiles,
  settings,
  channel,
  templates,
  queue,
  wake,
}: OutgoingDeps) {
  async function load(workspaceId: string, templateId: string) {
    const row = await findTemplate(db, workspaceId, templateId, null)
    return row && { ...row, content: JSON.parse(row.content) as TemplateContent }
  }

  return {
    steer: queue.steer,
    counts: queue.counts,
    wake,

    /** The newest version of a template and what the check says; null when there is none. */
    async template(
      workspaceId: string,
      templateId: string,
    ): Promise<{ name: string; version: number; findings: readonly Finding[] } | null> {
      const row = await load(workspaceId, templateId)
      if (!row) return null
      const { findings } = await templates.check(workspaceId, row.content)
      return { name: row.name, version: row.version, findings }
    },

    async channel(workspaceId: string): Promise<'missing' | 'ready' | { readonly trouble: string }> {
      const known = await channel.get(workspaceId)
      if (!known) return 'missing'
      return known.trouble ? { trouble: known.trouble.problem } : 'ready'
    },

    /** What the send policy would say of each person now, in the order asked. Sends nothing. */
    async foresee(
      workspaceId: string,
      templateId: string,
      profileIds: readonly string[],
    ): Promise<readonly ('send' | DeliveryReason)[]> {
      const template = await load(workspaceId, templateId)
      if (!template) return profileIds.map(() => 'template_failed')
      const { kind } = template.content
      const rows = profileIds.map((profileId) => rowFor(profileId, templateId, kind))
      const asked = { workspaceId, rows, taken: [], settings: await settings(workspaceId), now: now() }
      const { changes } = await prepareRows({ db, profiles }, asked)
      const reasons = new Map(changes.map(({ deliveryId, reason }) => [deliveryId, reason]))
      return rows.map(({ deliveryId }) => reasons.get(deliveryId) ?? 'send')
    },

    /** Makes one delivery for each person; a person who has one for this campaign keeps it. */
    async queue(
      workspaceId: string,
      campaign: {
        readonly id: string
        readonly name: string
        readonly templateId: string
        readonly version: number
      },
      profileIds: readonly string[],
    ): Promise<void> {
      const { id: campaignId, name: campaignName, templateId, version: templateVersion } = campaign
      const row = await findTemplate(db, workspaceId, templateId, templateVersion)
      if (!row) throw new Error(`template ${templateId} has no version ${templateVersion}`)
      const { kind }: TemplateContent = JSON.parse(row.content)
      const batch = {
        workspaceId,
        campaignId,
        campaignName,
        templateId,
        templateVersion,
        kind,
        step: campaignStep,
      }
      await db.transaction(async (tx) => {
        await markUsed(tx, workspaceId, templateId, templateVersion, now())
        await queue.enqueue(tx, batch, profileIds)
      })
      wake()
    },
  }
}

/** The id that no campaign has: what is only asked about went to nobody yet. */
const noCampaign = '00000000-0000-0000-0000-000000000000'

/** A row that is asked about and never written; the person is its name. */
function rowFor(profileId: string, templateId: string, kind: PendingRow['kind']): PendingRow {
  return {
    deliveryId: profileId,
    campaignId: noCampaign,
    campaignName: '',
    profileId,
    kind,
    templateId,
    templateVersion: 0,
    attempts: 0,
    messageId: null,
    expiresAt: null,
  }
}
