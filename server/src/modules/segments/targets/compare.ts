import {
  type ComparedSegment,
  type ComparedSpending,
  type ComparisonInput,
  comparisonLimits,
  type Rule,
  type SegmentComparison,
  type SegmentGrowth,
  type SegmentResponse,
} from '@rapport/contract'
import { Failure } from '../../../kernel/failure'
import { isComputedTrait } from '../../profiles'
import type { SegmentsDeps } from '../deps'
import { createHistory } from '../live/history'
import { listFollowing } from '../live/store'
import { keyParts, listedAggregates, presentReach } from '../reach'
import type { RuleContext } from '../rule/moments'
import { leavesThrough, loadSegmentRules } from '../rule/segments'
import type { createCatalogue } from '../segments'
import { findSegments, type SegmentRow } from '../store'
import { listTraitNames } from '../traits/store'
import { comparedSql, type FiguresQuestion, listedSql } from './figures-sql'
import type { PastCampaign } from './ports'
import { type Observed, responsesOf } from './response'
import { responseSql } from './response-sql'

const dayMs = 86_400_000

/** Puts segments side by side: size, value, growth, reach, and how their members responded to past campaigns. */
export function createComparing(
  deps: SegmentsDeps,
  { settingsAt }: Pick<ReturnType<typeof createCatalogue>, 'settingsAt'>,
) {
  const { db, facts, now } = deps
  const history = createHistory(facts)

  async function rowsOf(workspaceId: string, ids: readonly string[]): Promise<SegmentRow[]> {
    const rows = new Map((await findSegments(db, workspaceId, ids)).map((row) => [row.segmentId, row]))
    return ids.map((id) => {
      const row = rows.get(id)
      if (!row) throw missing('segment', id)
      return row
    })
  }

  async function campaignsOf(
    workspaceId: string,
    { ids, from, before }: ComparisonInput['campaigns'],
  ): Promise<readonly PastCampaign[]> {
    const earliest = new Date(now().getTime() - comparisonLimits.yearDays * dayMs)
    const campaigns =
      (await deps.pastCampaigns?.(workspaceId, {
        ids,
        from: from ? new Date(from) : ids ? undefined : earliest,
        before: before ? new Date(before) : undefined,
        limit: comparisonLimits.campaignsMax,
      })) ?? []
    const absent = ids?.find((id) => !campaigns.some(({ campaignId }) => campaignId === id))
    if (absent) throw missing('campaign', absent)
    return campaigns
  }

  /** Rows by the place of the rule, 0 for everybody. */
  async function figures(question: FiguresQuestion): Promise<{ row: Row; more: Row[] }[]> {
    const [keys = [], ...moreKeys] = keyParts(question.suppressedKeys)
    const aggregates = listedAggregates('email', question.consentRule)
    const ask = async ({ text, params }: ReturnType<typeof comparedSql>) =>
      new Map((await facts.query<Row>(text, params)).map((row) => [Number(row.place), row]))
    const [first, ...more] = await Promise.all([
      ask(comparedSql({ ...question, suppressedKeys: keys })),
      ...moreKeys.map((part) => ask(listedSql({ ...question, suppressedKeys: part }, aggregates))),
    ])
    return Array.from({ length: question.rules.length + 1 }, (_, place) => ({
      row: first.get(place) ?? {},
      more: more.flatMap((part) => {
        const row = part.get(place)
        return row ? [row] : []
      }),
    }))
  }

  /** What a campaign did to the members of each rule, and last to everybody. One statement; they are asked one by one. */
  async function observe(
    workspaceId: string,
    rules: readonly Rule[],
    context: RuleContext,
    campaign: PastCampaign,
  ): Promise<Observed[]> {
    const at = { ...context, now: campaign.launchedAt }
    const { text, params } = responseSql({ workspaceId, rules, context: at, campaign })
    const [row] = await facts.query<Readonly<Record<string, readonly number[]>>>(text, params)
    return Array.from({ length: rules.length + 1 }, (_, place) => ({
      treated: Number(row?.treated?.[place] ?? 0),
      treatedConverted: Number(row?.treated_converted?.[place] ?? 0),
      heldOut: Number(row?.held_out?.[place] ?? 0),
      heldOutConverted: Number(row?.held_out_converted?.[place] ?? 0),
    }))
  }

  async function growthOf(
    workspaceId: string,
    ids: readonly string[],
    { now: at, timezone }: RuleContext,
  ): Promise<SegmentGrowth[]> {
    const following = new Map((await listFollowing(db, workspaceId)).map((row) => [row.segmentId, row]))
    const days = comparisonLimits.growthDays + 1
    return Promise.all(
      ids.map(async (id): Promise<SegmentGrowth> => {
        const since = following.get(id)?.since ?? null
        if (!since || at.getTime() - since.getTime() < comparisonLimits.growthDays * dayMs)
          return { kind: 'unknown', since: since?.toISOString() ?? null }
        const sizes = await history.sizes(workspaceId, id, { days, timezone, now: at, since })
        const [before, today] = [sizes[0]?.people ?? 0, sizes.at(-1)?.people ?? 0]
        return {
          kind: 'known',
          before,
          change: today - before,
          share: before === 0 ? null : today / before - 1,
        }
      }),
    )
  }

  return {
    async compare(workspaceId: string, input: ComparisonInput): Promise<SegmentComparison> {
      const startedMs = now().getTime()
      const rows = await rowsOf(workspaceId, input.segmentIds)
      const campaigns = await campaignsOf(workspaceId, input.campaigns)
      const { settings, context: plain, words } = await settingsAt(workspaceId)
      const rules = rows.map(({ rule }) => rule)
      const find = (ids: readonly string[]) => findSegments(db, workspaceId, ids)
      const context: RuleContext = {
        ...plain,
        segments: await loadSegmentRules(rules, find),
      }
      const [counted, growth, ownTraits] = await Promise.all([
        figures({
          workspaceId,
          rules,
          context,
          consentRule: settings.consentRule,
          suppressedKeys: await deps.suppressedKeys(workspaceId),
        }),
        growthOf(workspaceId, input.segmentIds, context),
        listTraitNames(db, workspaceId),
      ])
      const observed: Observed[][] = []
      for (const campaign of campaigns) observed.push(await observe(workspaceId, rules, context, campaign))
      const responses = responsesOf(observed, rules.length)
      const all = counted[0]?.row ?? {}
      const everybody = Number(all.people ?? 0)
      return {
        items: rows.map(({ segmentId, name, rule }, index): ComparedSegment => {
          const { row, more } = counted[index + 1] ?? { row: {}, more: [] }
          const people = Number(row.people ?? 0)
          const value = { year: spentOf(row, all, 'year'), quarter: spentOf(row, all, 'quarter') }
          const reach = presentReach(row, more)
          const response = responses.groups[index] ?? responses.everybody
          const reachable = reach.find(({ channel }) => channel === input.channel)?.reachable ?? 0
          return {
            id: segmentId,
            name,
            sentence: words(rule),
            people,
            share: everybody === 0 ? 0 : people / everybody,
            value,
            growth: growth[index] ?? { kind: 'unknown', since: null },
            reach,
            response,
            traitsOfToday: todaysTraits(rule, context, ownTraits),
            expected: expectedOf(response, reachable, value.year),
          }
        }),
        everybody: {
          people: everybody,
          value: { year: spentOf(all, all, 'year'), quarter: spentOf(all, all, 'quarter') },
          response: responses.everybody,
        },
        campaigns: campaigns.map(({ campaignId, name, launchedAt, conversionEvent }) => ({
          id: campaignId,
          name,
          launchedAt: launchedAt.toISOString(),
          conversionEvent,
        })),
        channel: input.channel,
        evaluatedAt: context.now.toISOString(),
        tookMs: now().getTime() - startedMs,
      }
    },
  }
}

