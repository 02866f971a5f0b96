import { type TrackingPlan, trackingPlanSchema } from '@rapport/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../message'
import { checkMessage, violationsText } from './check'
import { compilePlan } from './compile'
import { parsePattern } from './pattern'
import { fitsMask, maskOf, typeOfValue } from './types'

const planWith = (more: object): TrackingPlan => trackingPlanSchema.parse(more)
const order = {
  type: 'track',
  name: 'Order Completed',
  properties: [
    { path: 'order_id', types: ['text'], required: true, pattern: '^[A-Z]-\\d+$' },
    { path: 'total', types: ['number'], required: true, min: 0, max: 1_000 },
    { path: 'quantity', types: ['integer'] },
    { path: 'paid', types: ['boolean'] },
    { path: 'paid_at', types: ['moment'] },
    { path: 'channel', types: ['text'], allowed: ['web', 'app'] },
    { path: 'products', types: ['list'], min: 1, max: 2 },
    { path: 'products[].sku', types: ['text'], required: true },
    { path: 'products[].price', types: ['number'], min: 0 },
    { path: 'shipping.city', types: ['text'], required: true, min: 2, max: 4 },
    { path: 'tags[]', types: ['text'] },
  ],
}
const fine = { order_id: 'A-1', total: 10, products: [{ sku: 's', price: 1 }] }

const found = (plan: object, type: string, name: string, properties?: JsonObject) => {
  const compiled = compilePlan(planWith(plan))
  const checked = compiled && checkMessage(compiled, type, name, properties)
  return checked?.violations.map(({ code, path }) => `${code} ${path}`.trim()) ?? []
}
const ofOrder = (properties: object, plan: object = {}) =>
  found({ events: [order], ...plan }, 'track', 'Order Completed', { ...fine, ...properties } as JsonObject)

describe('what a plan finds in a message', () => {
  it('is nothing when it is as planned', () => {
    expect(ofOrder({})).toEqual([])
    expect(
      ofOrder({
        quantity: 3,
        paid: false,
        paid_at: '2026-03-01T10:00:00Z',
        channel: 'app',
        shipping: { city: '上海' },
        tags: ['a'],
      }),
    ).toEqual([])
  })

  it.each<[object, string[]]>([
    [{ order_id: undefined }, ['missing_property order_id']],
    [{ order_id: null }, ['missing_property order_id']],
    [{ total: '10' }, ['wrong_type total']],
    [{ total: -1 }, ['too_small total']],
    [{ total: 0 }, []],
    [{ total: 1_000 }, []],
    [{ total: 1_000.01 }, ['too_large total']],
    [{ quantity: 1.5 }, ['wrong_type quantity']],
    [{ paid: 'true' }, ['wrong_type paid']],
    [{ paid_at: 'yesterday' }, ['wrong_type paid_at']],
    [{ paid_at: '2026-13-01' }, ['wrong_type paid_at']],
    [{ channel: 'shop' }, ['not_allowed_value channel']],
    [{ order_id: 'a-1' }, ['pattern_mismatch order_id']],
    [{ products: [] }, ['too_few products']],
    [{ products: [{ sku: 'a' }, { sku: 'b' }, { sku: 'c' }] }, ['too_many products']],
    [{ products: { sku: 'a' } }, ['wrong_type products']],
    [{ products: [{}, {}] }, ['missing_property products[].sku']],
    [{ products: [{ sku: 's', price: 'x' }] }, ['wrong_type products[].price']],
    [{ products: ['s'] }, ['wrong_type products[]']],
    [{ shipping: {} }, ['missing_property shipping.city']],
    [{ shipping: 'here' }, ['wrong_type shipping']],
    [{ shipping: { city: 'x' } }, ['too_short shipping.city']],
    [{ shipping: { city: 'abcd' } }, []],
    [{ shipping: { city: 'abcde' } }, ['too_long shipping.city']],
    [{ 'shipping.city': 'abcde' }, ['too_long shipping.city']],
    [{ tags: [1] }, ['wrong_type tags[]']],
  ])('%j → %j', (properties, violations) => {
    expect(ofOrder(properties)).toEqual(violations)
  })

  it('says nothing of properties that are not declared unless it is to', () => {
    const more = { coupon: 'x', products: [{ sku: 's', colour: 'red' }] }
    expect(ofOrder(more)).toEqual([])
    expect(ofOrder(more, { onUnknownProperty: 'report' })).toEqual([
      'unknown_property products[].colour',
      'unknown_property coupon',
    ])
  })

  it('leaves what stands in a declared object alone when nothing of it is declared', () => {
    const plan = {
      onUnknownProperty: 'report',
      events: [{ type: 'track', name: 'E', properties: [{ path: 'extra', types: ['object'] }] }],
    }
    expect(found(plan, 'track', 'E', { extra: { any: { thing: 1 } } })).toEqual([])
  })

  it('knows events that are not declared, and those that are no longer to come', () => {
    expect(found({ events: [order] }, 'track', 'Other')).toEqual(['unknown_event'])
    expect(found({ events: [order], onUnknownEvent: 'allow' }, 'track', 'Other')).toEqual([])
    expect(found({ events: [{ ...order, status: 'deprecated' }] }, 'track', order.name, fine)).toEqual([
      'deprecated_event',
    ])
  })

  it('leaves kinds of messages alone of which nothing is declared', () => {
    expect(found({ events: [order] }, 'page', 'Home')).toEqual([])
    expect(found({ events: [order] }, 'identify', '', { plan: 1 })).toEqual([])
    expect(found({ events: [{ type: 'page', name: 'Home' }] }, 'page', 'Cart')).toEqual(['unknown_event'])
  })

  it('takes the declaration of a page by its name before the one of all pages', () => {
    const pages = {
      events: [
        { type: 'page', properties: [{ path: 'url', required: true }] },
        { type: 'page', name: 'Cart', properties: [{ path: 'items', required: true }] },
      ],
    }
    expect(found(pages, 'page', 'Cart')).toEqual(['missing_property items'])
    expect(found(pages, 'page', 'Home')).toEqual(['missing_property url'])
  })

  it('is nothing at all when the plan is off or empty', () => {
    expect(compilePlan(planWith({ events: [order], isOn: false }))).toBeNull()
    expect(compilePlan(planWith({}))).toBeNull()
  })
})

