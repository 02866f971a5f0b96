import { type Condition, type Rule, ruleLimits, ruleSchema } from '@rapport/contract'
import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../../events'
import { type EventFact, evaluate } from './evaluate'
import type { RuleContext } from './moments'

const now = new Date('2026-03-01T12:00:00Z')
const context: RuleContext = { now, timezone: 'Asia/Shanghai', consentRule: 'granted' }
const dayMs = 86_400_000

const holds = (rule: unknown, traits: JsonObject, events: readonly EventFact[] = []) =>
  evaluate(ruleSchema.parse(rule), { traits, events }, context)
const trait = (condition: Condition): Rule => ({ kind: 'trait', trait: 'it', condition })
const of = (condition: Condition) => (it: Json) => holds(trait(condition), { it })
const order = (daysAgo: number, properties: JsonObject = {}, valueMinor = 0): EventFact => ({
  type: 'track',
  name: 'Order Completed',
  time: new Date(now.getTime() - daysAgo * dayMs),
  properties,
  valueMinor,
})
const ordered = (more: object) => ({ kind: 'event', events: ['Order Completed'], ...more })

describe('conditions', () => {
  it('compare text exactly, and search in it without regard to case', () => {
    expect(['Tea', 'tea'].map(of({ type: 'text', op: 'is', values: ['Tea'] }))).toEqual([true, false])
    expect(['Green TEA', 'coffee'].map(of({ type: 'text', op: 'contains', values: ['tea'] }))).toEqual([
      true,
      false,
    ])
  })

  it('find no value where the type is another, so the negative form holds', () => {
    expect([5, null, true].map(of({ type: 'text', op: 'is', values: ['5'] }))).toEqual([false, false, false])
    expect([5, null].map(of({ type: 'text', op: 'is_not', values: ['5'] }))).toEqual([true, true])
    expect(['5', 5].map(of({ type: 'number', op: 'at_least', value: 5 }))).toEqual([false, true])
    expect(['no date'].map(of({ type: 'date', op: 'before', moment: '2030-01-01' }))).toEqual([false])
  })

  it('count zero, false and the empty text as values, and null and objects as none', () => {
    const isSet = of({ type: 'presence', op: 'is_set' })
    expect([0, false, '', [], null, {}].map(isSet)).toEqual([true, true, true, true, false, false])
    expect(holds(trait({ type: 'presence', op: 'is_not_set' }), {})).toBe(true)
  })

  it('count what is in a list, whatever it is, and nothing where there is none', () => {
    const size = (value: number) => of({ type: 'list', op: 'size', compare: { op: 'is', value } })
    expect([['a', 1, null], [{}], [], 'a', null].map(size(3))).toEqual([true, false, false, false, false])
    expect([[], 'a', null].map(size(0))).toEqual([true, true, true])
  })

  it('know when a day comes round, by the calendar of the workspace', () => {
    const today = of({ type: 'anniversary', op: 'today' })
    expect(['1990-03-01', '1990-02-28T16:00:00Z', '1990-03-02', 'no date', 301].map(today)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ])
    const soon = of({ type: 'anniversary', op: 'in_next', days: 7 })
    expect(['1990-03-01', '2000-03-08', '2000-03-09', '1990-02-28'].map(soon)).toEqual([
      true,
      true,
      false,
      false,
    ])
    const month = of({ type: 'anniversary', op: 'this_month' })
    expect(['1990-03-31', '1990-04-01'].map(month)).toEqual([true, false])
  })

  it('bring 29 February round on the 28th in years without one, and look over the end of the year', () => {
    const on = (moment: string, condition: Condition) => (it: string) =>
      evaluate(trait(condition), { traits: { it }, events: [] }, { ...context, now: new Date(moment) })
    const today: Condition = { type: 'anniversary', op: 'today' }
    expect(on('2026-02-28T04:00:00Z', today)('2000-02-29')).toBe(true)
    expect(on('2028-02-28T04:00:00Z', today)('2000-02-29')).toBe(false)
    expect(on('2028-02-29T04:00:00Z', today)('2000-02-29')).toBe(true)
    const soon: Condition = { type: 'anniversary', op: 'in_next', days: 7 }
    expect(['1990-01-02', '1990-01-07'].map(on('2026-12-30T04:00:00Z', soon))).toEqual([true, false])
  })

  it('look at every text of a list', () => {
    const has = (op: 'has_any' | 'has_all' | 'has_none') => of({ type: 'list', op, values: ['a', 'b'] })
    expect([['a'], ['a', 'b', 1], ['c'], [], 'a'].map(has('has_any'))).toEqual([
      true,
      true,
      false,
      false,
      false,
    ])
    expect([['a'], ['b', 'a']].map(has('has_all'))).toEqual([false, true])
    expect([['a'], ['c'], [], null].map(has('has_none'))).toEqual([false, true, true, true])
  })
})

