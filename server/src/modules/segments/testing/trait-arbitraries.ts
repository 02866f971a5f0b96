import {
  type ComputedDefinition,
  computedDefinitionSchema,
  type EventChoice,
  type TraitMeasure,
} from '@rapport/contract'
import fc from 'fast-check'
import type { EventFact } from '../rule/evaluate'
import {
  arbitraryEventChoice,
  arbitraryPerson,
  arbitraryProperty,
  arbitraryRule,
  type RandomPerson,
} from './arbitraries'

const amount = fc.oneof(
  fc.constant({ kind: 'value' as const }),
  arbitraryProperty.map((property) => ({ kind: 'property' as const, property })),
)
const as = fc.constantFrom('text', 'number', 'date', 'boolean')
const valueKind = fc.constantFrom('first_value', 'last_value', 'most_frequent')

/** Fields of the dense people below, with the type of their values. */
const dense = fc.constantFrom(
  { property: 'city', as: 'text' as const },
  { property: 'orders', as: 'number' as const },
  { property: 'vip', as: 'boolean' as const },
  { property: 'birthday', as: 'date' as const },
  { property: 'products[].category', as: 'text' as const },
  { property: 'products[].price', as: 'number' as const },
)

const measure: fc.Arbitrary<TraitMeasure> = fc.oneof(
  fc.constant<TraitMeasure>({ kind: 'count' }),
  arbitraryProperty.map((property): TraitMeasure => ({ kind: 'distinct', property })),
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('sum', 'average', 'min', 'max'), of: amount }) },
  { weight: 1, arbitrary: fc.record({ kind: valueKind, property: arbitraryProperty, as }) },
  {
    weight: 4,
    arbitrary: fc.tuple(valueKind, dense).map(([kind, field]): TraitMeasure => ({ kind, ...field })),
  },
  fc.record({ kind: fc.constantFrom('first_time', 'last_time') }),
)

/** Any events but those that filters leave out: most of a history counts. */
function wideChoice(now: Date): fc.Arbitrary<EventChoice> {
  const any = fc.record(arbitraryEventChoice(now))
  return any.map(({ window }) => ({
    type: 'track',
    events: ['Order Completed', 'Product Viewed', '浏览'],
    where: [],
    window,
  }))
}

/** Any definition of a computed trait whose windows end around a moment. */
export function arbitraryDefinition(
  now: Date,
  segmentIds: readonly string[],
): fc.Arbitrary<ComputedDefinition> {
  const choice = fc.oneof(
    { weight: 2, arbitrary: wideChoice(now) },
    { weight: 1, arbitrary: fc.record(arbitraryEventChoice(now)) },
  )
  const figure = fc
    .tuple(choice, measure)
    .map(([chosen, measured]): ComputedDefinition => ({ kind: 'events', ...chosen, measure: measured }))
  const yesOrNo = arbitraryRule(now, segmentIds).map((rule): ComputedDefinition => ({ kind: 'rule', rule }))
  return fc
    .oneof({ weight: 6, arbitrary: figure }, yesOrNo)
    .filter((definition) => computedDefinitionSchema.safeParse(definition).success)
}

/** People who did much in a few minutes with few different values: equal moments and equal counts come up on purpose. */
function arbitraryDoer(now: Date): fc.Arbitrary<RandomPerson> {
  const city = fc.constantFrom('茶', 'tea', 'Tea', 'a', '')
  const price = fc.constantFrom(0, 1, 2.5, -1, 3)
  const event: fc.Arbitrary<EventFact> = fc.record({
    type: fc.constant('track'),
    name: fc.constantFrom('Order Completed', 'Product Viewed', '浏览'),
    time: fc.nat({ max: 4 }).map((minutes) => new Date(now.getTime() - minutes * 60_000)),
    properties: fc.record(
      {
        city,
        orders: price,
        vip: fc.boolean(),
        birthday: fc.constantFrom('2026-03-01', '1989-06-04', '2026-02-27T20:00:00.000Z'),
        products: fc.array(fc.record({ category: city, price }), { maxLength: 3 }),
      },
      { requiredKeys: ['city'] },
    ),
    valueMinor: fc.constantFrom(0, 100, 250),
  })
  const nodes = fc.array(fc.array(event, { maxLength: 10 }), { minLength: 1, maxLength: 2 })
  return fc.tuple(arbitraryPerson(now), nodes).map(([person, done]) => ({ ...person, nodes: done }))
}

/** Those who did much, and whoever comes along. */
export const arbitraryPeople = (now: Date): fc.Arbitrary<RandomPerson[]> =>
  fc.array(fc.oneof(arbitraryDoer(now), arbitraryPerson(now)), { minLength: 4, maxLength: 20 })