describe('what becomes of it', () => {
  const reactionTo = (properties: object, more: object) => {
    const compiled = compilePlan(planWith({ events: [{ ...order, ...more }] }))
    return checkMessage(compiled!, 'track', order.name, { ...fine, ...properties } as JsonObject)?.reaction
  }

  it('is the strictest reaction of what was found, the event before the whole plan', () => {
    expect(reactionTo({ total: 'x' }, {})).toBe('report')
    expect(reactionTo({ total: 'x' }, { onViolation: 'quarantine' })).toBe('quarantine')
    expect(reactionTo({ other: 1 }, { onViolation: 'quarantine', onUnknownProperty: 'report' })).toBe(
      'report',
    )
    expect(reactionTo({ other: 1, total: 'x' }, { onUnknownProperty: 'quarantine' })).toBe('quarantine')
  })

  it('is quarantine also when the violation that asks for it comes after many others', () => {
    const others = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`other_${index}`, 1]))
    const compiled = compilePlan(
      planWith({ onUnknownProperty: 'report', onViolation: 'quarantine', events: [order] }),
    )
    const checked = checkMessage(compiled!, 'track', order.name, { ...others, order_id: 'A-1' })
    expect(checked?.violations).toHaveLength(20)
    expect(checked?.reaction).toBe('quarantine')
  })

  it('says codes, paths and types, and no values', () => {
    const compiled = compilePlan(planWith({ events: [order] }))
    const checked = checkMessage(compiled!, 'track', order.name, {
      order_id: 'secret',
      total: 'li@example.com',
    })
    expect(violationsText(checked!.violations)).toBe(
      'pattern_mismatch order_id; wrong_type total (text, not number)',
    )
  })
})

describe('for every message and plan', () => {
  const json = fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.string(),
      fc.double(),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('a', 'b', 'c', 'a.b', '__proto__', 'constructor'), tie('value')),
    ),
  })).value
  const types = ['text', 'number', 'integer', 'boolean', 'moment', 'list', 'object'] as const
  const property = fc.record({
    path: fc.constantFrom('a', 'b', 'c', 'a.b', 'a.c', 'a[].b', 'b[]', 'b[].a.c', 'constructor'),
    types: fc.subarray([...types]),
    required: fc.boolean(),
    allowed: fc.array(fc.oneof(fc.string(), fc.integer(), fc.boolean()), { maxLength: 2 }),
    pattern: fc.constantFrom('', '^a', 'b+$'),
    min: fc.constantFrom(null, 0, 1),
    max: fc.constantFrom(null, 1, 2),
  })
  const plans = fc.record({
    onUnknownProperty: fc.constantFrom('allow', 'report', 'quarantine'),
    onViolation: fc.constantFrom('report', 'quarantine'),
    events: fc
      .uniqueArray(property, { maxLength: 6, selector: ({ path }) => path })
      .map((properties) => [{ type: 'track', name: 'E', properties }]),
  })
  const objects = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'a.b', 'constructor'), json, { maxKeys: 4 })

  it('checking ends, says the same twice, and never finds the same thing at one place twice', () => {
    fc.assert(
      fc.property(plans, objects, (plan, properties) => {
        const compiled = compilePlan(planWith(plan))!
        const checked = checkMessage(compiled, 'track', 'E', properties as JsonObject)
        expect(checkMessage(compiled, 'track', 'E', properties as JsonObject)).toEqual(checked)
        const keys = checked?.violations.map(({ code, path }) => `${code} ${path}`) ?? []
        expect(new Set(keys).size).toBe(keys.length)
      }),
    )
  })

  it('a looser plan never finds more', () => {
    const optional = (plan: TrackingPlan): TrackingPlan => ({
      ...plan,
      onUnknownProperty: 'allow',
      events: plan.events.map((event) => ({
        ...event,
        properties: event.properties.map((one) => ({ ...one, required: false, min: null, max: null })),
      })),
    })
    fc.assert(
      fc.property(plans, objects, (given, properties) => {
        const plan = planWith(given)
        const count = (one: TrackingPlan) =>
          checkMessage(compilePlan(one)!, 'track', 'E', properties as JsonObject)?.violations.length ?? 0
        expect(count(optional(plan))).toBeLessThanOrEqual(count(plan))
      }),
    )
  })

  it('a value is of the type that is told of it', () => {
    fc.assert(
      fc.property(json, (value) => {
        const type = typeOfValue(value)
        if (type !== 'null') expect(fitsMask(value, maskOf([type]))).toBe(true)
      }),
    )
  })
})

describe('patterns', () => {
  it('take time in proportion to the text, whatever the pattern', () => {
    const pattern = parsePattern('^(a+)+$')
    expect(pattern?.matches(`${'a'.repeat(1_900)}!`)).toBe(false)
    expect(pattern?.matches('a'.repeat(1_900))).toBe(true)
  })

  it('are refused when RE2 has no such thing', () => {
    expect(parsePattern('(?=a)b')).toBeNull()
    expect(parsePattern('(a')).toBeNull()
  })
})
