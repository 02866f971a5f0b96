import {
  type Cluster,
  type ClusterAnalysis,
  type ClusterAnalysisBrief,
  type ClusterChanges,
  type ClusterInput,
  clusterLimits,
  type Rule,
  ruleSchema,
  type Segment,
  type SegmentMember,
} from '@rapport/contract'
import { Failure, found } from '../../../kernel/failure'
import { decodeCursor, type Page, pageOf } from '../../../kernel/page'
import type { Actor } from '../../../platform/http'
import { latestFirst } from '../background'
import type { SegmentsDeps } from '../deps'
import type { RuleContext } from '../rule/moments'
import { loadSegmentRules } from '../rule/segments'
import type { createCatalogue } from '../segments'
import type { SentenceContext } from '../sentence'
import { findSegments } from '../store'
import { deleteAllMembers, deleteMembers, listMembers } from './members'
import type { Computed } from './result'
import { createClusterRuns } from './runs'
import {
  type AnalysisRow,
  countAnalyses,
  deleteAnalyses,
  deleteAnalysis,
  findAnalysis,
  findResult,
  insertAnalysis,
  listAnalyses,
  saveNames,
} from './store'
import { labelOf, wordsOf } from './words'

export type Clusters = ReturnType<typeof createClusters>

/** What clusters need of the catalogue of segments. */
type Catalogue = Pick<ReturnType<typeof createCatalogue>, 'audiences' | 'settingsAt' | 'create'>

/** Groups that people fall into by themselves: analyses, their clusters, and segments made of them. */
export function createClusters(
  deps: SegmentsDeps,
  { audiences, settingsAt, create: createSegment }: Catalogue,
) {
  const { db, facts, now, newId, audit, log } = deps
  const contextOf = async (workspaceId: string, rule: Rule | null, at: Date): Promise<RuleContext> => {
    const { context } = await settingsAt(workspaceId, at)
    const find = (ids: readonly string[]) => findSegments(db, workspaceId, ids)
    return { ...context, segments: await loadSegmentRules(rule ? [rule] : [], find) }
  }
  const { begin, ...runs } = createClusterRuns({ db, facts, now, log, contextOf })

  async function load(workspaceId: string, id: string): Promise<AnalysisRow> {
    return found(await findAnalysis(db, workspaceId, id), 'cluster analysis', id)
  }

  async function present(workspaceId: string, row: AnalysisRow): Promise<ClusterAnalysis> {
    const [result, { settings, words }] = await Promise.all([
      row.state === 'done' ? findResult(db, workspaceId, row.analysisId) : null,
      settingsAt(workspaceId),
    ])
    const { input } = row
    return {
      ...presentBrief(row),
      sentence: input.rule && words(input.rule),
      result: result && { ...result, ...mutable(result), clusters: clustersOf(result, row, settings, words) },
    }
  }

  /** A cluster of a finished analysis. */
  async function loadCluster(workspaceId: string, id: string, cluster: number) {
    const row = await load(workspaceId, id)
    if (row.state !== 'done') throw notDone(id)
    const result = await findResult(db, workspaceId, id)
    return { row, cluster: found(result?.clusters[cluster], 'cluster', `${id}/${cluster}`) }
  }

  return {
    ...runs,

    /** Begins an analysis in the background, and answers at once. */
    async create(actor: Actor, { name, ...input }: ClusterInput): Promise<ClusterAnalysis> {
      const { workspaceId } = actor
      await contextOf(workspaceId, input.rule, now())
      const row = newAnalysis(newId(), name, input, actor.name, now())
      await db.transaction(async (tx) => {
        if ((await countAnalyses(tx, workspaceId)) >= clusterLimits.analysesMax) throw tooMany()
        if (!(await insertAnalysis(tx, workspaceId, row))) throw alreadyRunning()
        await audit.record(actor, noteOf('clusters.started', row, { after: { name, ...input } }), tx)
      })
      begin(workspaceId, row)
      return present(workspaceId, row)
    },

    get: async (workspaceId: string, id: string): Promise<ClusterAnalysis> =>
      present(workspaceId, await load(workspaceId, id)),

    async list(
      workspaceId: string,
      query: { cursor?: string; limit: number },
    ): Promise<Page<ClusterAnalysisBrief>> {
      return latestFirst(query, {
        list: (range) => listAnalyses(db, workspaceId, range),
        idOf: ({ analysisId }) => analysisId,
        present: presentBrief,
      })
    },

    /** Gives an analysis and its clusters other names. */
    async update(actor: Actor, id: string, changes: ClusterChanges): Promise<ClusterAnalysis> {
      const { workspaceId } = actor
      const changed = await db.transaction(async (tx) => {
        const row = found(await findAnalysis(tx, workspaceId, id), 'cluster analysis', id)
        if (changes.names && row.state !== 'done') throw notDone(id)
        const next = { ...row, name: changes.name ?? row.name, names: renamed(row, changes) }
        await saveNames(tx, workspaceId, id, next.name, next.names)
        const [before, after] = [row, next].map(({ name, names }) => ({ name, names }))
        await audit.record(actor, noteOf('clusters.renamed', next, { before, after }), tx)
        return next
      })
      return present(workspaceId, changed)
    },

    /** Deletes an analysis with who was in its clusters. One that goes on notices and stops. */
    async remove(actor: Actor, id: string): Promise<void> {
      const { workspaceId } = actor
      await db.transaction(async (tx) => {
        const row = found(await findAnalysis(tx, workspaceId, id), 'cluster analysis', id)
        await deleteAnalysis(tx, workspaceId, id)
        await audit.record(actor, noteOf('clusters.deleted', row, { before: { name: row.name } }), tx)
      })
      await deleteMembers(facts, workspaceId, id)
    },

    /** Who was put into a cluster, from its middle outwards. Profiles that are gone since are left out. */
    async members(
      workspaceId: string,
      at: { readonly id: string; readonly cluster: number },
      query: { cursor?: string; limit: number },
    ): Promise<Page<SegmentMember>> {
      await loadCluster(workspaceId, at.id, at.cluster)
      const [distance, id] = decodeCursor(query.cursor, 'number', 'uuid')
      const rows = await listMembers(facts, workspaceId, {
        analysisId: at.id,
        cluster: at.cluster,
        after: id === undefined ? undefined : { distance, id },
        limit: query.limit + 1,
      })
      const page = pageOf(rows, query.limit, (last) => [last.distance, last.profileId])
      const ids = page.items.map(({ profileId }) => profileId)
      return { ...page, items: await audiences.present(workspaceId, ids) }
    },

    /** Makes an ordinary segment of the rule that approximates a cluster. */
    async createSegment(
      actor: Actor,
      at: { readonly id: string; readonly cluster: number },
      input: { readonly name: string; readonly description: string },
    ): Promise<Segment> {
      const { cluster } = await loadCluster(actor.workspaceId, at.id, at.cluster)
      const rule = ruleSchema.safeParse(cluster.rule)
      if (!rule.success) throw tooLarge(at.id)
      return createSegment(actor, { ...input, rule: rule.data, readyMade: null })
    },

    async eraseWorkspace(workspaceId: string): Promise<void> {
      await deleteAnalyses(db, workspaceId)
      await deleteAllMembers(facts, workspaceId)
    },
  }
}

