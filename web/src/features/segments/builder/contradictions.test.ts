import { type RuleInput, ruleSchema } from '@rapport/contract'
import { expect, it } from 'vitest'
import { contradictionsIn } from './contradictions'
import { draftOf } from './draft'

const count = (...of: RuleInput[]) => contradictionsIn(draftOf(ruleSchema.parse({ kind: 'all', of }))).size
const trait = (condition: object, name = 'x') => ({ kind: 'trait', trait: name, condition }) as RuleInput
const number = (op: string, value: number) => trait({ type: 'number', op, value })
const text = (op: string, ...values: string[]) => trait({ type: 'text', op, values })
const list = (op: string, ...values: string[]) => trait({ type: 'list', op, values })
const bought = (compare: object, days = 30) =>
  ({
    kind: 'event',
    events: ['Order Completed'],
    window: { kind: 'last', within: { amount: days, unit: 'day' } },
    compare,
  }) as RuleInput

it.each([
  ['numbers that do not meet', [number('at_least', 5), number('less_than', 5)]],
  ['a number and another', [number('is', 1), number('is', 2)]],
  ['a span from more to less', [trait({ type: 'number', op: 'between', from: 5, to: 1 })]],
  ['texts that are not the same', [text('is', 'a'), text('is', 'b', 'c')]],
  ['a text that it must not be', [text('is', 'a'), text('is_not', 'b', 'a')]],
  [
    'a value where there must be none',
    [trait({ type: 'presence', op: 'is_not_set' }), text('contains', 'a')],
  ],
  ['a tag that must not be there', [list('has_all', 'a', 'b'), list('has_none', 'b')]],
  ['only tags that must not be there', [list('has_any', 'a'), list('has_none', 'a', 'b')]],
  ['yes and no', [true, false].map((value) => trait({ type: 'boolean', op: 'is', value }))],
  ['did and did not', [bought({ op: 'at_least', value: 1 }), bought({ op: 'is', value: 0 })]],
])('sees %s', (_, of) => {
  expect(count(...of)).toBe(of.length)
  expect(count(...of.slice(0, 1), { kind: 'all', of: of.slice(1) })).toBe(of.length)
})

it('sees being in a segment and not in it', () => {
  const segmentId = 'b6f1ad2c-52a9-4a32-9c0e-000000000001'
  expect(count({ kind: 'segment', op: 'in', segmentId }, { kind: 'segment', op: 'not_in', segmentId })).toBe(
    2,
  )
})

it.each([
  ['numbers that touch', [number('at_least', 5), number('at_most', 5)]],
  ['texts of which one is the same', [text('is', 'a', 'b'), text('is', 'b', 'c')]],
  [
    'no value, which is also not another',
    [trait({ type: 'presence', op: 'is_not_set' }), text('is_not', 'a')],
  ],
  ['different attributes', [number('is', 1), trait({ type: 'number', op: 'is', value: 2 }, 'y')]],
  ['different periods', [bought({ op: 'at_least', value: 1 }, 90), bought({ op: 'is', value: 0 }, 30)]],
  ['one of them being enough', [{ kind: 'any' as const, of: [number('is', 1), number('is', 2)] }]],
])('sees nothing wrong with %s', (_, of) => {
  expect(count(...of)).toBe(0)
})
