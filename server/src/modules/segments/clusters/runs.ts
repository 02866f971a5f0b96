import { clusterLimits, type Rule } from '@rapport/contract'
import { createBackground, inSlices, type Told } from '../background'
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
  async function analyse(workspaceId: string, row: AnalysisRow, told: Told): Promise<Computed> {
    const { analysisId, input, startedAt } = row
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

  return createBackground<AnalysisRow, Computed>({
    log,
    now,
    kind: 'a cluster analysis',
    idOf: ({ analysisId }) => analysisId,
    work: analyse,
    saveProgress: (...progress) => saveProgress(db, ...progress),
    finish: (...end) => finishAnalysis(db, ...end),
    clear: (...which) => deleteMembers(facts, ...which),
    unfinished: () => findUnfinished(db),
    find: (...which) => findAnalysis(db, ...which),
  })
}
