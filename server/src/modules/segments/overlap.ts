import type { Rule, SegmentOverlap } from '@rapport/contract'
import type { Facts } from '../../platform/clickhouse'
import { answersSql } from './rule/compile'
import type { RuleContext } from './rule/moments'

/** One of the sets that are laid over one another. */
export interface OverlapSet {
  /** Null for a rule that is not saved. */
  readonly id: string | null
  readonly name: string
  readonly rule: Rule
}

/** How many people are in exactly which of the sets, in one statement: the answers of a person are the bits of a number. */
export async function overlapOf(
  facts: Facts,
  workspaceId: string,
  sets: readonly OverlapSet[],
  context: RuleContext,
): Promise<SegmentOverlap> {
  const { text, params } = answersSql(
    workspaceId,
    sets.map(({ rule }) => rule),
    context,
  )
  const rows = await facts.query<{ mask: number; people: number }>(
    `SELECT arraySum((one, place) -> bitShiftLeft(toUInt64(one), place - 1), holds, arrayEnumerate(holds)) AS mask,
            count() AS people
     FROM (${text})
     GROUP BY mask`,
    params,
  )
  const has = (mask: number, place: number) => ((mask >> place) & 1) === 1
  return {
    sets: sets.map(({ id, name }, place) => ({
      id,
      name,
      people: rows.reduce((sum, { mask, people }) => sum + (has(mask, place) ? people : 0), 0),
    })),
    parts: rows
      .filter(({ mask }) => mask > 0)
      .map(({ mask, people }) => ({ of: placesOf(sets.length).filter((place) => has(mask, place)), people }))
      .sort((left, right) => right.people - left.people || left.of.length - right.of.length),
    everybody: rows.reduce((sum, { people }) => sum + people, 0),
    evaluatedAt: context.now.toISOString(),
  }
}

const placesOf = (count: number) => Array.from({ length: count }, (_, place) => place)
