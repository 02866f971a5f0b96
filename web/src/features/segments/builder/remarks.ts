import { contradictionsIn } from './contradictions'
import { type DraftGroup, type DraftNode, isDraftGroup } from './draft'

/** What the server found wrong with a rule, as far as it names segments. */
export interface RuleProblem {
  readonly code: string
  readonly details: Readonly<Record<string, unknown>>
}

/**
 * Which conditions to mark, by their ids, with the code of what is wrong: the ones that ask for a segment that the
 * server refused, or, when nobody fits, those that contradict one another.
 */
export function remarksFor(
  root: DraftGroup,
  problem: RuleProblem | null,
  isNobody: boolean,
): ReadonlyMap<string, string> {
  if (problem) {
    const refused = segmentsOf(problem.details)
    return new Map(
      leavesIn(root)
        .filter((leaf) => leaf.kind === 'segment' && refused.has(leaf.segmentId))
        .map(({ id }) => [id, problem.code]),
    )
  }
  if (!isNobody) return new Map()
  return new Map([...contradictionsIn(root)].map((id) => [id, 'contradiction']))
}

function segmentsOf({ segmentId, segmentIds }: RuleProblem['details']): ReadonlySet<unknown> {
  return new Set(Array.isArray(segmentIds) ? segmentIds : [segmentId])
}

type Leaf = Exclude<DraftNode, DraftGroup>

function leavesIn(group: DraftGroup): Leaf[] {
  return group.of.flatMap((member) => (isDraftGroup(member) ? leavesIn(member) : [member]))
}