type Row = Readonly<Record<string, unknown>>

function spentOf(row: Row, all: Row, span: 'year' | 'quarter'): ComparedSpending {
  const number = (of: Row, name: string) => Number(of[name] ?? 0)
  const revenueMinor = number(row, `${span}_revenue_minor`)
  const everybody = number(all, `${span}_revenue_minor`)
  const people = number(row, 'people')
  return {
    revenueMinor,
    orders: number(row, `${span}_order_count`),
    buyers: number(row, `${span}_buyers`),
    meanMinor: people === 0 ? 0 : Math.round(revenueMinor / people),
    medianMinor: Math.round(number(row, `${span}_median`)),
    share: everybody > 0 ? revenueMinor / everybody : null,
  }
}

/** Reachable people times the drawn incremental response times what an order of theirs brings. */
function expectedOf(
  response: SegmentResponse,
  people: number,
  { revenueMinor, orders }: ComparedSpending,
): ComparedSegment['expected'] {
  if (response.kind !== 'answer') return null
  const perOrderMinor = orders === 0 ? 0 : Math.round(revenueMinor / orders)
  const times = (factor: number) => {
    const { estimate, low, high } = response.incrementalShrunk
    return { estimate: estimate * factor, low: low * factor, high: high * factor }
  }
  return { people, orders: times(people), revenueMinor: times(people * perOrderMinor), perOrderMinor }
}

/** Computed traits that a rule asks about: their value of another day is not kept. */
function todaysTraits(rule: Rule, { segments }: RuleContext, own: ReadonlyMap<string, string>): string[] {
  const traits = leavesThrough(rule, segments).flatMap((leaf) => (leaf.kind === 'trait' ? [leaf.trait] : []))
  const isComputed = (trait: string) => isComputedTrait(trait) || trait.startsWith('rfm_') || own.has(trait)
  return [...new Set(traits.filter(isComputed))]
}

function missing(what: 'segment' | 'campaign', id: string): Failure {
  const why =
    what === 'segment' ? 'does not exist' : 'is no past campaign with a hold-out and a closed window'
  return new Failure('unprocessable', `${what} ${id} ${why}; choose another`, { code: `${what}_missing`, id })
}
