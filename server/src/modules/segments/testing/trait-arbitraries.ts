import { type ComputedDefinition, computedDefinitionSchema, type TraitMeasure } from '@rapport/contract'
import fc from 'fast-check'
import { arbitraryEventChoice, arbitraryProperty, arbitraryRule } from './arbitraries'

const amount = fc.oneof(
  fc.constant({ kind: 'value' as const }),
  arbitraryProperty.map((property) => ({ kind: 'property' as const, property })),
)

const measure: fc.Arbitrary<TraitMeasure> = fc.oneof(
  fc.constant<TraitMeasure>({ kind: 'count' }),
  arbitraryProperty.map((property): TraitMeasure => ({ kind: 'distinct', property })),
  fc.record({ kind: fc.constantFrom('sum', 'average', 'min', 'max'), of: amount }),
  fc.record({
    kind: fc.constantFrom('first_value', 'last_value', 'most_frequent'),
    property: arbitraryProperty,
    as: fc.constantFrom('text', 'number', 'date', 'boolean'),
  }),
  fc.record({ kind: fc.constantFrom('first_time', 'last_time') }),
)

/** Any definition of a computed trait whose windows end around a moment. */
export function arbitraryDefinition(
  now: Date,
  segmentIds: readonly string[],
): fc.Arbitrary<ComputedDefinition> {
  const figure = fc
    .tuple(fc.record(arbitraryEventChoice(now)), measure)
    .map(([choice, measured]): ComputedDefinition => ({ kind: 'events', ...choice, measure: measured }))
  const yesOrNo = arbitraryRule(now, segmentIds).map((rule): ComputedDefinition => ({ kind: 'rule', rule }))
  return fc
    .oneof({ weight: 6, arbitrary: figure }, yesOrNo)
    .filter((definition) => computedDefinitionSchema.safeParse(definition).success)
}
