import fc from 'fast-check'
import { expect, it } from 'vitest'
import { acceptMessage, isRefused, type Reception } from './accept'
import { depthMax, objectKeysMax } from './limits'
import { eventMoney } from './money'
import { sanitise } from './sanitise'

const receivedAt = new Date('2026-03-01T12:00:00Z')
const reception = (more: Partial<Reception> = {}): Reception => ({
  receivedAt,
  newId: () => 'new-id',
  ...more,
})
const accept = (raw: unknown, more?: Partial<Reception>) => acceptMessage(raw, reception(more))
const track = { type: 'track', event: 'E', userId: 'u', messageId: 'm' }

it('takes or refuses whatever JSON there is, and never throws', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), (raw) => {
      const item = accept(raw)
      expect(item.messageId.length).toBeGreaterThan(0)
      expect(JSON.parse(JSON.stringify(item))).toBeTruthy()
    }),
  )
  fc.assert(
    fc.property(
      fc.record({
        type: fc.constantFrom('track', 'identify', 'page', 7),
        event: fc.anything(),
        userId: fc.anything(),
        traits: fc.anything(),
        timestamp: fc.anything(),
        messageId: fc.anything(),
      }),
      (raw) => {
        expect(accept(raw)).toBeDefined()
      },
    ),
  )
})

it('corrects a clock that is hours off, and leaves a slow network alone', () => {
  const at = (timestamp: string, sentAt: string) => accept({ ...track, timestamp }, { sentAt })
  expect(at('2026-03-01T09:59:00Z', '2026-03-01T10:00:00Z')).toMatchObject({
    timestamp: '2026-03-01T11:59:00.000Z',
  })
  expect(at('2026-03-01T11:59:00Z', '2026-03-01T11:59:55Z')).toMatchObject({
    timestamp: '2026-03-01T11:59:00.000Z',
  })
  expect(
    accept(
      { ...track, timestamp: '2020-01-01T00:00:00Z' },
      { sentAt: '2026-03-01T10:00:00Z', isImport: true },
    ),
  ).toMatchObject({ timestamp: '2020-01-01T00:00:00.000Z' })
})

it.each([
  ['0000-01-01T00:00:00Z', 'timestamp_out_of_range'],
  ['9999-12-31T00:00:00Z', 'timestamp_out_of_range'],
  ['yesterday', 'bad_timestamp'],
  ['2026-13-45T00:00:00Z', 'bad_timestamp'],
  ['2026-02-29T00:00:00Z', 'bad_timestamp'],
  ['2026-04-31', 'bad_timestamp'],
])('refuses the time %s', (timestamp, refused) => {
  expect(accept({ ...track, timestamp })).toMatchObject({ refused, messageId: 'm' })
})

it.each([
  ['2026-01-09T10:00:00', '10:00:00.000Z'],
  ['2026-01-09 10:00', '10:00:00.000Z'],
  ['2026-01-09', '00:00:00.000Z'],
  ['2026-01-09T10:00:00.5+08:00', '02:00:00.500Z'],
  ['2026-01-09 10:00:00 +0800', '02:00:00.000Z'],
  ['2026-01-09 10:00:00 GMT', '10:00:00.000Z'],
])(
  'takes the time %s for UTC when it names no zone, whatever zone this program runs in',
  (timestamp, time) => {
    const before = process.env.TZ
    try {
      for (const TZ of ['UTC', 'Asia/Shanghai', 'America/New_York']) {
        process.env.TZ = TZ
        expect(accept({ ...track, timestamp })).toMatchObject({ timestamp: `2026-01-09T${time}` })
      }
    } finally {
      if (before === undefined) delete process.env.TZ
      else process.env.TZ = before
    }
  },
)

it('says what is wrong in text that every store takes', () => {
  const refused = accept({ ...track, timestamp: 'a\u0000b\ud800' })
  expect(refused).toMatchObject({ refused: 'bad_timestamp', detail: 'timestamp ab\ufffd is not a moment' })
})

it('takes numbers as identifiers and refuses objects', () => {
  expect(accept({ ...track, userId: 42 })).toMatchObject({ userId: '42' })
  expect(accept({ ...track, userId: { id: 1 } })).toMatchObject({ refused: 'bad_identifier' })
})

