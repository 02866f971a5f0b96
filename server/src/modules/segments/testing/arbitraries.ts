import {
  type Comparison,
  type Condition,
  type Duration,
  type EventRule,
  type EventTimeRule,
  type EventWindow,
  type Measure,
  type PropertyFilter,
  propertyFilterSchema,
  type Rule,
  type SequenceRule,
  traitPathSchema,
  traitRuleSchema,
  type WeekTimes,
} from '@rapport/contract'
import fc from 'fast-check'
import type { Json, JsonObject } from '../../events'
import type { EventFact } from '../rule/evaluate'

/** A person of the random tests: several identity nodes, each with its own events. */
export interface RandomPerson {
  readonly traits: JsonObject
  readonly nodes: readonly (readonly EventFact[])[]
  readonly lastSeenAt: Date
  readonly idKinds?: readonly string[]
}

/** Few names and values, so that rules and histories meet often; the edges of windows come up on purpose. */
const texts = [
  '茶',
  'tea',
  'Tea',
  'TEA party',
  'a',
  '',
  'ß',
  'ΑΣ',
  'o\'clock \\ "x"',
  '{p0:String}',
  '2026-03-01',
]
const needles = ['茶', 'tea', 'e', 'T', 'a', 'ΣΑ', 'ας', "'", '\\', '', '2026']
const numbers = [0, 1, 2, 3, 5, 2.5, -1, 0.1, 0.2, 99.9, 10_000, 1e9, -0.5]
const days = [
  '2026-02-27',
  '2026-02-28',
  '2026-03-01',
  '2026-03-02',
  '2025-12-31',
  '1989-06-04',
  '2026-02-31',
  '2000-02-29',
  '1999-03-02',
  '2001-03-03',
  '2026-08-31',
]
const paths = ['products', 'city', 'orders', 'tags', 'address.city', '会员 等级', 'birthday', 'vip']
/** Of companies and households: given traits, and what their members add up to. */
const companyPaths = [
  'company.city',
  'company.address.city',
  'company.tags',
  'company.products[].price',
  'company.members',
  'company.active_members',
  'company.orders',
  'company.revenue',
  'company.first_order_at',
  'company.last_order_at',
  'company.last_seen_at',
  'household.vip',
  'household.members',
  'household.last_order_at',
].filter((path) => traitPathSchema.safeParse(path).success)
const listPaths = ['products[].category', 'products[].price', 'products[].ok', 'products[].detail.tags']
const eventNames = ['Order Completed', 'Product Viewed', '浏览']

const text = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...texts) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
)
const number = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...numbers) },
  { weight: 1, arbitrary: fc.integer({ min: -1_000_000, max: 1_000_000 }).map((n) => n / 100) },
)
const duration: fc.Arbitrary<Duration> = fc.record({
  amount: fc.constantFrom(1, 2, 3),
  unit: fc.constantFrom('minute', 'hour', 'day', 'week'),
})
const unitsMs = [60_000, 3_600_000, 86_400_000, 604_800_000]

/** Moments at, just before and just after the edges that rules can have; some lie in the future. */
export function momentAround(now: Date): fc.Arbitrary<Date> {
  const edge = fc
    .tuple(fc.constantFrom(-1, 0, 1, 2, 3), fc.constantFrom(...unitsMs), fc.constantFrom(-1, 0, 1))
    .map(([amount, unit, slip]) => new Date(now.getTime() - amount * unit + slip))
  const midnight = fc
    .tuple(fc.constantFrom(...days.slice(0, 4)), fc.constantFrom(-1, 0, 1))
    .map(([day, slip]) => new Date(new Date(`${day}T00:00:00+08:00`).getTime() + slip))
  const any = fc.integer({ min: -30, max: 400 }).map((n) => new Date(now.getTime() - n * 86_400_000))
  return fc.oneof(edge, midnight, any)
}

function scalar(now: Date): fc.Arbitrary<Json> {
  return fc.oneof(
    text,
    number,
    fc.boolean(),
    fc.constantFrom(...days),
    momentAround(now).map((moment) => moment.toISOString()),
    fc.constant(null),
  )
}

function json(now: Date): fc.Arbitrary<Json> {
  return fc.oneof(
    { weight: 6, arbitrary: scalar(now) },
    { weight: 2, arbitrary: fc.array(text, { maxLength: 3 }) },
    { weight: 1, arbitrary: fc.array(scalar(now), { maxLength: 3 }) },
    { weight: 1, arbitrary: fc.constant({}) },
  )
}

