import { companyPath, type TraitDefinition } from '@rapport/contract'

type Known = Omit<TraitDefinition, 'name' | 'computed'> & { readonly computed?: boolean }

const basic = (
  type: TraitDefinition['type'],
  sensitivity: TraitDefinition['sensitivity'] = 'public',
): Known => ({ family: 'basic', type, sensitivity })
const consumption = (type: TraitDefinition['type']): Known => ({
  family: 'consumption',
  type,
  sensitivity: 'public',
  computed: true,
})
const social = (type: TraitDefinition['type']): Known => ({ family: 'social', type, sensitivity: 'public' })
const psychographic = (type: TraitDefinition['type']): Known => ({
  family: 'psychographic',
  type,
  sensitivity: 'public',
})

/** Traits that the product itself knows: what they are, which family they belong to, who may see them. */
const known: Readonly<Record<string, Known>> = {
  email: basic('text', 'personal'),
  phone: basic('text', 'personal'),
  name: basic('text', 'personal'),
  first_name: basic('text', 'personal'),
  last_name: basic('text', 'personal'),
  gender: { ...basic('choice'), choices: ['female', 'male', 'other'] },
  birthday: basic('date', 'personal'),
  age: basic('number'),
  street: basic('text', 'personal'),
  postal_code: basic('text', 'personal'),
  city: basic('text'),
  region: basic('text'),
  country: basic('text'),
  latitude: basic('number', 'personal'),
  longitude: basic('number', 'personal'),
  language: basic('text'),
  company: basic('text'),
  company_domain: basic('text'),
  title: basic('text'),
  created_at: basic('moment'),
  tags: basic('list'),
  id_card: basic('text', 'sensitive'),
  consent_email: { ...basic('choice'), choices: ['granted', 'withdrawn'] },
  consent_sms: { ...basic('choice'), choices: ['granted', 'withdrawn'] },
  orders: consumption('number'),
  revenue: consumption('money'),
  refunds: consumption('money'),
  aov: consumption('money'),
  first_order_at: consumption('moment'),
  last_order_at: consumption('moment'),
  purchase_cycle_days: consumption('number'),
  discount_share: consumption('number'),
  favourite_category: consumption('text'),
  favourite_channel: consumption('text'),
  favourite_hour: consumption('number'),
  distinct_products: consumption('number'),
  orders_90d: consumption('number'),
  revenue_90d: consumption('money'),
  lifecycle_stage: {
    ...consumption('choice'),
    choices: ['prospect', 'new', 'active', 'at_risk', 'dormant', 'lost'],
  },
  rfm_recency: consumption('number'),
  rfm_frequency: consumption('number'),
  rfm_monetary: consumption('number'),
  rfm_segment: consumption('text'),
  rfm_class: consumption('text'),
  last_open_at: { family: 'social', type: 'moment', sensitivity: 'public', computed: true },
  last_click_at: { family: 'social', type: 'moment', sensitivity: 'public', computed: true },
  followers: social('number'),
  influence: social('number'),
  referrals: social('number'),
  wechat_openid: { ...social('text'), sensitivity: 'personal' },
  wechat_unionid: { ...social('text'), sensitivity: 'personal' },
  nps: psychographic('number'),
  values: psychographic('list'),
  lifestyle: psychographic('text'),
  interests: psychographic('list'),
}

export const knownTraits: readonly TraitDefinition[] = Object.entries(known).map(([name, trait]) => ({
  name,
  computed: false,
  ...trait,
}))

const knownByName = new Map(knownTraits.map((trait) => [trait.name, trait]))

/** The definition of a trait by its name; one that a sender made up is text or what its values show, of no family. */
export function traitDefinition(name: string, seenTypes: readonly string[] = []): TraitDefinition {
  return (
    knownByName.get(name) ?? {
      name,
      family: 'other',
      type: typeFrom(seenTypes),
      sensitivity: 'public',
      computed: false,
    }
  )
}

/** Who may see the values at a path of a rule: what a company says of itself is nobody's, a household is people. */
export function sensitivityOf(path: string): TraitDefinition['sensitivity'] {
  const of = companyPath(path)
  if (of?.kind === 'company') return 'public'
  return traitDefinition((of?.trait ?? path).split('.', 1)[0] ?? '').sensitivity
}

/** True for traits that the product keeps itself: nobody sets them by hand. */
export function isComputedTrait(name: string): boolean {
  return knownByName.get(name)?.computed ?? false
}

const hidden = '•••'

/** Traits as somebody without `customers:personal` sees them: that there is a value, not which. */
export function maskTraits<V>(traits: Readonly<Record<string, V>>, mask: (value: V) => V): Record<string, V> {
  return Object.fromEntries(
    Object.entries(traits).map(([name, value]) => [
      name,
      traitDefinition(name).sensitivity === 'public' ? value : mask(value),
    ]),
  )
}

export const maskedValue = hidden

/** ClickHouse's names of the types seen at a path. */
function typeFrom(seenTypes: readonly string[]): TraitDefinition['type'] {
  const types = seenTypes.map((type) => type.replace(/Nullable\((.*)\)/, '$1'))
  if (types.length === 0) return 'text'
  if (types.every((type) => /^U?Int|^Float|^Decimal/.test(type))) return 'number'
  if (types.every((type) => type === 'Bool')) return 'boolean'
  if (types.every((type) => type.startsWith('Array'))) return 'list'
  if (types.every((type) => type.startsWith('Date'))) return 'moment'
  return 'text'
}
