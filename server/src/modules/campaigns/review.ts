import type { CampaignPreview, Rule } from '@rapport/contract'
import type { CampaignsDeps } from './deps'
import { type OutgoingTemplate, ruleOf } from './ports'
import type { CampaignRecord } from './record'
import { smallestDetectable } from './results/outlook'
import { canLaunch, checkLaunch, type LaunchFacts } from './rules/checks'
import { forecast } from './rules/forecast'
import { startOf } from './rules/schedule'

/** So many people are asked of the send policy; what it says of them is taken to hold for all. */
const lookedAtMax = 2_000
const sampleSize = 8

/** What a launch stands on, gathered. */
export interface Surroundings {
  readonly facts: LaunchFacts
  readonly rule: Rule | null
  readonly audienceName: string
  readonly template: OutgoingTemplate | null
  readonly startsAt: Date
}

/** Looking at a campaign before it goes out: nothing here sends or stores. */
export function createReview(deps: CampaignsDeps) {
  const { audiences, outgoing, facts, now } = deps

  /** Everything the checks look at. Everybody counts as reachable here: only a preview asks, as it stops no launch. */
  async function surroundings(campaign: CampaignRecord): Promise<Surroundings> {
    const { workspaceId, audience, templateId, conversionEvent } = campaign
    const at = now()
    const [target, template, channel, isKnown] = await Promise.all([
      audience ? ruleOf(audiences, workspaceId, audience) : null,
      templateId ? outgoing.template(workspaceId, templateId) : null,
      outgoing.channel(workspaceId),
      hasEvent(workspaceId, conversionEvent),
    ])
    const people = target ? await audiences.count(workspaceId, target.rule, at) : 0
    const start = startOf(campaign.schedule, at)
    const isMissing = audience ? 'missing' : 'none'
    const launch: LaunchFacts = {
      audience: target ? { people, reachable: people } : isMissing,
      template: template ? countFindings(template) : templateId ? 'missing' : 'none',
      channel,
      holdoutShare: campaign.holdoutShare,
      holdoutReason: campaign.holdoutReason,
      schedule: { isPast: start.at < at, isAmbiguous: start.isAmbiguous },
      conversion: { conversionEvent, isKnown },
    }
    return {
      facts: launch,
      rule: target?.rule ?? null,
      audienceName: target?.name ?? '',
      template,
      startsAt: start.at,
    }
  }

  async function hasEvent(workspaceId: string, name: string): Promise<boolean> {
    const rows = await facts.query(
      `SELECT 1 FROM events WHERE workspace_id = {workspaceId:UUID} AND name = {name:String} LIMIT 1`,
      { workspaceId, name },
    )
    return rows.length > 0
  }

  async function preview(campaign: CampaignRecord): Promise<CampaignPreview> {
    const { workspaceId, campaignId, holdoutShare, windowDays, templateId } = campaign
    const around = await surroundings(campaign)
    const { facts: known, rule, template } = around
    const people = typeof known.audience === 'string' ? 0 : known.audience.people
    const page = { at: now(), after: null, limit: lookedAtMax }
    const profileIds = rule && people > 0 ? await audiences.members(workspaceId, rule, page) : []
    const isAsked = template !== null && templateId !== null && profileIds.length > 0
    const verdicts = isAsked ? await outgoing.foresee(workspaceId, templateId, profileIds) : []
    const outcome = forecast({ campaignId, holdoutShare, people, profileIds, verdicts })
    const checks = checkLaunch(isAsked ? withReach(known, outcome.reachable) : known)
    const outlook = {
      workspaceId,
      windowDays,
      profileIds,
      treated: outcome.treated,
      holdout: outcome.holdout,
    }
    return {
      ...outcome,
      sample: await sampleOf(workspaceId, profileIds.slice(0, sampleSize)),
      smallestDetectableMinor: await smallestDetectable(facts, outlook, now()),
      startsAt: around.startsAt.toISOString(),
      checks,
      findings: [...(template?.findings ?? [])],
      canLaunch: canLaunch(checks),
    }
  }

  async function sampleOf(workspaceId: string, ids: readonly string[]) {
    const names = await deps.namesOf(workspaceId, ids)
    return ids.map((id) => ({ id, name: names.get(id) ?? '' }))
  }

  return { surroundings, preview }
}

function countFindings({ findings }: OutgoingTemplate) {
  const errors = findings.filter(({ level }) => level === 'error').length
  return { errors, warnings: findings.length - errors }
}

function withReach(facts: LaunchFacts, reachable: number): LaunchFacts {
  return typeof facts.audience === 'string'
    ? facts
    : { ...facts, audience: { people: facts.audience.people, reachable } }
}