/** Traits and properties have the same shape here: plain values, an object, and a list of objects or something else. */
export function arbitraryObject(now: Date): fc.Arbitrary<JsonObject> {
  const value = json(now)
  const product = fc.record(
    { category: value, price: value, ok: value, detail: fc.record({ tags: value }, { requiredKeys: [] }) },
    { requiredKeys: [] },
  )
  return fc
    .record(
      {
        city: value,
        orders: value,
        tags: value,
        '会员 等级': value,
        birthday: value,
        vip: value,
        address: fc.oneof(fc.record({ city: value }, { requiredKeys: [] }), value),
        products: fc.oneof(
          { weight: 6, arbitrary: fc.array(product, { maxLength: 3 }) },
          { weight: 1, arbitrary: fc.array(fc.oneof(product, value), { maxLength: 3 }) },
          { weight: 1, arbitrary: value },
        ),
      },
      { requiredKeys: [] },
    )
    .map((object) => object as JsonObject)
}

function event(now: Date): fc.Arbitrary<EventFact> {
  return fc.record({
    type: fc.constantFrom('track', 'track', 'track', 'page'),
    name: fc.constantFrom(...eventNames),
    time: momentAround(now),
    properties: arbitraryObject(now),
    valueMinor: fc.constantFrom(0, 100, 250, 100_000),
  })
}

/** Events in the order in which they came, not in which they happened; some happened twice in the same way. */
function history(now: Date): fc.Arbitrary<EventFact[]> {
  const events = fc.oneof(
    fc.array(event(now), { maxLength: 5 }),
    fc.array(fc.tuple(event(now), minuteBefore(now)), { maxLength: 8 }).map(atMinutes),
  )
  return fc
    .tuple(events, fc.nat({ max: 12 }))
    .map(([some, twice]) => [...some, ...some.slice(twice, twice + 1)])
}

/** A few minutes before, sometimes just off: so dense that sequences meet the edges of their steps. */
function minuteBefore(now: Date): fc.Arbitrary<Date> {
  return fc
    .tuple(fc.nat({ max: 9 }), fc.constantFrom(-1, 0, 0, 0, 0, 0, 1))
    .map(([minutes, slip]) => new Date(now.getTime() - minutes * 60_000 + slip))
}

function atMinutes(pairs: readonly (readonly [EventFact, Date])[]): EventFact[] {
  return pairs.map(([one, time]) => ({ ...one, time }))
}

const idKinds = ['user_id', 'phone', 'wechat_unionid'] as const
/** Addresses of which the tests put the first on the suppression list. */
export const addresses = ['Ann@Example.com', 'bob@example.com'] as const
/** A shop and what lies around it, poles and the line of dates; with what is no place on Earth, as programs send it. */
const latitudes = [31.2304, 31.2391, 39.9042, 0, 90, -90]
const longitudes = [121.4737, 121.4802, 116.4074, 180, -180, -0.1278]
const whereabouts = fc.record(
  {
    latitude: fc.constantFrom<Json>(...latitudes, 91, '31.2', null),
    longitude: fc.constantFrom<Json>(...longitudes, 181, null),
  },
  { requiredKeys: [] },
)
const consent = fc.constantFrom<Json>('granted', 'withdrawn', '', 1, null)
const contact = fc.record(
  {
    email: fc.constantFrom<Json>(...addresses, addresses[0].toLowerCase(), '', 5),
    phone: fc.constantFrom<Json>('+8613800138000', '', null),
    consent_email: consent,
    consent_sms: consent,
  },
  { requiredKeys: [] },
)

/** A person with up to three nodes: the first is the profile's own, the others were merged into it. */
export function arbitraryPerson(now: Date): fc.Arbitrary<RandomPerson> {
  const when = momentAround(now).map((moment) => moment.toISOString())
  const bought = fc.record(
    { revenue: fc.integer({ min: 0, max: 20_000 }), first_order_at: when, last_order_at: when },
    { requiredKeys: [] },
  )
  return fc.record({
    traits: fc
      .tuple(arbitraryObject(now), bought, contact, whereabouts)
      .map(([given, counted, known, place]) => ({ ...given, ...counted, ...known, ...place }) as JsonObject),
    nodes: fc.array(history(now), { minLength: 1, maxLength: 3 }),
    lastSeenAt: momentAround(now),
    idKinds: fc.subarray([...idKinds]),
  })
}

