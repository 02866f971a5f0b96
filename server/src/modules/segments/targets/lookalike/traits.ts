import {
  computedDefinitionSchema,
  type LookalikeOmission,
  type LookalikeTrait,
  lookalikeLimits,
  type Rule,
  valueTypeOf,
} from '@rapport/contract'
import { eventNamesOf } from '../../live/watch'
import { leavesThrough, type SegmentRules } from '../../rule/segments'
import type { TraitRow } from '../../traits/store'

export type OmittedTrait = LookalikeTrait & Pick<LookalikeOmission, 'why'>

export interface TraitChoice {
  readonly chosen: LookalikeTrait[]
  readonly omitted: OmittedTrait[]
}

/** What tells customers of most shops apart. */
const usual: readonly LookalikeTrait[] = [
  { trait: 'last_order_at', kind: 'days_since' },
  { trait: 'orders', kind: 'number' },
  { trait: 'revenue', kind: 'money' },
  { trait: 'aov', kind: 'money' },
  { trait: 'purchase_cycle_days', kind: 'number' },
  { trait: 'discount_share', kind: 'number' },
  { trait: 'distinct_products', kind: 'number' },
  { trait: 'orders_90d', kind: 'number' },
  { trait: 'revenue_90d', kind: 'money' },
  { trait: 'refunds', kind: 'money' },
  { trait: 'first_order_at', kind: 'days_since' },
  { trait: 'last_open_at', kind: 'days_since' },
  { trait: 'last_click_at', kind: 'days_since' },
  { trait: 'age', kind: 'number' },
  { trait: 'favourite_category', kind: 'choice' },
  { trait: 'favourite_channel', kind: 'choice' },
  { trait: 'favourite_hour', kind: 'hour' },
  { trait: 'city', kind: 'choice' },
  { trait: 'gender', kind: 'choice' },
]

/** Traits that say the same in other words: who is asked about one is told by the others. */
const families: readonly (readonly string[])[] = [
  [
    'orders',
    'orders_90d',
    'purchase_cycle_days',
    'distinct_products',
    'rfm_frequency',
    'rfm_segment',
    'rfm_class',
  ],
  ['revenue', 'revenue_90d', 'aov', 'rfm_monetary', 'rfm_segment', 'rfm_class'],
  [
    'last_order_at',
    'orders_90d',
    'revenue_90d',
    'lifecycle_stage',
    'rfm_recency',
    'rfm_segment',
    'rfm_class',
  ],
  ['birthday', 'age'],
  ['city', 'region'],
]

/** Traits worked out from the events of a name. */
const fromEvents: Readonly<Record<string, readonly string[]>> = {
  'Order Completed': [
    ...['orders', 'revenue', 'aov', 'orders_90d', 'revenue_90d', 'first_order_at', 'last_order_at'],
    ...['purchase_cycle_days', 'discount_share', 'favourite_category', 'favourite_channel', 'favourite_hour'],
    ...['distinct_products', 'lifecycle_stage'],
  ],
  'Order Refunded': ['refunds'],
  message_opened: ['last_open_at', 'last_click_at'],
  message_clicked: ['last_click_at', 'last_open_at'],
}

const ownKinds: Readonly<Record<string, LookalikeTrait['kind']>> = {
  number: 'number',
  money: 'money',
  moment: 'days_since',
  date: 'days_since',
  text: 'choice',
}

/** The traits that a model goes by unless told otherwise, and which of the usual ones the seed's own rule gives away. */
export function choiceFor(
  seed: Rule,
  segments: SegmentRules | undefined,
  own: readonly TraitRow[],
): TraitChoice {
  const ownTraits = own.flatMap(({ key, definition }) => {
    const kind = kindOf(definition)
    return kind ? [{ trait: key, kind }] : []
  })
  const all = [...usual, ...ownTraits]
  const whyOf = leakOf(seed, segments, own)
  const omitted = all.flatMap((one) => {
    const why = whyOf(one.trait)
    return why ? [{ ...one, why }] : []
  })
  const chosen = all.filter(({ trait }) => !whyOf(trait)).slice(0, lookalikeLimits.traitsMax)
  return { chosen, omitted }
}

/** Why a trait tells what the seed's rule asks: it is asked itself, or worked out from the same; null when it does not. */
export function leakOf(
  seed: Rule,
  segments: SegmentRules | undefined,
  own: readonly TraitRow[],
): (trait: string) => 'asked_by_seed' | 'tells_seed' | null {
  const asked = new Set(
    leavesThrough(seed, segments).flatMap((leaf) => (leaf.kind === 'trait' ? [leaf.trait] : [])),
  )
  const events = [...eventNamesOf(seed, segments)]
  const related = new Set([
    ...families.filter((family) => family.some((trait) => asked.has(trait))).flat(),
    ...events.flatMap((name) => fromEvents[name] ?? []),
    ...own.filter(({ definition }) => mentions(definition, [...asked, ...events])).map(({ key }) => key),
  ])
  return (trait) => {
    if (asked.has(trait)) return 'asked_by_seed'
    return related.has(trait) ? 'tells_seed' : null
  }
}

/** Whether the text of a definition has one of the names as a value. */
function mentions(definition: string, names: readonly string[]): boolean {
  return names.some((name) => definition.includes(JSON.stringify(name)))
}

function kindOf(definition: string): LookalikeTrait['kind'] | null {
  const parsed = computedDefinitionSchema.safeParse(JSON.parse(definition))
  return parsed.success ? (ownKinds[valueTypeOf(parsed.data)] ?? null) : null
}
