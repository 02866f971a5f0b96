import { type ComputedDefinitionInput, computedDefinitionSchema } from '@rapport/contract'
import { expect, test } from 'vitest'
import { emptyDefinition, openDefinition, writeDefinition } from './draft'

const orders = { kind: 'events' as const, events: ['Order Completed'] }
const definitions: ComputedDefinitionInput[] = [
  { ...orders, measure: { kind: 'count' } },
  {
    ...orders,
    where: [{ property: 'channel', condition: { type: 'text', op: 'is', values: ['app'] } }],
    on: { weekdays: [6, 7] },
    window: { kind: 'last', within: { amount: 90, unit: 'day' } },
    measure: { kind: 'sum', of: { kind: 'value' } },
  },
  { ...orders, measure: { kind: 'max', of: { kind: 'property', property: 'discount' } } },
  { ...orders, measure: { kind: 'distinct', property: 'products[].sku' } },
  { ...orders, measure: { kind: 'last_value', property: 'shipped_on', as: 'date' } },
  {
    ...orders,
    window: { kind: 'since', which: 'first', events: ['Signed Up'] },
    measure: { kind: 'first_time' },
  },
]

test.each(definitions)('a definition that is opened and written again is the same: %j', (input) => {
  const definition = computedDefinitionSchema.parse(input)
  expect(writeDefinition(openDefinition(definition), null)).toEqual(definition)
})

test('a definition is whole once it has what it measures', () => {
  expect(writeDefinition(emptyDefinition, null)).toBeNull()
  const figure = { ...emptyDefinition.figure, events: ['Order Completed'], measure: 'distinct' as const }
  expect(writeDefinition({ kind: 'events', figure }, null)).toBeNull()
  expect(writeDefinition({ kind: 'events', figure: { ...figure, property: 'channel' } }, null)).not.toBeNull()
  expect(writeDefinition({ ...emptyDefinition, kind: 'rule' }, null)).toBeNull()
})
