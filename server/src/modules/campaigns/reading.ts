import type { CampaignMember, CampaignProgress, CampaignResults, CampaignSummary } from '@rapport/contract'
import { found } from '../../kernel/failure'
import { decodeCursor, type Page, pageOf } from '../../kernel/page'
import { Recent } from '../../kernel/recent'
import type { CampaignsDeps } from './deps'
import { type ProgressMark, progressOf, settledOf } from './progress'
import type { CampaignRecord, CampaignRef } from './record'
import { csvOf, memberHeader, memberLine, resultLines } from './results/csv'
import { listMembers, type MemberFilter } from './results/members'
import { type MeasuredCampaign, measure, summarise } from './results/results'
import { isLaunched } from './rules/state'
import { findCampaign } from './store'
import { countMembers } from './store-members'

/** A figure is asked for by everybody who looks at a list, and changes slowly: it may be so old. */
const summaryAgeMaxMs = 30_000
/** After the window only late events change it. */
const closedAgeMaxMs = 10 * 60_000
const rememberedMax = 500
/** The speed shown is over at least so long. */
const markEveryMs = 5_000
/** People a page of an export. */
const exportPage = 5_000

/** What a campaign did and is doing. */
export function createReading(deps: CampaignsDeps) {
  const { db, facts, now, settingsOf, outgoing, namesOf } = deps
  const summaries = new Recent<string, { summary: CampaignSummary; atMs: number }>(rememberedMax)
  const marks = new Recent<string, readonly [older: ProgressMark, newer: ProgressMark]>(rememberedMax)

  async function load(ref: CampaignRef): Promise<CampaignRecord> {
    return found(await findCampaign(db, ref), 'campaign', ref.campaignId)
  }

  async function measuredOf(record: CampaignRecord): Promise<MeasuredCampaign> {
    const { workspaceId, campaignId, conversionEvent, windowDays, prePeriodDays, ...holdout } = record
    const { holdoutShare, holdoutReason } = holdout
    const { currency } = await settingsOf(workspaceId)
    const assigned = assignedWithin(record)
    const measurement = { workspaceId, campaignId, conversionEvent, windowDays, prePeriodDays, assigned }
    return { ...measurement, holdoutShare, holdoutReason, currency }
  }

  async function results(ref: CampaignRef): Promise<CampaignResults> {
    return measure(facts, await measuredOf(await load(ref)), now())
  }

  async function summary(ref: CampaignRef): Promise<CampaignSummary | null> {
    const record = await findCampaign(db, ref)
    if (!record || !isLaunched(record.state)) return null
    const key = `${ref.workspaceId} ${ref.campaignId}`
    const known = summaries.get(key)
    const ageMax = known?.summary.isOpen === false ? closedAgeMaxMs : summaryAgeMaxMs
    if (known && now().getTime() - known.atMs < ageMax) return known.summary
    const made = await summarise(facts, await measuredOf(record), now())
    summaries.set(key, { summary: made, atMs: now().getTime() })
    return made
  }

  async function summaryList(workspaceId: string, ids: readonly string[]): Promise<CampaignSummary[]> {
    const made: CampaignSummary[] = []
    // One after another: a list of campaigns must not hold up everybody else's questions.
    for (const campaignId of new Set(ids)) {
      const one = await summary({ workspaceId, campaignId })
      if (one) made.push(one)
    }
    return made
  }

  async function progress(ref: CampaignRef): Promise<CampaignProgress> {
    const { state } = await load(ref)
    const [assigned, counts, channel] = await Promise.all([
      countMembers(db, ref),
      outgoing.counts(ref.workspaceId, ref.campaignId),
      outgoing.channel(ref.workspaceId),
    ])
    const nowMs = now().getTime()
    const before = markOf(`${ref.workspaceId} ${ref.campaignId}`, { atMs: nowMs, settled: settledOf(counts) })
    const trouble = typeof channel === 'object' ? channel.trouble : null
    return progressOf({ state, assigned, counts, before, nowMs, trouble })
  }

  /** What was seen a while ago; remembers what is seen now. */
  function markOf(key: string, seen: ProgressMark): ProgressMark | null {
    const [older, newer] = marks.get(key) ?? [seen, seen]
    if (seen.atMs - newer.atMs >= markEveryMs) marks.set(key, [newer, seen])
    else if (!marks.has(key)) marks.set(key, [seen, seen])
    return older.atMs < seen.atMs ? older : null
  }

  async function members(
    ref: CampaignRef,
    filter: Omit<MemberFilter, 'after'> & { readonly cursor?: string },
    showsNames: boolean,
  ): Promise<Page<CampaignMember>> {
    const after = filter.cursor ? decodeCursor(filter.cursor, 'uuid')[0] : undefined
    const measured = await measuredOf(await load(ref))
    const rows = await listMembers(facts, measured, { ...filter, after, limit: filter.limit + 1 })
    const ids = rows.map(({ profileId }) => profileId)
    const names = showsNames ? await namesOf(ref.workspaceId, ids) : new Map<string, string>()
    const named = rows.map((row) => ({ ...row, name: names.get(row.profileId) ?? '' }))
    return pageOf(named, filter.limit, ({ profileId }) => [profileId])
  }

  /** The whole list of people, a page at a time. */
  async function* memberLines(ref: CampaignRef, filter: Pick<MemberFilter, 'arm'>): AsyncGenerator<string> {
    const measured = await measuredOf(await load(ref))
    yield csvOf([memberHeader])
    for (let after: string | undefined; ; ) {
      const rows = await listMembers(facts, measured, { ...filter, after, limit: exportPage })
      yield csvOf(rows.map((row) => memberLine(row, measured.currency)))
      after = rows.at(-1)?.profileId
      if (rows.length < exportPage) return
    }
  }

  async function resultTable(ref: CampaignRef): Promise<string> {
    const { name } = await load(ref)
    return csvOf(resultLines(name, await results(ref)))
  }

  return { load, results, summaryList, progress, members, memberLines, resultTable }
}

/** Ours are assigned at one moment; of others only the time from start to end is known. */
function assignedWithin({ launchedAt, finishedAt, isOurs, createdAt }: CampaignRecord) {
  const from = launchedAt ?? createdAt
  return { from, to: isOurs || !finishedAt || finishedAt < from ? from : finishedAt }
}
