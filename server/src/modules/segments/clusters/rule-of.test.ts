import type { ClusterTrait, Condition, Rule } from '@rapport/contract'
import type { Box } from '@rapport/stats'
import { describe, expect, it } from 'vitest'
import { ruleOf } from './rule-of'

const traits: readonly ClusterTrait[] = [
  { trait: 'last_order_at', kind: 'days_since', log: false },
  { trait: 'orders', kind: 'number', log: true },
  { trait: 'revenue', kind: 'money', log: true },
]
const plain = { traits, fills: null, lacking: new Set<number>(), base: null }
const leaf = (trait: string, condition: Condition): Rule => ({ kind: 'trait', trait, condition })
const box = (...bounds: [number, { above?: number; atMost?: number }][]): Box => new Map(bounds)
const days = (amount: number) => ({ amount, unit: 'day' }) as const

describe('the rule of boxes', () => {
  it('says numbers and amounts as they are, and whole days as one day more', () => {
    expect(ruleOf([box([0, { atMost: 29 }], [1, { above: 2, atMost: 5 }])], plain)).toEqual({
      kind: 'all',
      of: [
        leaf('last_order_at', { type: 'date', op: 'in_last', within: days(30) }),
        leaf('orders', { type: 'number', op: 'more_than', value: 2 }),
        leaf('orders', { type: 'number', op: 'at_most', value: 5 }),
      ],
    })
    expect(ruleOf([box([0, { above: 89 }])], plain)).toEqual(
      leaf('last_order_at', { type: 'date', op: 'before_last', within: days(90) }),
    )
  })

  it('holds in any of several boxes', () => {
    const many = leaf('orders', { type: 'number', op: 'more_than', value: 9 })
    const much = leaf('revenue', { type: 'money', op: 'more_than', value: 50_000 })
    const boxes = [box([1, { above: 9 }]), box([2, { above: 50_000 }])]
    expect(ruleOf(boxes, plain)).toEqual({ kind: 'any', of: [many, much] })
    expect(ruleOf([box()], plain)).toEqual({ kind: 'all', of: [] })
  })

  it('lets those without a value in where what stands for it lies in the box', () => {
    const few = leaf('orders', { type: 'number', op: 'at_most', value: 3 })
    const none = leaf('orders', { type: 'presence', op: 'is_not_set' })
    const fills = { ...plain, fills: [0, 0, 0] }
    expect(ruleOf([box([1, { atMost: 3 }])], fills)).toEqual({ kind: 'any', of: [few, none] })
    expect(ruleOf([box([1, { above: 0 }])], fills)).toEqual(
      leaf('orders', { type: 'number', op: 'more_than', value: 0 }),
    )
  })

  it('keeps out those who were left out, by as few conditions as are needed', () => {
    const few = leaf('orders', { type: 'number', op: 'at_most', value: 3 })
    const boxes = [box([1, { atMost: 3 }])]
    expect(ruleOf(boxes, { ...plain, lacking: new Set([0b111, 0b010]) })).toEqual(few)
    expect(ruleOf(boxes, { ...plain, lacking: new Set([0b101, 0b100]) })).toEqual({
      kind: 'all',
      of: [leaf('revenue', { type: 'presence', op: 'is_set' }), few],
    })
  })

  it('begins with whom the analysis was about, one level flatter when that is a list of conditions', () => {
    const one = leaf('city', { type: 'text', op: 'is', values: ['上海市'] })
    const few = leaf('orders', { type: 'number', op: 'at_most', value: 3 })
    const boxes = [box([1, { atMost: 3 }])]
    const rule = { kind: 'all', of: [one, few] }
    expect(ruleOf(boxes, { ...plain, base: one })).toEqual(rule)
    expect(ruleOf(boxes, { ...plain, base: { kind: 'all', of: [one] } })).toEqual(rule)
    const any: Rule = { kind: 'any', of: [one, few] }
    expect(ruleOf(boxes, { ...plain, base: any })).toEqual({ kind: 'all', of: [any, few] })
  })
})
