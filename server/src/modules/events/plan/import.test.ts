import type { PlannedEvent } from '@rapport/contract'
import { describe, expect, it } from 'vitest'
import { Failure } from '../../../kernel/failure'
import { changesBetween, emptyPlan } from './changes'
import { inferProperties, withOlder } from './draft'
import { importPlan } from './import'
import { timelineOf } from './timeline'

const schema = {
  type: 'object',
  properties: {
    order_id: { type: 'string', minLength: 2, maxLength: 40, pattern: '^[A-Z]+', description: 'The number' },
    total: { type: ['number', 'null'], minimum: 0 },
    paid_at: { type: 'string', format: 'date-time' },
    channel: { type: 'string', enum: ['web', 'app'] },
    products: {
      type: 'array',
      minItems: 1,
      items: { type: 'object', properties: { sku: { type: 'string' } }, required: ['sku'] },
    },
    tags: { type: 'array', items: { type: 'string' } },
    shipping: { properties: { city: { type: 'string' } }, required: ['city'] },
    strange: { oneOf: [{ type: 'string' }] },
    looking: { type: 'string', pattern: '(?=x)' },
    'with[0]': { type: 'string' },
  },
  required: ['order_id'],
  additionalProperties: false,
}

const short = ({ properties }: PlannedEvent) =>
  properties.map(({ path, types, required }) => `${path} ${types.join('|')}${required ? ' !' : ''}`)
const expected = [
  'order_id text !',
  'total number',
  'paid_at moment',
  'channel text',
  'products list',
  'products[].sku text !',
  'tags list',
  'tags[] text',
  'shipping object',
  'shipping.city text !',
  'strange ',
  'looking text',
]

describe('a plan is read', () => {
  it('from RudderStack, with what has no counterpart named', () => {
    const { format, plan, skipped } = importPlan({
      name: 'Shop',
      events: [
        { name: 'Order Completed', eventType: 'track', rules: { properties: { properties: schema } } },
        {
          name: '',
          eventType: 'identify',
          identitySection: 'context.traits',
          rules: { properties: { context: { properties: { traits: { properties: { plan: {} } } } } } },
        },
        { name: '', eventType: 'group', rules: {} },
      ],
    })
    expect(format).toBe('rudderstack')
    expect(plan.events.map(({ type, name }) => `${type} ${name}`)).toEqual([
      'track Order Completed',
      'identify ',
    ])
    expect(short(plan.events[0]!)).toEqual(expected)
    expect(short(plan.events[1]!)).toEqual(['plan '])
    expect(plan.events[0]).toMatchObject({ onUnknownProperty: 'report' })
    expect(plan.events[0]?.properties.slice(0, 4)).toMatchObject([
      { min: 2, max: 40, pattern: '^[A-Z]+', description: 'The number' },
      { min: 0, max: null },
      {},
      { allowed: ['web', 'app'] },
    ])
    expect(skipped.map(({ where, what }) => `${where}: ${what}`)).toEqual([
      'track Order Completed strange: oneOf',
      'track Order Completed looking: pattern',
      'track Order Completed with[0]: name',
      'group: event',
    ])
  })

  it('from Segment, as either of its interfaces gives it', () => {
    const parts = { properties: { properties: schema } }
    const older = importPlan({
      display_name: 'Shop',
      rules: {
        events: [{ name: 'Order Completed', description: 'd', rules: parts, version: 1 }],
        identify: {
          properties: { traits: { properties: { email: { type: 'string' } }, required: ['email'] } },
        },
        global: {},
      },
    })
    const newer = importPlan({
      data: {
        rules: [
          { key: 'Order Completed', type: 'TRACK', jsonSchema: { ...parts, description: 'd' }, version: 1 },
          {
            type: 'IDENTIFY',
            jsonSchema: {
              properties: { traits: { properties: { email: { type: 'string' } }, required: ['email'] } },
            },
          },
          { type: 'COMMON', jsonSchema: {} },
        ],
      },
    })
    for (const { format, plan } of [older, newer]) {
      expect(format).toBe('segment')
      expect(plan.events.map(short)).toEqual([expected, ['email text !']])
      expect(plan.events[0]?.description).toBe('d')
    }
  })

  it('from what was exported here, and stays the same', () => {
    const { plan } = importPlan({
      rules: { events: [{ name: 'E', rules: { properties: { properties: schema } } }] },
    })
    expect(importPlan(JSON.parse(JSON.stringify(plan)))).toEqual({ format: 'rapport', plan, skipped: [] })
    expect(changesBetween(plan, importPlan({ version: 3, plan }).plan)).toEqual({
      added: [],
      removed: [],
      changed: [],
      settings: [],
    })
  })

  it.each([[null], ['text'], [[]], [{}], [{ events: 5 }], [{ events: [{ type: 'track' }] }], [{ plan: {} }]])(
    'and refused when it is none: %j',
    (document) => {
      expect(() => importPlan(document)).toThrow(Failure)
    },
  )

  it('with an event that is there twice taken once', () => {
    const event = { name: 'E', eventType: 'track', rules: {} }
    expect(importPlan({ events: [event, event] })).toMatchObject({
      plan: { events: [{ name: 'E' }] },
      skipped: [{ where: 'track E', what: 'repeated' }],
    })
  })
})

describe('a draft', () => {
  it('asks for nothing on the word of a few messages', () => {
    const few = Array.from({ length: 19 }, () => ({ a: 1 }))
    expect(inferProperties(few)).toMatchObject([{ path: 'a', required: false }])
    expect(inferProperties([...few, { a: 2 }])).toMatchObject([{ path: 'a', required: true }])
  })

  it('widens types to what was seen, and leaves out names that no path can have', () => {
    expect(
      inferProperties([
        { a: 1, b: '2026-01-01', c: 'x', 'd.e': 1, 'f[0]': 1 },
        { a: 1.5, b: 'soon', c: 1, g: null },
      ]).map(({ path, types }) => [path, types]),
    ).toEqual([
      ['a', ['number']],
      ['b', ['text']],
      ['c', ['number', 'text']],
      ['d.e', ['number']],
    ])
  })

  it('adds what was seen earlier, as optional', () => {
    const older = [
      { path: 'a', types: ['string'] },
      { path: 'z[].b', types: ['string', 'number'] },
    ]
    expect(withOlder(inferProperties([{ a: 1 }]), older)).toMatchObject([
      { path: 'a', types: ['number'] },
      { path: 'z[].b', types: ['number', 'text'], required: false },
    ])
  })
})

it('the version that counts at a place in the journal is the last one saved before it', () => {
  const row = (version: number, effectiveAfter: number, isOn: boolean) => ({
    version,
    effectiveAfter,
    plan: { ...emptyPlan, isOn, events: importPlan({ events: [{ name: 'E', rules: {} }] }).plan.events },
    savedAt: new Date(0),
    savedBy: '',
  })
  const timeline = timelineOf([row(3, 20, true), row(2, 10, false), row(1, 0, true)])!
  expect([0, 1, 10, 11, 20, 21].map((position) => timeline.at(position) !== null)).toEqual([
    false,
    true,
    true,
    false,
    false,
    true,
  ])
  expect(timelineOf([])).toBeNull()
})
