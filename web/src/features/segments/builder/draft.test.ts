import { type Rule, ruleSchema } from '@rapport/contract'
import { describe, expect, it } from 'vitest'
import { type DraftGroup, draftOf, isDraftGroup, newEvent, newGroup, newTrait } from './draft'
import { addTo, changeNode, countLeaves, duplicateNode, removeNode } from './edit'
import { firstCondition, operatorMenu, typeOfProperty, withOperator } from './operators'
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

const empty: DraftGroup = { id: 'root', kind: 'all', of: [] }

describe('a draft', () => {
  it('opened from a rule and written again is the same rule', () => {
    expect(writeRule(draftOf(rule))).toEqual({ rule, open: new Set() })
  })

  it('keeps what the page cannot edit as it is', () => {
    const segment = { kind: 'segment', op: 'not_in', segmentId: 'b6f1ad2c-52a9-4a32-9c0e-000000000001' }
    const events = ['Order Completed']
    const strange = ruleSchema.parse({
      kind: 'all',
      of: [
        { kind: 'at_least', least: 1, of: [segment, { kind: 'event', events }] },
        { kind: 'event', events, on: { weekdays: [6, 7] } },
        { kind: 'event', events, window: { kind: 'since', which: 'first', events: ['Signed Up'] } },
        { kind: 'event', events, measure: { kind: 'distinct', property: 'coupon' } },
        {
          kind: 'event_time',
          which: 'last',
          events,
          is: { type: 'date', op: 'before', moment: '2026-03-01' },
        },
        { kind: 'trait', trait: 'birthday', condition: { type: 'anniversary', op: 'today' } },
        {
          kind: 'trait',
          trait: 'tags',
          condition: { type: 'list', op: 'size', compare: { op: 'is', value: 0 } },
        },
      ],
    })
    const draft = draftOf(strange)
    expect(draft.of.map(({ kind }) => kind)).toEqual(Array(7).fill('kept'))
    expect(writeRule(draft)).toEqual({ rule: strange, open: new Set() })
    expect(countLeaves(draft)).toBe(8)
  })

  it('of a single condition puts it into a group, which means the same', () => {
    const leaf = rule.kind === 'all' ? rule.of[1]! : rule
    expect(writeRule(draftOf(leaf)).rule).toEqual({ kind: 'all', of: [leaf] })
  })

  it('without conditions means everybody', () => {
    expect(writeRule(empty).rule).toEqual({ kind: 'all', of: [] })
  })

  it('says which parts still need filling in', () => {
    const trait = newTrait()
    const event = newEvent()
    const { rule: none, open } = writeRule({ ...empty, of: [trait, event] })
    expect(none).toBeNull()
    expect(open).toEqual(new Set([trait.id, event.id]))
    const named = { ...event, events: ['Order Completed'] }
    expect(writeRule({ ...empty, of: [named] }).rule).not.toBeNull()
  })
})

describe('editing', () => {
  const draft = draftOf(rule)
  const inner = draft.of[2]
  const innerId = inner?.id ?? ''

  it('changes one part and leaves the others as they were', () => {
    const next = changeNode(draft, innerId, (node) => ({ ...node, kind: 'any' }) as typeof node)
    expect(next.of[2]?.kind).toBe('any')
    expect(next.of[0]).toBe(draft.of[0])
  })

  it('takes a group away with its last member', () => {
    const only = newGroup()
    const root = addTo(empty, 'root', only)
    expect(removeNode(root, only.of[0]?.id ?? '').of).toEqual([])
    expect(removeNode(draft, innerId).of).toHaveLength(2)
  })

  it('copies a part with ids of its own, behind it', () => {
    const next = duplicateNode(draft, innerId)
    const copy = next.of[3]
    expect(countLeaves(next)).toBe(countLeaves(draft) + 7)
    if (!copy || !inner || !isDraftGroup(copy) || !isDraftGroup(inner)) throw new Error('groups are expected')
    const ids = (group: DraftGroup) => group.of.map(({ id }) => id)
    expect(ids(copy).filter((id) => ids(inner).includes(id))).toEqual([])
  })
})

describe('operators', () => {
  it('can always ask whether there is a value', () => {
    expect(operatorMenu('number').slice(-2)).toEqual([
      { type: 'presence', op: 'is_set' },
      { type: 'presence', op: 'is_not_set' },
    ])
    expect(operatorMenu('presence')).toHaveLength(2)
  })

  it('keep what was filled in when the new one asks for the same', () => {
    const text = { ...firstCondition('text'), values: ['上海'] }
    expect(withOperator(text, 'text', 'contains').values).toEqual(['上海'])
    expect(withOperator(text, 'list', 'has_any').values).toEqual([])
  })

  it('fit what the catalogue saw of a property', () => {
    expect(typeOfProperty(['number', 'string'], '5')).toBe('number')
    expect(typeOfProperty(['string'], '2026-03-01T10:00:00Z')).toBe('date')
    expect(typeOfProperty(['string'], '茶')).toBe('text')
    expect(typeOfProperty(['list'], '["a"]')).toBe('list')
  })
})
