import { type Rule, ruleSchema } from '@rapport/contract'
import { describe, expect, it } from 'vitest'
import { type DraftGroup, draftOf, isDraftGroup, newGroup, newLeaf } from './draft'
import { duplicateNode } from './edit'
import { firstCondition, isOfType, operatorMenu, typeOfProperty, withOperator } from './operators'
import { writeRule } from './write-rule'

const rule: Rule = ruleSchema.parse({
  kind: 'all',
  of: [
    {
      kind: 'event',
      events: ['Order Completed'],
      where: [{ property: 'products[].category', condition: { type: 'text', op: 'is', values: ['茶'] } }],
      window: { kind: 'last', within: { amount: 90, unit: 'day' } },
      measure: { kind: 'sum', of: { kind: 'property', property: 'products[].quantity' } },
      compare: { op: 'between', from: 2, to: 5 },
    },
    { kind: 'event', events: ['a', 'b'], window: { kind: 'between', from: '2026-01-01', to: '2026-02-01' } },
    {
      kind: 'none',
      of: [
        {
          kind: 'trait',
          trait: 'last_order_at',
          condition: { type: 'date', op: 'in_last', within: { amount: 3, unit: 'week' } },
        },
        {
          kind: 'trait',
          trait: 'birthday',
          condition: { type: 'date', op: 'between', from: '1990-01-01', to: '1999-12-31' },
        },
        {
          kind: 'trait',
          trait: 'created_at',
          condition: { type: 'date', op: 'since', moment: '2026-01-01' },
        },
        { kind: 'trait', trait: 'revenue', condition: { type: 'money', op: 'at_least', value: 100_000 } },
        { kind: 'trait', trait: 'tags', condition: { type: 'list', op: 'has_all', values: ['VIP'] } },
        { kind: 'trait', trait: 'vip', condition: { type: 'boolean', op: 'is', value: false } },
        { kind: 'trait', trait: 'email', condition: { type: 'presence', op: 'is_not_set' } },
      ],
    },
  ],
})

const empty: DraftGroup = { id: 'root', kind: 'all', least: null, of: [] }

describe('a draft', () => {
  it('opened from a rule and written again is the same rule', () => {
    expect(writeRule(draftOf(rule))).toEqual({ rule, open: new Set(), faults: new Map() })
  })

  it('of a single condition puts it into a group, which means the same', () => {
    const leaf = rule.kind === 'all' ? rule.of[1]! : rule
    expect(writeRule(draftOf(leaf)).rule).toEqual({ kind: 'all', of: [leaf] })
  })

  it('without conditions means everybody', () => {
    expect(writeRule(empty).rule).toEqual({ kind: 'all', of: [] })
  })

  it('says which parts still need filling in', () => {
    const fresh = (['trait', 'event', 'event_time', 'sequence', 'segment'] as const).map(newLeaf)
    const { rule: none, open, faults } = writeRule({ ...empty, of: fresh })
    expect(none).toBeNull()
    expect(open).toEqual(new Set(fresh.map(({ id }) => id)))
    expect(faults).toEqual(new Map())
    const bought = { ...newLeaf('event'), events: ['Order Completed'] } as (typeof fresh)[1]
    expect(writeRule({ ...empty, of: [bought!] }).rule).not.toBeNull()
  })

  it('says what is wrong with a part that is filled in', () => {
    const week = { amount: 1, unit: 'week' } as const
    const late = draftOf(
      ruleSchema.parse({
        kind: 'sequence',
        steps: [{ events: ['a'] }],
        notFollowedBy: { events: ['b'], within: { amount: 1, unit: 'day' } },
        window: { kind: 'last', within: week },
      }),
    )
    const sequence = late.of[0]
    if (sequence?.kind !== 'sequence' || !sequence.absent) throw new Error('a sequence is expected')
    const wrong = { ...sequence, absent: { ...sequence.absent, within: week } }
    const group = newGroup('at_least', [wrong])
    const { rule: none, faults } = writeRule({ ...empty, of: [{ ...group, least: 2 }] })
    expect(none).toBeNull()
    expect(faults).toEqual(
      new Map([
        [group.id, 'asks for more conditions than the group has'],
        [wrong.id, 'must be shorter than the window, or it can never have passed'],
      ]),
    )
  })

  it('copies every kind of condition with ids of its own', () => {
    const ids = (value: unknown): string[] =>
      [...JSON.stringify(value).matchAll(/"id":"(n\d+)"/g)].map(([, id = '']) => id)
    const step = { events: ['a'], where: [{ property: 'p', condition: { type: 'presence', op: 'is_set' } }] }
    const draft = draftOf(
      ruleSchema.parse({
        kind: 'all',
        of: [
          {
            kind: 'sequence',
            steps: [step, step],
            notFollowedBy: { ...step, within: { amount: 1, unit: 'day' } },
          },
          {
            kind: 'event_time',
            which: 'last',
            ...step,
            is: { type: 'date', op: 'on', moment: '2026-01-01' },
          },
        ],
      }),
    )
    const { root, copy } = duplicateNode(draft, draft.of[0]?.id ?? '')
    const second = duplicateNode(root, draft.of[1]?.id ?? '').root
    expect(copy && isDraftGroup(copy)).toBe(false)
    expect(new Set(ids(second)).size).toBe(ids(second).length)
    expect(ids(second)).toHaveLength(1 + 2 * (ids(draft).length - 1))
  })
})

describe('operators', () => {
  it('can always ask whether there is a value, and of a date when it comes round', () => {
    expect(operatorMenu('number').slice(-2)).toEqual([
      { type: 'presence', op: 'is_set' },
      { type: 'presence', op: 'is_not_set' },
    ])
    expect(operatorMenu('presence')).toHaveLength(2)
    expect(operatorMenu('date')).toContainEqual({ type: 'anniversary', op: 'today' })
    expect(operatorMenu('anniversary')).toEqual(operatorMenu('date'))
  })

  it('of when something happened do not look ahead', () => {
    expect(operatorMenu('past_date').map(({ op }) => op)).not.toContain('in_next')
  })

  it('keep what was filled in when the new one asks for the same', () => {
    const text = { ...firstCondition('text'), values: ['上海'] }
    expect(withOperator(text, 'text', 'contains').values).toEqual(['上海'])
    expect(withOperator(text, 'list', 'has_any').values).toEqual([])
  })

  it('tell a condition whose attribute has become another type', () => {
    expect(isOfType(firstCondition('text'), 'number')).toBe(false)
    expect(isOfType(firstCondition('presence'), 'number')).toBe(true)
    expect(isOfType(firstCondition('anniversary'), 'date')).toBe(true)
  })

  it('fit what the catalogue saw of a property', () => {
    expect(typeOfProperty(['number', 'string'], '5')).toBe('number')
    expect(typeOfProperty(['string'], '2026-03-01T10:00:00Z')).toBe('date')
    expect(typeOfProperty(['string'], '茶')).toBe('text')
    expect(typeOfProperty(['list'], '["a"]')).toBe('list')
  })
})
