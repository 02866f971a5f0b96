import type { Rule } from '@rapport/contract'
import { createClusters } from './clusters'
import type { SegmentsDeps } from './deps'
import { createLive } from './live'
import { createInspection } from './live/inspect'
import { createQuestions } from './questions'
import { createRfmConfigs } from './rfm/configs'
import { createRfmRuns } from './rfm/runs'
import { deleteRfm } from './rfm/store'
import { createTransitions } from './rfm/transitions'
import { createCatalogue } from './segments'
import { deleteSegments, findSegments } from './store'
import { createTargets } from './targets'
import { createTraitCatalogue } from './traits/catalogue'

export type { SegmentsDeps } from './deps'
export { insertTouches, type Touch } from './live/store'
export {
  anything,
  beingSeen,
  companyMention,
  computedTraits,
  eventMention,
  identifierMention,
  type Mention,
  membersMention,
  suppressionMention,
  traitMention,
} from './live/watch'
export { segmentRoutes } from './routes'
export { addressKeySql } from './rule/standing-sql'
export type { FindPastCampaigns } from './targets/ports'
export { traitsSource } from './traits/told'

export type Segments = ReturnType<typeof createSegments>

/** Rules with names, who is in them, and the scores by recency, frequency and money. */
export function createSegments(deps: SegmentsDeps) {
  const { db, settingsOf } = deps
  const configs = createRfmConfigs(deps)
  const live = createLive(deps)
  const runs = createRfmRuns(deps, configs)
  const { audiences, settingsAt, members: membersPage, ...catalogue } = createCatalogue(deps, configs, live)
  const moves = createTransitions(deps, configs)
  const inspection = createInspection({ ...deps, settingsAt, present: audiences.present })

  const clusters = createClusters(deps, { audiences, settingsAt, create: catalogue.create })

  const questions = createQuestions(deps, { audiences, settingsAt })

  const targets = createTargets(deps, { audiences, settingsAt, create: catalogue.create })

  const traits = createTraitCatalogue({ ...deps, live, settingsAt, present: audiences.present })

  const contextAt = async (workspaceId: string, at: Date) => {
    const { timezone, consentRule } = await settingsOf(workspaceId)
    return { now: at, timezone, consentRule }
  }

  return {
    ...catalogue,
    membersPage,
    rfm: {
      ...configs,
      ...runs,
      transitions: moves.transitions,
      /** Those who made one move between two days. */
      async movers(workspaceId: string, query: Parameters<typeof moves.movers>[1]) {
        const page = await moves.movers(workspaceId, query)
        return { ...page, items: await audiences.present(workspaceId, page.items) }
      },
    },
    clusters,
    targets,
    traits,
    live,
    inspection,
    questions,

    /** A rule in words, in both languages. */
    sentence: async (workspaceId: string, rule: Rule) => (await settingsAt(workspaceId)).words(rule),

    /** A segment's name and what it means today; null when there is none. One that is archived is still there. */
    async find(workspaceId: string, segmentId: string): Promise<{ name: string; rule: Rule } | null> {
      const [row] = await findSegments(db, workspaceId, [segmentId])
      return row ? { name: row.name, rule: row.rule } : null
    },

    /** How many people a rule holds for, at a moment. */
    count: async (workspaceId: string, rule: Rule, at: Date): Promise<number> =>
      audiences.count(workspaceId, rule, await contextAt(workspaceId, at)),

    /** How many people each of many rules holds for, at a moment, in one pass over the events that they share. */
    countAll: async (workspaceId: string, rules: readonly Rule[], at: Date): Promise<number[]> =>
      audiences.counts(workspaceId, rules, await contextAt(workspaceId, at)),

    /** Profile ids in a stable order, those behind `after`; fewer than `limit` mean that there are no more. */
    members: async (
      workspaceId: string,
      rule: Rule,
      page: { readonly at: Date; readonly after: string | null; readonly limit: number },
    ): Promise<string[]> =>
      audiences.memberIds(workspaceId, rule, await contextAt(workspaceId, page.at), page),

    /** Erases what the module keeps of a deleted workspace. */
    async eraseWorkspace(workspaceId: string): Promise<void> {
      await live.eraseWorkspace(workspaceId)
      await deleteSegments(db, workspaceId)
      await deleteRfm(db, workspaceId)
      await clusters.eraseWorkspace(workspaceId)
      await targets.lookalikes.eraseWorkspace(workspaceId)
    },
  }
}