it('pads no identifier, and makes no two the same by taking something out of one', () => {
  expect(accept({ ...track, userId: ' \u0000u-1\n' })).toMatchObject({ userId: 'u-1' })
  expect(accept({ ...track, userId: 'u\u0000-1' })).toMatchObject({ refused: 'bad_identifier' })
  expect(accept({ ...track, anonymousId: 'u\u0007-1' })).toMatchObject({ refused: 'bad_identifier' })
})

it('knows the 29th of February in the years that have one', () => {
  expect(accept({ ...track, timestamp: '2024-02-29T10:00:00Z' })).toMatchObject({
    timestamp: '2024-02-29T10:00:00.000Z',
  })
})

it('finds the traits where RudderStack keeps them', () => {
  expect(
    accept({ type: 'identify', userId: 'u', context: { traits: { email: 'a@b.example' } } }),
  ).toMatchObject({ traits: { email: 'a@b.example' } })
})

it('measures depth and keys exactly', () => {
  const nested = (depth: number): unknown => (depth === 0 ? 1 : { a: nested(depth - 1) })
  expect('value' in sanitise(nested(depthMax))).toBe(true)
  expect(sanitise(nested(depthMax + 1))).toEqual({ problem: 'too_deep' })
  const wide = (keys: number) =>
    Object.fromEntries(Array.from({ length: keys }, (_, index) => [`k${index}`, 1]))
  expect('value' in sanitise(wide(objectKeysMax))).toBe(true)
  expect(sanitise(wide(objectKeysMax + 1))).toEqual({ problem: 'too_many_keys' })
  expect(isRefused(accept({ ...track, properties: wide(objectKeysMax + 1) }))).toBe(true)
})

it('keeps a message with a number that no number type holds, as it was read', () => {
  const raw = JSON.parse(
    '{"type":"track","event":"E","userId":"u","messageId":"m","properties":{"a":[1e999]}}',
  )
  expect(accept(raw)).toEqual({
    refused: 'bad_value',
    detail: 'properties has a number beyond 1.8e308',
    messageId: 'm',
    raw: { ...raw, properties: { a: ['Infinity'] } },
  })
  expect(accept({ ...track, userId: Number.POSITIVE_INFINITY })).toMatchObject({ refused: 'bad_identifier' })
  expect(accept({ ...track, timestamp: Number.NEGATIVE_INFINITY })).toMatchObject({
    refused: 'timestamp_out_of_range',
  })
})

it('drops what no store takes', () => {
  expect(sanitise(JSON.parse('{"a":"x\\u0000y","__proto__":{"p":1},"":2,"l":"\\ud800"}'))).toEqual({
    value: { a: 'xy', _: 2, l: '\ufffd' },
  })
})

it('reads money in the workspace currency, rounds half away from zero, and refuses what is none', () => {
  const settings = { currency: 'CNY', exchangeRates: { USD: 7.1 } }
  const read = (properties: object, name = 'Order Completed') =>
    eventMoney(name, properties as never, settings, (text) =>
      text === '￥' ? 'CNY' : /^[A-Z]{3}$/.test(text) ? text : null,
    )
  expect(read({ revenue: 1.005 })).toMatchObject({ valueMinor: 101 })
  expect(read({ revenue: '19.90', currency: '￥' })).toMatchObject({ valueMinor: 1990, currency: 'CNY' })
  expect(read({ total: 10, currency: 'USD' })).toMatchObject({ valueMinor: 7100, currency: 'CNY' })
  expect(read({ revenue: 10, currency: 'EUR' })).toEqual({
    kind: 'no_rate',
    currency: 'EUR',
    isNeeded: true,
  })
  expect(read({ revenue: 9e13, currency: 'USD' })).toEqual({
    kind: 'bad',
    detail: 'amount 90000000000000 is too large in CNY',
  })
  expect(['-1', -1, 'abc', '', null, Number.MAX_VALUE].map((revenue) => read({ revenue }).kind)).toEqual(
    Array(6).fill('bad'),
  )
  expect(read({ value: 'abc' }, 'Product Viewed')).toEqual({ kind: 'none' })
})
