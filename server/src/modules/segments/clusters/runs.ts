import { clusterLimits, type Rule } from '@rapport/contract'
import { Failure } from '../../../kernel/failure'
import { createBackground, Gone, inSlices, Stopped } from '../background'
import type { SegmentsDeps } from '../deps'
import type { RuleContext } from '../rule/moments'
import { cluster } from './compute'
import { deleteMembers, writeMembers } from './members'
import { readPeople } from './people'
import type { Computed } from './result'
import { type AnalysisRow, findAnalysis, findUnfinished, finishAnalysis, saveProgress } from './store'

export interface RunDeps extends Pick<SegmentsDeps, 'db' | 'facts' | 'now' | 'log'> {
  /** What a rule is evaluated with at a moment, with the segments that it leads to. */
  readonly contextOf: (workspaceId: string, rule: Rule | null, at: Date) => Promise<RuleContext>
}

/** Where the parts of the work begin and end, in percent. */
const shares = { read: [0, 30], think: [30, 80], write: [80, 99] } as const

/**
 * Analyses in the background, one after another: each holds its people in memory. The arithmetic goes on in slices of
 * some milliseconds, so that requests are answered meanwhile. One that was cut short is begun again from the start, as of
 * the same moment and with the same seed.
 */
export function createClusterRuns({ db, facts, now, log, contextOf }: RunDeps) {
  async function analyse(workspaceId: string, row: AnalysisRow): Promise<Computed> {
    const { analysisId, input, startedAt } = row
    const told = background.progress((percent) => saveProgress(db, workspaceId, analysisId, percent))
    await told(shares.read, 0)
    const context = await contextOf(workspaceId, input.rule, startedAt)
    const question = { workspaceId, ...input, context, leavesOut: input.missing === 'leave_out' }
    const people = await readPeople(facts, question, (read) =>
      told(shares.read, read / (read + clusterLimits.peopleMax / 10)),
    )
    const { computed, labels, distances } = await inSlices(cluster(people, input), (share) =>
      told(shares.think, share),
    )
    const members = { ids: people.ids, labels, squaredDistances: distances }
    await writeMembers(facts, workspaceId, analysisId, members, (written) =>
      told(shares.write, written / people.ids.length),
    )
    return computed
  }

  async function carryOut(workspaceId: string, row: AnalysisRow): Promise<void> {
    const { analysisId } = row
    try {
      const result = await analyse(workspaceId, row)
      const isKept = await finishAnalysis(db, workspaceId, analysisId, { result, problem: null }, now())
      if (!isKept) throw new Gone()
    } catch (error) {
      if (error instanceof Stopped) return
      if (error instanceof Gone) return deleteMembers(facts, workspaceId, analysisId)
      const isExpected = error instanceof Failure
      if (!isExpected) log.error({ err: error, workspaceId, analysisId }, 'a cluster analysis failed')
      const problem = isExpected ? String(error.details.code ?? error.code) : 'internal'
      await deleteMembers(facts, workspaceId, analysisId)
      await finishAnalysis(db, workspaceId, analysisId, { result: null, problem }, now())
    }
  }

  async function* left(isUnderWay: (id: string) => boolean) {
    for (const { workspaceId, analysisId } of await findUnfinished(db)) {
      if (isUnderWay(analysisId)) continue
      const row = await findAnalysis(db, workspaceId, analysisId)
      if (!row) continue
      await deleteMembers(facts, workspaceId, analysisId)
      yield [workspaceId, row] as const
    }
  }

  const background = createBackground<AnalysisRow>({
    log,
    idOf: ({ analysisId }) => analysisId,
    carryOut,
    left,
  })
  const { progress: _, ...runs } = background
  return runs
}
