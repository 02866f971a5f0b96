import type { Campaign, StateReason } from '@rapport/contract'
import { Failure, found } from '../../kernel/failure'
import type { Actor } from '../../platform/http'
import type { Queryable } from '../../platform/postgres'
import type { AuditActor } from '../teams'
import type { CampaignsDeps } from './deps'
import { presentCampaign } from './present'
import type { CampaignRecord, CampaignRef } from './record'
import type { createReview, Surroundings } from './review'
import { canLaunch, checkLaunch } from './rules/checks'
import { type CampaignMove, isLaunched, mustMove } from './rules/state'
import { changeCampaign, findCampaign, type RecordChanges } from './store'

/** Who acts when the time of a scheduled campaign comes. */
const scheduler = { kind: 'system', id: 'scheduler', name: 'scheduler' } as const

/** What people do with a campaign that is ready, and what comes of it by itself. */
export function createRunning(
  { db, now, audit, outgoing }: CampaignsDeps,
  review: ReturnType<typeof createReview>,
  wake: () => void,
) {
  async function load(ref: CampaignRef): Promise<CampaignRecord> {
    return found(await findCampaign(db, ref), 'campaign', ref.campaignId)
  }

  /** Moves a campaign that is still as it was seen, with its audit entry; `conflict` when somebody was faster. */
  async function move(
    actor: AuditActor,
    record: CampaignRecord,
    verb: CampaignMove,
    changes: RecordChanges = {},
    also: (tx: Queryable) => Promise<RecordChanges | undefined> = async () => undefined,
  ): Promise<CampaignRecord> {
    const state = mustMove(record.state, verb)
    return db.transaction(async (tx) => {
      const expected = { state: record.state, version: record.version }
      const after = { stateReason: null, ...changes, ...(await also(tx)), state, updatedAt: now() }
      const moved = await changeCampaign(tx, record, expected, after)
      if (!moved) throw new Failure('conflict', `campaign ${record.campaignId} has changed; load it again`)
      const { campaignId, name } = record
      const values = { before: { state: record.state }, after: { state, ...auditedOf(after) } }
      await audit.record(
        actor,
        {
          action: `campaign.${pastOf[verb]}`,
          objectKind: 'campaign',
          objectId: campaignId,
          summary: name,
          ...values,
        },
        tx,
      )
      return moved
    })
  }

  /** Begins to launch: what is fixed now are the moment, the rule as it is, and the template's version. */
  function beginLaunch(
    actor: AuditActor,
    record: CampaignRecord,
    verb: 'launch' | 'begin',
    around: Surroundings,
    launchedBy: string,
  ): Promise<CampaignRecord> {
    const { workspaceId, templateId } = record
    const fixed: RecordChanges = {
      startsAt: now(),
      launchedAt: now(),
      launchedBy,
      launchRule: around.rule,
      audienceName: around.audienceName,
      templateName: around.template?.name ?? '',
      launchPhase: 'assign',
      launchCursor: null,
    }
    return move(actor, record, verb, fixed, async (tx) => {
      if (!templateId) throw new Error(`campaign ${record.campaignId} passed its checks without a template`)
      return { templateVersion: (await outgoing.pin(tx, workspaceId, templateId)).version }
    })
  }

  async function launch(actor: Actor, id: string, version: number): Promise<Campaign> {
    const record = await load({ workspaceId: actor.workspaceId, campaignId: id })
    if (isLaunched(record.state) || record.state === 'scheduled') return presentCampaign(record)
    if (record.version !== version)
      throw new Failure(
        'conflict',
        `campaign ${id} is not at version ${version} any more; look at it again`,
        {
          code: 'version_conflict',
          version: record.version,
        },
      )
    const around = await review.surroundings(record)
    mustPass(around)
    const moved =
      record.schedule.kind === 'now'
        ? await beginLaunch(actor, record, 'launch', around, actor.name)
        : await move(actor, record, 'schedule', { startsAt: around.startsAt, launchedBy: actor.name })
    wake()
    return presentCampaign(moved)
  }

  /** The time of a scheduled campaign has come: it is checked again, for much may have changed since. */
  async function begin(ref: CampaignRef): Promise<void> {
    const record = await load(ref)
    if (record.state !== 'scheduled') return
    const { workspaceId } = ref
    const around = await review.surroundings({ ...record, schedule: { kind: 'now' } })
    if (canLaunch(checkLaunch(around.facts)))
      await beginLaunch({ ...scheduler, workspaceId }, record, 'begin', around, record.launchedBy)
    else await refuse(record, 'checks_failed')
  }

  /** Back to draft, with the reason, before anybody was assigned. */
  async function refuse(record: CampaignRecord, stateReason: StateReason): Promise<void> {
    const cleared = { startsAt: null, launchedAt: null, launchRule: null, templateVersion: null }
    const { workspaceId } = record
    await move({ ...scheduler, workspaceId }, record, 'refuse', { ...cleared, stateReason })
  }

  /** A person's move; the messages are told in the same transaction, so neither is ever without the other. */
  async function byHand(
    actor: Actor,
    id: string,
    verb: CampaignMove,
    changes: RecordChanges = {},
    messages?: 'running' | 'paused' | 'cancelled',
  ): Promise<Campaign> {
    const record = await load({ workspaceId: actor.workspaceId, campaignId: id })
    const moved = await move(actor, record, verb, changes, async (tx) => {
      if (messages && isLaunched(record.state)) await outgoing.steer(tx, record.workspaceId, id, messages)
      return undefined
    })
    outgoing.wake()
    wake()
    return presentCampaign(moved)
  }

  return {
    launch,
    begin,
    refuse,
    unschedule: (actor: Actor, id: string) =>
      byHand(actor, id, 'unschedule', { startsAt: null, launchedBy: '' }),

    pause: (actor: Actor, id: string) => byHand(actor, id, 'pause', {}, 'paused'),
    resume: (actor: Actor, id: string) => byHand(actor, id, 'resume', {}, 'running'),
    cancel: (actor: Actor, id: string) =>
      byHand(actor, id, 'cancel', { finishedAt: now(), stateReason: 'cancelled' }, 'cancelled'),

    async finish(ref: CampaignRef): Promise<void> {
      const record = await load(ref)
      if (record.state === 'sending')
        await move({ ...scheduler, workspaceId: ref.workspaceId }, record, 'finish', { finishedAt: now() })
    },

    async queued(ref: CampaignRef): Promise<void> {
      const record = await load(ref)
      if (record.state === 'launching')
        await move({ ...scheduler, workspaceId: ref.workspaceId }, record, 'queued', { launchPhase: 'done' })
    },
  }
}

const pastOf: Readonly<Record<CampaignMove, string>> = {
  launch: 'launched',
  schedule: 'scheduled',
  unschedule: 'unscheduled',
  begin: 'begun',
  refuse: 'refused',
  queued: 'queued',
  pause: 'paused',
  resume: 'resumed',
  finish: 'finished',
  cancel: 'cancelled',
}

/** What the log says beside the state. */
function auditedOf({ startsAt, stateReason, templateVersion }: RecordChanges) {
  return { startsAt, stateReason, templateVersion }
}

function mustPass({ facts }: Surroundings): void {
  const checks = checkLaunch(facts)
  if (canLaunch(checks)) return
  const errors = checks.filter(({ level }) => level === 'error')
  throw new Failure(
    'unprocessable',
    `this campaign cannot be launched: ${errors.map(({ code }) => code).join(', ')}`,
    {
      code: 'launch_refused',
      checks: errors,
    },
  )
}