describe('event leaves', () => {
  it('count what lies in the window, its old end left out', () => {
    const rule = (value: number) =>
      ordered({ window: { kind: 'last', within: { amount: 30, unit: 'day' } }, compare: { op: 'is', value } })
    expect(holds(rule(2), {}, [order(0), order(29.999), order(30), order(-1)])).toBe(true)
  })

  it('need every filter to hold of one and the same event', () => {
    const where = [
      { property: 'category', condition: { type: 'text', op: 'is', values: ['茶'] } },
      { property: 'channel', condition: { type: 'text', op: 'is', values: ['门店'] } },
    ]
    const apart = [
      order(1, { category: '茶', channel: '网店' }),
      order(2, { category: '米', channel: '门店' }),
    ]
    expect(holds(ordered({ where }), {}, apart)).toBe(false)
    expect(holds(ordered({ where }), {}, [order(1, { category: '茶', channel: '门店' })])).toBe(true)
  })

  it('look into lists of objects: any element will do, and sums take them all', () => {
    const cart = order(1, {
      products: [{ category: '茶', quantity: 2 }, { category: '米', quantity: 3 }, 'junk'],
    })
    const where = [{ property: 'products[].category', condition: { type: 'text', op: 'is', values: ['米'] } }]
    expect(holds(ordered({ where }), {}, [cart])).toBe(true)
    const measure = { kind: 'sum', of: { kind: 'property', property: 'products[].quantity' } }
    expect(holds(ordered({ measure, compare: { op: 'is', value: 5 } }), {}, [cart])).toBe(true)
  })

  it('take the sum of nothing as 0 and the average of nothing as no number at all', () => {
    const measured = (kind: string, op: string) =>
      ordered({ measure: { kind, of: { kind: 'value' } }, compare: { op, value: 0 } })
    expect(holds(measured('sum', 'is'), {})).toBe(true)
    expect(['is', 'is_not', 'at_least', 'at_most'].map((op) => holds(measured('average', op), {}))).toEqual(
      Array(4).fill(false),
    )
  })

  it('add decimals exactly: three times 0.1 is 0.3', () => {
    const measure = { kind: 'sum', of: { kind: 'property', property: 'kg' } }
    const events = [1, 2, 3].map((day) => order(day, { kg: 0.1 }))
    expect(holds(ordered({ measure, compare: { op: 'is', value: 0.3 } }), {}, events)).toBe(true)
  })

  it('count different values once: a number and the same digits as text are two', () => {
    const measure = { kind: 'distinct', property: 'products[].sku' }
    const events = [
      order(1, { products: [{ sku: '1' }, { sku: 1 }] }),
      order(2, { products: [{ sku: '1' }, { sku: null }] }),
    ]
    expect(holds(ordered({ measure, compare: { op: 'is', value: 2 } }), {}, events)).toBe(true)
  })

  it('count what came after another event, and are false for whom it did not happen', () => {
    const opened = (daysAgo: number) => ({ ...order(daysAgo), name: 'message_opened' })
    const since = (which: string) => ({ kind: 'since', which, events: ['message_opened'] })
    const rule = (which: string, value: number) =>
      ordered({ window: since(which), compare: { op: 'is', value } })
    const history = [order(5), opened(5), order(4), opened(3), order(2), order(-1)]
    expect(['first', 'last'].map((which) => [1, 2].map((n) => holds(rule(which, n), {}, history)))).toEqual([
      [false, true],
      [true, false],
    ])
    expect(holds(rule('last', 0), {}, [order(1)])).toBe(false)
    expect(holds(rule('last', 0), {}, [opened(1)])).toBe(true)
  })

  it('take days and hours by the clocks of the workspace, over midnight too', () => {
    // 2026-02-28T23:30 in Shanghai, a Saturday
    const late = { ...order(0), time: new Date('2026-02-28T15:30:00Z') }
    const at = (on: object) => holds(ordered({ on }), {}, [late])
    expect(at({ weekdays: [6] })).toBe(true)
    expect(at({ weekdays: [7] })).toBe(false)
    expect(at({ hours: { from: 22, to: 6 } })).toBe(true)
    expect(at({ hours: { from: 6, to: 23 } })).toBe(false)
    expect(at({ weekdays: [6], hours: { from: 23, to: 24 } })).toBe(true)
  })
})

