import { computedDefinitionSchema, type Rule } from '@rapport/contract'
import { type MeaningSettings, meaningOf, refuseOwnEvents } from '../live/followed'
import { loadSegmentRules, type SegmentRules, type StoredRule } from '../rule/segments'
import { circleAmong } from './circles'
import type { TraitRow } from './store'
import type { AskedTrait } from './value-sql'
import { watchedRule } from './watched'

/** A computed trait that can be kept up to date. */
export interface FollowedTrait extends AskedTrait {
  /** Asked again exactly when the trait has to be. */
  readonly rule: Rule
  /** A digest of the definition, of every rule that it leads to and of the time zone. */
  readonly meaning: string
}

export interface FollowedTraits {
  readonly traits: readonly FollowedTrait[]
  readonly broken: readonly { readonly key: string; readonly problem: string }[]
  /** Rules of the segments that definitions ask for. */
  readonly rules: SegmentRules
}

/** Makes traits ready to be kept up to date. One that cannot be stands aside with its reason. */
export async function followedTraitsOf(
  rows: readonly TraitRow[],
  settings: MeaningSettings,
  find: (ids: readonly string[]) => Promise<readonly StoredRule[]>,
): Promise<FollowedTraits> {
  const traits: FollowedTrait[] = []
  const broken: { key: string; problem: string }[] = []
  const rules = new Map<string, Rule>()
  for (const { key, definition: stored } of rows.filter(({ state }) => state !== 'removing')) {
    try {
      const definition = computedDefinitionSchema.parse(JSON.parse(stored))
      const rule = watchedRule(definition)
      const asked = await loadSegmentRules([rule], find)
      refuseOwnEvents(rule, asked)
      for (const [id, other] of asked) rules.set(id, other)
      const meaning = meaningOf('trait', definition, asked, settings)
      traits.push({ key, definition, rule, meaning })
    } catch (error) {
      broken.push({ key, problem: error instanceof Error ? error.message : String(error) })
    }
  }
  return { ...withoutCircles(traits, rules, broken), rules }
}

/** A circle came about when a segment was changed: all that are in one stand aside. */
function withoutCircles(
  traits: readonly FollowedTrait[],
  rules: SegmentRules,
  broken: readonly { readonly key: string; readonly problem: string }[],
): Omit<FollowedTraits, 'rules'> {
  const circle = circleAmong(traits, rules)
  if (!circle) return { traits, broken }
  const problem = `computed traits ask for one another in a circle: ${circle.join(' → ')}`
  const inCircle = [...new Set(circle)].map((key) => ({ key, problem }))
  return withoutCircles(
    traits.filter(({ key }) => !circle.includes(key)),
    rules,
    [...broken, ...inCircle],
  )
}
