import type { Campaign, CampaignChanges, campaignInputSchema } from '@rapport/contract'
import type { z } from 'zod'
import { Failure, found } from '../../kernel/failure'
import type { Actor } from '../../platform/http'
import type { Queryable } from '../../platform/postgres'
import type { CampaignsDeps } from './deps'
import { ruleOf } from './ports'
import { presentCampaign } from './present'
import type { CampaignRecord, CampaignRef } from './record'
import { changeCampaign, deleteDraft, findCampaign, insertCampaign, type RecordChanges } from './store'

type NewCampaign = z.output<typeof campaignInputSchema>

/** Making and changing what has not begun. */
export function createDrafts(deps: CampaignsDeps) {
  const { db, now, newId, settingsOf, audit } = deps

  /**
   * The names behind what a draft points to, kept with it so that a list needs no look-ups. What is not there is refused,
   * unless the draft pointed to it `before`: it went away since, which the checks before the launch say.
   */
  async function namesFor(workspaceId: string, content: Pointers, before: Pointers = {}) {
    const { audience, templateId } = content
    const segment = audience ? await ruleOf(deps.audiences, workspaceId, audience) : null
    const template = templateId ? await deps.outgoing.template(workspaceId, templateId) : null
    const segmentId = segmentOf(audience)
    if (segmentId && !segment && segmentId !== segmentOf(before.audience)) throw missing('segment', segmentId)
    if (templateId && !template && templateId !== before.templateId) throw missing('template', templateId)
    return {
      ...(audience !== undefined && { audienceName: segment?.name ?? '' }),
      ...(templateId !== undefined && { templateName: template?.name ?? '' }),
    }
  }

  async function create(actor: Actor, input: NewCampaign, original?: CampaignRecord): Promise<Campaign> {
    const { workspaceId } = actor
    const { holdoutShare = (await settingsOf(workspaceId)).holdoutShare, ...content } = input
    const record: CampaignRecord = {
      ...blank,
      ...content,
      ...(await namesFor(workspaceId, content, original)),
      workspaceId,
      campaignId: newId(),
      holdoutShare,
      createdAt: now(),
      createdBy: actor.name,
      updatedAt: now(),
    }
    await db.transaction(async (tx) => {
      await insertCampaign(tx, record)
      await note(tx, actor, record, 'campaign.created', undefined, input)
    })
    return presentCampaign(record)
  }

  async function update(actor: Actor, id: string, changes: CampaignChanges): Promise<Campaign> {
    const ref = { workspaceId: actor.workspaceId, campaignId: id }
    const before = found(await findCampaign(db, ref), 'campaign', id)
    const { version, ...content } = changes
    mustBeChangeable(before, content)
    const after = { ...content, ...(await namesFor(ref.workspaceId, content, before)), updatedAt: now() }
    const changed = await db.transaction(async (tx) => {
      const expected = { version, state: before.state }
      const result = await changeCampaign(tx, ref, expected, after, { raisesVersion: true })
      if (result) await note(tx, actor, result, 'campaign.changed', pick(before, content), content)
      return result
    })
    return presentCampaign(changed ?? conflict(id, version))
  }

  async function remove(actor: Actor, id: string): Promise<undefined> {
    const ref = { workspaceId: actor.workspaceId, campaignId: id }
    const record = found(await findCampaign(db, ref), 'campaign', id)
    await db.transaction(async (tx) => {
      if (!(await deleteDraft(tx, ref))) throw notADraft(record)
      await note(tx, actor, record, 'campaign.deleted')
    })
  }

  async function copy(actor: Actor, id: string, name: string): Promise<Campaign> {
    const original = found(
      await findCampaign(db, { workspaceId: actor.workspaceId, campaignId: id }),
      'campaign',
      id,
    )
    const { audience, templateId, holdoutShare, holdoutReason, conversionEvent, windowDays, prePeriodDays } =
      original
    const schedule = { kind: 'now' } as const
    const outcome = { conversionEvent, windowDays, prePeriodDays }
    const input = { name, audience, templateId, schedule, holdoutShare, holdoutReason, ...outcome }
    return create(actor, input, original)
  }

  function note(
    tx: Queryable,
    actor: Actor,
    { campaignId, name }: CampaignRef & { readonly name: string },
    action: string,
    before?: unknown,
    after?: unknown,
  ): Promise<void> {
    return audit.record(
      actor,
      { action, objectKind: 'campaign', objectId: campaignId, summary: name, before, after },
      tx,
    )
  }

  return { create, update, remove, copy }
}

type Pointers = Pick<RecordChanges, 'audience' | 'templateId'>

function segmentOf(audience: Pointers['audience']): string | null {
  return audience?.kind === 'segment' ? audience.segmentId : null
}

function missing(what: 'segment' | 'template', id: string): Failure {
  const details = { code: `${what}_missing`, [`${what}Id`]: id }
  return new Failure('unprocessable', `${what} ${id} does not exist; choose another`, details)
}

/** A draft before anything is said of it. */
export const blank = {
  state: 'draft',
  stateReason: null,
  audienceName: '',
  templateName: '',
  templateVersion: null,
  startsAt: null,
  isOurs: true,
  version: 1,
  launchedAt: null,
  launchedBy: '',
  finishedAt: null,
  launchRule: null,
  launchPhase: 'assign',
  launchCursor: null,
} as const

/** Whatever has begun keeps what it was begun with; a name may always be bettered. */
function mustBeChangeable(record: CampaignRecord, content: Omit<CampaignChanges, 'version'>): void {
  const touches = Object.entries(content).filter(([field, value]) => value !== undefined && field !== 'name')
  if (record.state !== 'draft' && touches.length > 0) throw notADraft(record)
}

function notADraft({ campaignId, state }: CampaignRecord): Failure {
  return new Failure(
    'conflict',
    `campaign ${campaignId} is ${state}: only a draft can be changed or deleted`,
    {
      code: 'not_a_draft',
      state,
    },
  )
}

function conflict(id: string, version: number): never {
  throw new Failure('conflict', `campaign ${id} is not at version ${version} any more; load it again`, {
    code: 'version_conflict',
    version,
  })
}

function pick(record: CampaignRecord, fields: object): object {
  return Object.fromEntries(
    Object.keys(fields).map((field) => [field, record[field as keyof CampaignRecord]]),
  )
}