const numberOp = fc.constantFrom('at_least', 'more_than', 'at_most', 'less_than', 'is', 'is_not')
const between = fc.tuple(number, number).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }))
const comparison: fc.Arbitrary<Comparison> = fc.oneof(
  fc.record({ op: numberOp, value: fc.oneof(number, fc.constantFrom(0, 1, 2, 100, 250, 350)) }),
  between.map((ends) => ({ op: 'between' as const, ...ends })),
)
const ruleMoment = (now: Date) =>
  fc.oneof(
    fc.constantFrom(...days.slice(0, 6)),
    momentAround(now).map((moment) => moment.toISOString()),
  )

function dateCondition(now: Date): fc.Arbitrary<DateCondition> {
  const moment = ruleMoment(now)
  return fc.oneof(
    fc.record({ type: fc.constant('date'), op: fc.constantFrom('before', 'since', 'on'), moment }),
    fc.record({ type: fc.constant('date'), op: fc.constant('between'), from: moment, to: moment }),
    fc.record({
      type: fc.constant('date'),
      op: fc.constantFrom('in_last', 'before_last', 'in_next', 'after_next'),
      within: duration,
    }),
  ) as fc.Arbitrary<DateCondition>
}

type DateCondition = Extract<Condition, { type: 'date' }>

const calendar = fc.option(fc.constantFrom('solar' as const, 'lunar' as const), { nil: undefined })
const anniversary: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ type: fc.constant('anniversary'), op: fc.constantFrom('today', 'this_month'), calendar }),
  fc.record({
    type: fc.constant('anniversary'),
    calendar,
    op: fc.constant('in_next'),
    days: fc.constantFrom(1, 2, 7, 31, 183),
  }),
)
const size = fc.constantFrom(0, 1, 2, 3)
const sizes: fc.Arbitrary<Comparison> = fc.oneof(
  fc.record({ op: numberOp, value: size }),
  fc.record({ op: fc.constant('between'), from: size, to: size }),
)

/** A condition of each type. */
function conditions(now: Date): fc.Arbitrary<Condition>[] {
  return [
    fc.record({
      type: fc.constant('text'),
      op: fc.constantFrom('is', 'is_not'),
      values: fc.array(text, { minLength: 1, maxLength: 3 }),
    }),
    fc.record({
      type: fc.constant('text'),
      op: fc.constantFrom('contains', 'not_contains', 'starts_with', 'ends_with'),
      values: fc.array(fc.oneof(fc.constantFrom(...needles), text), { minLength: 1, maxLength: 2 }),
    }),
    comparison.map((compare) => ({ type: 'number', ...compare }) as Condition),
    fc.record({ type: fc.constant('money'), op: numberOp, value: fc.constantFrom(0, 1, 2, 10_000) }),
    dateCondition(now),
    anniversary,
    sizes.map((compare): Condition => ({ type: 'list', op: 'size', compare })),
    fc.record({ type: fc.constant('boolean'), op: fc.constant('is'), value: fc.boolean() }),
    fc.record({
      type: fc.constant('list'),
      op: fc.constantFrom('has_any', 'has_all', 'has_none'),
      values: fc.array(text, { minLength: 1, maxLength: 3 }),
    }),
    fc.record({ type: fc.constant('presence'), op: fc.constantFrom('is_set', 'is_not_set') }),
  ] as fc.Arbitrary<Condition>[]
}

const condition = (now: Date): fc.Arbitrary<Condition> => fc.oneof(...conditions(now))

export const arbitraryProperty = fc.oneof(fc.constantFrom(...paths), fc.constantFrom(...listPaths))

/** A filter; the size of a list is asked of plain paths alone. */
function filter(now: Date): fc.Arbitrary<PropertyFilter> {
  return fc
    .record({ property: arbitraryProperty, condition: condition(now) })
    .filter((one) => propertyFilterSchema.safeParse(one).success)
}

const measure: fc.Arbitrary<Measure> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Measure>({ kind: 'count' }) },
  {
    weight: 2,
    arbitrary: arbitraryProperty.map((path): Measure => ({ kind: 'distinct', property: path })),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('sum', 'average'),
      of: fc.oneof(
        fc.constant({ kind: 'value' as const }),
        arbitraryProperty.map((path) => ({ kind: 'property' as const, property: path })),
      ),
    }),
  },
)

