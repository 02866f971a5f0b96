import {
  type ClusterAnalysisBrief,
  type ClusterInput,
  type ClusterTrait,
  clusterLimits,
  type Rule,
  type TraitDefinition,
} from '@rapport/contract'

/** A new analysis while it is put together. */
export interface Draft {
  readonly name: string
  /** A segment's id; null is everybody. A rule of an earlier analysis that is no segment is kept as it is. */
  readonly who: string | null
  readonly keptRule: Rule | null
  readonly traits: readonly ClusterTrait[]
  readonly missing: ClusterInput['missing']
  readonly kOwn: number | null
  readonly seed: number
}

const kinds: Partial<Record<TraitDefinition['type'], ClusterTrait['kind']>> = {
  number: 'number',
  money: 'money',
  moment: 'days_since',
  date: 'days_since',
}

/** Days since a birthday say nothing, and neither does the hour as a number: 23 and 0 are neighbours. */
const unsuitable: ReadonlySet<string> = new Set(['birthday', 'favourite_hour'])

/** What most shops tell their customers apart by, in this order. */
const usual = ['last_order_at', 'orders', 'revenue', 'aov', 'discount_share']

/** The traits that people can be grouped by, the usual ones first. */
export function choicesOf(definitions: readonly TraitDefinition[]): ClusterTrait[] {
  const rank = (trait: string) => (usual.includes(trait) ? usual.indexOf(trait) : usual.length)
  return definitions
    .flatMap(({ name, type }) => {
      const kind = kinds[type]
      return kind && !unsuitable.has(name) ? [{ trait: name, kind, log: isSkewed(name, kind) }] : []
    })
    .sort((left, right) => rank(left.trait) - rank(right.trait))
}

/** Amounts and counts: few people have very much of them. */
function isSkewed(name: string, kind: ClusterTrait['kind']): boolean {
  return kind === 'money' || /^(orders|distinct_products|followers|referrals)/.test(name)
}

/** What a new draft begins with: the usual traits, as far as customers have them. */
export function beginningTraits(choices: readonly ClusterTrait[]): ClusterTrait[] {
  const begin = usual.slice(0, 4)
  return choices.filter(({ trait }) => begin.includes(trait))
}

/** A trait taken in or out; not more than are allowed. */
export function toggled(traits: readonly ClusterTrait[], choice: ClusterTrait): readonly ClusterTrait[] {
  if (traits.some(({ trait }) => trait === choice.trait))
    return traits.filter(({ trait }) => trait !== choice.trait)
  return traits.length < clusterLimits.traitsMax ? [...traits, choice] : traits
}

/** A draft with the settings of an analysis there is. */
export function draftOf(analysis: ClusterAnalysisBrief): Draft {
  const { rule } = analysis
  const isSegment = rule?.kind === 'segment' && rule.op === 'in'
  return {
    name: analysis.name,
    who: isSegment ? rule.segmentId : null,
    keptRule: isSegment ? null : rule,
    traits: analysis.traits,
    missing: analysis.missing,
    kOwn: analysis.k,
    seed: analysis.seed,
  }
}

/** The draft as the API takes it. */
export function inputOf(draft: Draft): ClusterInput {
  return {
    name: draft.name.trim(),
    traits: [...draft.traits],
    missing: draft.missing,
    k: draft.kOwn,
    seed: draft.seed,
    rule: draft.who ? { kind: 'segment', op: 'in', segmentId: draft.who } : draft.keptRule,
  }
}