function newAnalysis(
  analysisId: string,
  name: string,
  input: AnalysisRow['input'],
  startedBy: string,
  startedAt: Date,
): AnalysisRow {
  return {
    analysisId,
    name,
    state: 'running',
    input,
    names: {},
    people: null,
    clusters: null,
    done: 0,
    problem: null,
    startedAt,
    startedBy,
    finishedAt: null,
  }
}

function clustersOf(
  { clusters }: Computed,
  { input, names }: AnalysisRow,
  settings: SentenceContext,
  words: (rule: Rule) => Cluster['sentence'],
): Cluster[] {
  return clusters.map((one, cluster) => ({
    ...one,
    cluster,
    figures: [...one.figures],
    name: names[cluster] ?? null,
    label: labelOf(input.traits, one.figures, settings),
    words: wordsOf(input.traits, one.figures, settings),
    sentence: words(one.rule),
  }))
}

const mutable = ({ candidates, scatter }: Computed) => ({
  candidates: [...candidates],
  scatter: [...scatter],
})

function renamed({ names, clusters }: AnalysisRow, changes: ClusterChanges): AnalysisRow['names'] {
  const next: Record<string, string> = { ...names }
  for (const { cluster, name } of changes.names ?? []) {
    found(cluster < (clusters ?? 0) ? true : null, 'cluster', String(cluster))
    if (name === null) delete next[cluster]
    else next[cluster] = name
  }
  return next
}

function presentBrief(row: AnalysisRow): ClusterAnalysisBrief {
  const { analysisId, input, done, startedAt, finishedAt, names: _, ...rest } = row
  return {
    ...rest,
    ...input,
    traits: [...input.traits],
    id: analysisId,
    progress: { done, total: 100 },
    startedAt: startedAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
  }
}

function noteOf(action: string, row: AnalysisRow, values: { before?: unknown; after?: unknown }) {
  return { action, objectKind: 'cluster_analysis', objectId: row.analysisId, summary: row.name, ...values }
}

function notDone(id: string): Failure {
  return new Failure('conflict', `cluster analysis ${id} has no clusters (yet)`, {
    code: 'analysis_not_done',
  })
}

function alreadyRunning(): Failure {
  return new Failure('conflict', 'an analysis is going on already', { code: 'clusters_running' })
}

function tooLarge(id: string): Failure {
  const why = 'with the rule of the people it is about it is deeper or longer than rules may be'
  return new Failure('unprocessable', `the rule of a cluster of ${id} cannot be saved: ${why}`, {
    code: 'rule_too_large',
  })
}

function tooMany(): Failure {
  return new Failure(
    'conflict',
    `a workspace keeps at most ${clusterLimits.analysesMax} cluster analyses; delete some`,
    { code: 'too_many_analyses' },
  )
}