function window(now: Date): fc.Arbitrary<EventWindow> {
  return fc.oneof(
    fc.constant<EventWindow>({ kind: 'ever' }),
    duration.map((within): EventWindow => ({ kind: 'last', within })),
    fc
      .tuple(ruleMoment(now), ruleMoment(now))
      .map(([from, to]): EventWindow => ({ kind: 'between', from, to })),
    fc.record({
      kind: fc.constant('since' as const),
      which: fc.constantFrom('first', 'last'),
      type: eventType,
      events: names,
    }),
  )
}

const eventType = fc.constantFrom('track', 'track', 'track', 'page')
const names = fc.array(fc.constantFrom(...eventNames), { minLength: 1, maxLength: 2 })

const weekTimes: fc.Arbitrary<WeekTimes> = fc
  .record(
    {
      weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 4 }),
      hours: fc
        .record({ from: fc.integer({ min: 0, max: 23 }), to: fc.integer({ min: 1, max: 24 }) })
        .filter(({ from, to }) => from !== to),
    },
    { requiredKeys: [] },
  )
  .filter(({ weekdays, hours }) => weekdays !== undefined || hours !== undefined)

function eventKind(now: Date, filtersMax: number) {
  return {
    type: eventType,
    events: names,
    where: fc.array(filter(now), { maxLength: filtersMax }),
    on: fc.option(weekTimes, { freq: 3, nil: undefined }),
  }
}

/** Which events a leaf is about. */
export function arbitraryEventChoice(now: Date) {
  return { ...eventKind(now, 2), window: window(now) }
}

/** Steps have few filters and short times, so that dense histories go through them and meet their edges. */
function sequence(now: Date): fc.Arbitrary<SequenceRule> {
  const { type, where, on, events } = eventKind(now, 1)
  const kind = {
    type,
    events,
    where: fc.oneof(
      { weight: 6, arbitrary: fc.constant<PropertyFilter[]>([]) },
      { weight: 1, arbitrary: where },
    ),
    on: fc.oneof({ weight: 8, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: on }),
  }
  const minutes = fc.constantFrom(1, 2, 3).map((amount): Duration => ({ amount, unit: 'minute' }))
  const within = fc.oneof({ weight: 4, arbitrary: minutes }, { weight: 1, arbitrary: duration })
  const ever = fc.constant<EventWindow>({ kind: 'ever' })
  const step = fc.record({ ...kind, within: fc.option(within, { freq: 3, nil: undefined }) })
  return fc
    .record({
      kind: fc.constant('sequence' as const),
      steps: fc
        .tuple(fc.record(kind), fc.array(step, { maxLength: 3 }))
        .map(([first, later]) => [first, ...later]),
      notFollowedBy: fc.option(fc.record({ ...kind, within }), { freq: 1, nil: undefined }),
      window: fc.oneof({ weight: 2, arbitrary: ever }, { weight: 1, arbitrary: window(now) }),
    })
    .filter(({ steps, notFollowedBy }) => steps.length > 1 || notFollowedBy !== undefined)
}

/** What asks for no segment, by kind. */
function leafKinds(now: Date) {
  const eventRule: fc.Arbitrary<EventRule> = fc.record({
    kind: fc.constant('event'),
    ...arbitraryEventChoice(now),
    measure,
    compare: comparison,
  })
  const eventTimeRule: fc.Arbitrary<EventTimeRule> = fc.record({
    kind: fc.constant('event_time'),
    which: fc.constantFrom('first', 'last'),
    ...arbitraryEventChoice(now),
    is: dateCondition(now),
  })
  const traitRule = fc.record({
    kind: fc.constant('trait' as const),
    trait: fc.constantFrom(...paths),
    condition: condition(now),
  })
  const companyRule = fc
    .record({
      kind: fc.constant('trait' as const),
      trait: fc.constantFrom(...companyPaths),
      condition: condition(now),
    })
    .filter((rule) => traitRuleSchema.safeParse(rule).success)
  const identifierRule = fc.record({
    kind: fc.constant('identifier' as const),
    op: fc.constantFrom('has', 'has_not'),
    idKind: fc.constantFrom(...idKinds, 'member_card'),
  })
  const reachRule = fc.record({
    kind: fc.constant('reach' as const),
    op: fc.constantFrom('reachable', 'not_reachable'),
    channel: fc.constantFrom('email', 'sms'),
  })
  const distanceRule = fc.record({
    kind: fc.constant('distance' as const),
    op: fc.constantFrom('within', 'not_within'),
    km: fc.constantFrom(0.5, 20, 1_100, 20_040),
    from: fc.record({ latitude: fc.constantFrom(...latitudes), longitude: fc.constantFrom(...longitudes) }),
  })
  return {
    distanceRule,
    identifierRule,
    reachRule,
    eventRule,
    eventTimeRule,
    sequenceRule: sequence(now),
    traitRule,
    companyRule,
  }
}

