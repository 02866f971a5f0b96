import { type LookalikeOmission, type LookalikeTrait, lookalikeLimits, type Rule } from '@rapport/contract'
import { Failure } from '../../../../kernel/failure'
import { createBackground, inSlices, type Told } from '../../background'
import type { SegmentsDeps } from '../../deps'
import type { RuleContext } from '../../rule/moments'
import { findAlike } from './compute'
import { deleteMembers, writeMembers } from './members'
import { readMeasures, readPeople } from './people'
import type { Computed } from './result'
import { findLookalike, findUnfinished, finishLookalike, type LookalikeRow, saveProgress } from './store'

/** What a search goes by: the seed's rule as it is now, and the traits. */
export interface Ground {
  readonly seed: Rule
  readonly context: RuleContext
  readonly traits: readonly LookalikeTrait[]
  readonly omitted: readonly LookalikeOmission[]
  readonly leaks: readonly string[]
}

export interface RunDeps extends Pick<SegmentsDeps, 'db' | 'facts' | 'now' | 'log'> {
  readonly groundOf: (workspaceId: string, row: LookalikeRow) => Promise<Ground>
}

/** Where the parts of the work begin and end, in percent. */
const shares = { read: [0, 35], think: [35, 90], write: [90, 99] } as const

/**
 * Searches in the background, one after another. The arithmetic goes on in slices of some milliseconds, so that requests are
 * answered meanwhile. One that was cut short is begun again, as of the same moment and with the same seed number.
 */
export function createLookalikeRuns({ db, facts, now, log, groundOf }: RunDeps) {
  async function search(workspaceId: string, row: LookalikeRow, told: Told): Promise<Computed> {
    const { lookalikeId, input } = row
    await told(shares.read, 0)
    const { seed, context, traits, omitted, leaks } = await groundOf(workspaceId, row)
    if (traits.length === 0)
      throw new Failure('unprocessable', 'no trait is left to go by', { code: 'no_traits' })
    const measures = await readMeasures(facts, workspaceId, traits)
    const question = { workspaceId, seed, base: input.rule, context }
    const people = await readPeople(facts, question, measures, (read) =>
      told(shares.read, read / (read + lookalikeLimits.peopleMax / 10)),
    )
    const asked = { seed: input.seed, outside: outsideOf(input.rule, input.seedId), omitted, leaks }
    const { computed, best, similarity } = await inSlices(findAlike(people, measures, asked), (share) =>
      told(shares.think, share),
    )
    const ids = Array.from(best, (at) => people.ids[at] as string)
    await writeMembers(facts, workspaceId, lookalikeId, { ids, similarity }, (written) =>
      told(shares.write, written / ids.length),
    )
    return computed
  }

  return createBackground<LookalikeRow, Computed>({
    log,
    now,
    kind: 'a search for lookalikes',
    idOf: ({ lookalikeId }) => lookalikeId,
    work: search,
    saveProgress: (...progress) => saveProgress(db, ...progress),
    finish: (...end) => finishLookalike(db, ...end),
    clear: (...which) => deleteMembers(facts, ...which),
    unfinished: () => findUnfinished(db),
    find: (...which) => findLookalike(db, ...which),
  })
}

/** The people a search is about: in the base, and not in the seed. */
function outsideOf(base: Rule | null, segmentId: string): Rule {
  const ofBase = base === null ? [] : base.kind === 'all' ? base.of : [base]
  return { kind: 'all', of: [...ofBase, { kind: 'segment', op: 'not_in', segmentId }] }
}
