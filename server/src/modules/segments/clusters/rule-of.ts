import type { ClusterTrait, Condition, Rule } from '@rapport/contract'
import type { Box } from '@rapport/stats'

/** What a column of numbers says of a trait: how much of it, or whether it has a value (0 or 1). */
export type RuleColumn =
  | Pick<ClusterTrait, 'trait' | 'kind'>
  | {
      readonly trait: string
      readonly kind: 'has_value'
      readonly has: Condition
      readonly hasNot: Condition
    }

export interface RuleParts {
  readonly traits: readonly RuleColumn[]
  /** What a missing value of each trait counts as; null when people without it are left out. */
  readonly fills: readonly number[] | null
  /** Combinations of traits that people who were left out lack, a bit each. */
  readonly lacking: ReadonlySet<number>
  /** Whom the analysis was about; null is everybody. */
  readonly base: Rule | null
}

/** The rule that says of people, by their traits, what the boxes say of their numbers. */
export function ruleOf(boxes: readonly Box[], parts: RuleParts): Rule {
  const all: Rule[] = [
    ...membersOf(parts.base),
    ...guards(boxes, parts).map((trait): Rule => presence(trait, 'is_set')),
    ...anyOf(boxes.map((box) => boxRules(box, parts))),
  ]
  const [only] = all
  return all.length === 1 && only ? only : { kind: 'all', of: all }
}

/** Conditions of the base that must all hold: its members, so that the rule nests no deeper than it has to. */
function membersOf(base: Rule | null): Rule[] {
  if (!base) return []
  return base.kind === 'all' ? base.of : [base]
}

/** One box holds as its conditions do; of several any must hold. */
function anyOf(boxes: readonly (readonly Rule[])[]): Rule[] {
  const [first] = boxes
  if (boxes.length === 1 && first) return [...first]
  return [
    {
      kind: 'any',
      of: boxes.map((of): Rule => (of.length === 1 && of[0] ? of[0] : { kind: 'all', of: [...of] })),
    },
  ]
}

function boxRules(box: Box, { traits, fills }: RuleParts): Rule[] {
  return [...box].flatMap(([column, { above, atMost }]) => {
    const trait = traits[column]
    if (!trait) return []
    const fill = fills?.[column]
    const bounds: Rule[] = [
      ...(above === undefined ? [] : [leaf(trait, upwards(trait, above))]),
      ...(atMost === undefined ? [] : [leaf(trait, downwards(trait, atMost))]),
    ]
    const isFillIn = fill !== undefined && fill > (above ?? -Infinity) && fill <= (atMost ?? Infinity)
    if (!isFillIn) return bounds
    const [only] = bounds
    const both: Rule = bounds.length === 1 && only ? only : { kind: 'all', of: bounds }
    return [{ kind: 'any', of: [both, presence(trait.trait, 'is_not_set')] } as const]
  })
}

/** More than a cut. Days since: whole days, so more than 30 of them is 31 days or longer ago. */
function upwards(column: RuleColumn, cut: number): Condition {
  if (column.kind === 'has_value') return column.has
  const { kind } = column
  if (kind === 'days_since')
    return { type: 'date', op: 'before_last', within: { amount: cut + 1, unit: 'day' } }
  return { type: kind, op: 'more_than', value: cut }
}

/** At most a cut. Days since: 30 of them at most is less than 31 days ago. */
function downwards(column: RuleColumn, cut: number): Condition {
  if (column.kind === 'has_value') return column.hasNot
  const { kind } = column
  if (kind === 'days_since') return { type: 'date', op: 'in_last', within: { amount: cut + 1, unit: 'day' } }
  return { type: kind, op: 'at_most', value: cut }
}

function leaf({ trait }: RuleColumn, condition: Condition): Rule {
  return { kind: 'trait', trait, condition }
}

function presence(trait: string, op: 'is_set' | 'is_not_set'): Rule {
  return { kind: 'trait', trait, condition: { type: 'presence', op } }
}

/**
 * Traits that must be set besides, so that nobody who was left out is let in: the fewest that are found by taking the one
 * first that the most combinations lack. Those that every box asks about need no guard.
 */
function guards(boxes: readonly Box[], { traits, lacking }: RuleParts): string[] {
  const asked = traits.map((_, column) => boxes.every((box) => box.has(column)))
  let open = [...lacking].filter((mask) => !traits.some((_, column) => asked[column] && mask & (1 << column)))
  const chosen: string[] = []
  while (open.length > 0) {
    const counts = traits.map((_, column) => open.filter((mask) => mask & (1 << column)).length)
    const best = counts.indexOf(Math.max(...counts))
    const trait = traits[best]
    if (!trait) break
    chosen.push(trait.trait)
    open = open.filter((mask) => !(mask & (1 << best)))
  }
  return chosen
}