/** One condition that asks for no segment. */
export function arbitraryLeaf(now: Date): fc.Arbitrary<Rule> {
  const { eventRule, traitRule, ...others } = leafKinds(now)
  return fc.oneof(
    { weight: 2, arbitrary: eventRule },
    { weight: 2, arbitrary: traitRule },
    ...Object.values(others),
  )
}

/** A leaf of each kind that may be asked, so that no run of a test does without one. */
export function oneOfEachLeaf(
  now: Date,
  isAllowed: (rule: Rule) => boolean = () => true,
): fc.Arbitrary<Rule[]> {
  const kinds: fc.Arbitrary<Rule>[] = Object.values(leafKinds(now))
  return fc.tuple(...kinds.map((kind) => kind.filter(isAllowed)))
}

/** A condition of each type on some trait. */
export function oneOfEachCondition(now: Date): fc.Arbitrary<Rule[]> {
  const trait = fc.constantFrom(...paths)
  return fc.tuple(
    ...conditions(now).map((one) =>
      fc.record({ kind: fc.constant('trait' as const), trait, condition: one }),
    ),
  )
}

/** Conditions that differ only in the text that they ask a property for, as segments by category do. */
export function arbitraryFamily(now: Date): fc.Arbitrary<Rule[]> {
  const member = fc.record({ text: fc.constantFrom(...texts), compare: comparison })
  const { where: _, ...choice } = arbitraryEventChoice(now)
  return fc
    .record({
      choice: fc.record(choice),
      property: fc.constantFrom('city', 'tags', 'products[].category', 'address.city'),
      members: fc.array(member, { minLength: 3, maxLength: 6 }),
    })
    .map(({ choice: shape, property, members }) =>
      members.map(
        ({ text: wanted, compare }): Rule => ({
          kind: 'event',
          ...shape,
          where: [{ property, condition: { type: 'text', op: 'is', values: [wanted] } }],
          measure: { kind: 'count' },
          compare,
        }),
      ),
    )
}

/** Any rule of the language, a few groups deep; it may ask for some segments. */
export function arbitraryRule(now: Date, segmentIds: readonly string[] = []): fc.Arbitrary<Rule> {
  const asked = segmentIds.map((segmentId) =>
    fc.record({
      kind: fc.constant('segment' as const),
      op: fc.constantFrom('in', 'not_in'),
      segmentId: fc.constant(segmentId),
    }),
  )
  const leaves = fc.oneof({ weight: 10, arbitrary: arbitraryLeaf(now) }, ...asked)
  const { rule } = fc.letrec<{ rule: Rule }>((tie) => {
    const of = fc.array(tie('rule'), { minLength: 1, maxLength: 3 })
    const least = fc.nat().map((n) => n + 1)
    return {
      rule: fc.oneof(
        { maxDepth: 3, depthSize: 'small' },
        leaves,
        fc.record({ kind: fc.constantFrom('all', 'any', 'none'), of }),
        fc
          .tuple(of, least)
          .map(([members, n]): Rule => ({ kind: 'at_least', least: 1 + (n % members.length), of: members })),
      ),
    }
  })
  return rule
}

/** Stored rules of some segments, each of which may ask for those before it. */
export function arbitrarySegments(
  now: Date,
  ids: readonly string[],
): fc.Arbitrary<ReadonlyMap<string, Rule>> {
  const rules = ids.map((_, index) => arbitraryRule(now, ids.slice(0, index)))
  return fc.tuple(...rules).map((some) => new Map(ids.map((id, index) => [id, some[index] as Rule])))
}
