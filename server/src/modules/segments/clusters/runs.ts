import { clusterLimits, type Rule } from '@rapport/contract'
import type { Steps } from '@rapport/stats'
import { Failure } from '../../../kernel/failure'
import { createBreather } from '../../../platform/breather'
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

/** The process ends; the next one begins the analysis again. */
class Stopped extends Error {}

/** The analysis was deleted while it went on. */
class Gone extends Error {}

/** Where the parts of the work begin and end, in percent; and how often that is written down. */
const shares = { read: [0, 30], think: [30, 80], write: [80, 99] } as const
const percentPerNote = 3

/**
 * Analyses in the background, one after another: each holds its people in memory. The arithmetic goes on in slices of
 * some milliseconds, so that requests are answered meanwhile. One that was cut short is begun again from the start, as of
 * the same moment and with the same seed.
 */
export function createClusterRuns({ db, facts, now, log, contextOf }: RunDeps) {
  const underWay = new Map<string, Promise<void>>()
  let turn: Promise<void> = Promise.resolve()
  let isStopping = false

  function progressOf(workspaceId: string, analysisId: string) {
    let noted = 0
    return async ([from, to]: readonly [number, number], share: number): Promise<void> => {
      if (isStopping) throw new Stopped()
      const percent = Math.floor(from + (to - from) * Math.min(1, share))
      if (percent < noted + percentPerNote) return
      noted = percent
      if (!(await saveProgress(db, workspaceId, analysisId, percent))) throw new Gone()
    }
  }

  async function analyse(workspaceId: string, row: AnalysisRow): Promise<Computed> {
    const { analysisId, input, startedAt } = row
    const told = progressOf(workspaceId, analysisId)
    if (!(await saveProgress(db, workspaceId, analysisId, 0))) throw new Gone()
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

  function begin(workspaceId: string, row: AnalysisRow): void {
    const work = turn
      .then(() => (isStopping ? undefined : carryOut(workspaceId, row)))
      .catch((error: unknown) =>
        log.error({ err: error, analysisId: row.analysisId }, 'a cluster analysis was cut short'),
      )
      .finally(() => underWay.delete(row.analysisId))
    turn = work
    underWay.set(row.analysisId, work)
  }

  return {
    begin,

    /** Begins those again that an earlier process left; what it had written of them goes first. */
    async resume(): Promise<void> {
      for (const { workspaceId, analysisId } of await findUnfinished(db)) {
        if (underWay.has(analysisId)) continue
        const row = await findAnalysis(db, workspaceId, analysisId)
        if (!row) continue
        await deleteMembers(facts, workspaceId, analysisId)
        begin(workspaceId, row)
      }
    },

    /** Resolves when nothing is being analysed. */
    async settled(): Promise<void> {
      await Promise.all(underWay.values())
    },

    /** Leaves what is going on at the next chance; `resume` of the next process begins it again. */
    async stop(): Promise<void> {
      isStopping = true
      await Promise.all(underWay.values())
    },
  }
}

/** Runs long work with a rest every few milliseconds; `told` hears how far it is. */
async function inSlices<T>(steps: Steps<T>, told: (share: number) => Promise<void>): Promise<T> {
  const breather = createBreather()
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
    if (!breather.isDue()) continue
    await told(value)
    await breather.rest()
  }
}