describe('first and last times', () => {
  const time = (which: string, days: number, more: object = {}) => ({
    kind: 'event_time',
    which,
    events: ['Order Completed'],
    is: { type: 'date', op: 'in_last', within: { amount: days, unit: 'day' } },
    ...more,
  })

  it('are compared with a moment, and false without the event', () => {
    const history = [order(40), order(5), order(-3)]
    expect(holds(time('first', 30), {}, history)).toBe(false)
    expect(holds(time('first', 41), {}, history)).toBe(true)
    expect(holds(time('last', 6), {}, history)).toBe(true)
    expect(holds(time('last', 5), {}, history)).toBe(false)
    expect(holds(time('last', 100), {}, [])).toBe(false)
  })

  it('look into the window alone', () => {
    const window = { kind: 'last', within: { amount: 20, unit: 'day' } }
    expect(holds(time('first', 10, { window }), {}, [order(40), order(5)])).toBe(true)
  })
})

describe('sequences', () => {
  const days = (amount: number) => ({ amount, unit: 'day' })
  const [cart, checkout, paid] = ['Product Added', 'Checkout Started', 'Order Completed']
  const at = (daysAgo: number, name: string | undefined, properties: JsonObject = {}) => ({
    ...order(daysAgo, properties),
    name: name ?? '',
  })
  const sequence = (steps: object[], more: object = {}) => ({ kind: 'sequence', steps, ...more })
  const cartThenPaid = sequence([{ events: [cart] }, { events: [paid], within: days(2) }])

  it('need the steps in order, each within its time, whichever event of a step that takes', () => {
    expect(holds(cartThenPaid, {}, [at(5, cart), at(3, paid)])).toBe(true)
    expect(holds(cartThenPaid, {}, [at(5, cart), at(2.999, paid)])).toBe(false)
    expect(holds(cartThenPaid, {}, [at(5, cart), at(4, cart), at(2.5, paid)])).toBe(true)
    expect(holds(cartThenPaid, {}, [at(3, cart), at(5, paid)])).toBe(false)
    expect(holds(cartThenPaid, {}, [at(3, cart), at(3, paid)])).toBe(false)
  })

  it('go through every step with its own filters', () => {
    const where = [{ property: 'channel', condition: { type: 'text', op: 'is', values: ['门店'] } }]
    const rule = sequence([{ events: [cart] }, { events: [checkout], where }, { events: [paid] }])
    const history = (channel: string) => [at(5, cart), at(4, checkout, { channel }), at(3, paid)]
    expect(holds(rule, {}, history('门店'))).toBe(true)
    expect(holds(rule, {}, history('网店'))).toBe(false)
  })

  it('begin in the window, and may end after it', () => {
    const window = { kind: 'between', from: '2026-02-10', to: '2026-02-20' }
    const rule = sequence([{ events: [cart] }, { events: [paid] }], { window })
    expect(holds(rule, {}, [at(12, cart), at(1, paid)])).toBe(true)
    expect(holds(rule, {}, [at(5, cart), at(1, paid)])).toBe(false)
  })

  it('tell what did not follow only once the time for it has passed', () => {
    const rule = sequence([{ events: [cart] }], { notFollowedBy: { events: [paid], within: days(2) } })
    expect(holds(rule, {}, [at(1.999, cart)])).toBe(false)
    expect(holds(rule, {}, [at(2, cart)])).toBe(true)
    expect(holds(rule, {}, [at(5, cart), at(3, paid)])).toBe(false)
    expect(holds(rule, {}, [at(5, cart), at(2.9, paid)])).toBe(true)
    expect(holds(rule, {}, [at(5, cart), at(5, paid)])).toBe(true)
    expect(holds(rule, {}, [at(9, cart), at(5, cart), at(4, paid)])).toBe(true)
  })

  it('are refused when they cannot hold, say nothing, or are too long', () => {
    const step = { events: [cart] }
    const parses = (steps: object[], more: object = {}) => ruleSchema.safeParse(sequence(steps, more)).success
    const notFollowedBy = { ...step, within: days(3) }
    expect(parses([step])).toBe(false)
    expect(parses([{ ...step, within: days(1) }, step])).toBe(false)
    expect(parses(Array(ruleLimits.sequenceStepsMax).fill(step))).toBe(true)
    expect(parses(Array(ruleLimits.sequenceStepsMax + 1).fill(step))).toBe(false)
    const last = (amount: number) => ({ kind: 'last', within: days(amount) })
    expect(parses([step], { notFollowedBy, window: last(4) })).toBe(true)
    expect(parses([step], { notFollowedBy, window: last(3) })).toBe(false)
  })
})

describe('what can never be', () => {
  it('is refused: the size of many lists at once, and a look ahead beyond the limit', () => {
    const size = { type: 'list', op: 'size', compare: { op: 'is', value: 1 } }
    const where = (property: string) => ordered({ where: [{ property, condition: size }] })
    expect(ruleSchema.safeParse(where('products')).success).toBe(true)
    expect(ruleSchema.safeParse(where('products[].tags')).success).toBe(false)
    const ahead = (days: number) => ({
      kind: 'trait',
      trait: 'birthday',
      condition: { type: 'anniversary', op: 'in_next', days },
    })
    const { anniversaryDaysMax } = ruleLimits
    expect(ruleSchema.safeParse(ahead(anniversaryDaysMax)).success).toBe(true)
    expect(ruleSchema.safeParse(ahead(anniversaryDaysMax + 1)).success).toBe(false)
  })

  const refusals: [string, object][] = [
    [
      'an event after its own last time',
      { window: { kind: 'since', which: 'last', events: ['Order Completed'] } },
    ],
    ['no hours', { on: { hours: { from: 9, to: 9 } } }],
    ['an eighth day of the week', { on: { weekdays: [8] } }],
    ['neither days nor hours', { on: {} }],
  ]
  it.each(refusals)('is refused: %s', (_, more) => {
    expect(ruleSchema.safeParse(ordered(more)).success).toBe(false)
  })

  it('is refused: an event that counts in the future', () => {
    const is = { type: 'date', op: 'in_next', within: { amount: 1, unit: 'day' } }
    const rule = { kind: 'event_time', which: 'last', events: ['Order Completed'], is }
    expect(ruleSchema.safeParse(rule).success).toBe(false)
  })
})
