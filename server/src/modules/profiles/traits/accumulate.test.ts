import fc from 'fast-check'
import { expect, it } from 'vitest'
import { addEvent, type ComputedState, type CountedEvent, combineStates } from './accumulate'
import { defaultThresholds, lifecycleStage, presentComputed } from './present'

const dayMs = 86_400_000
const nowMs = Date.UTC(2026, 0, 31)

const events = fc.uniqueArray(
  fc.record({
    name: fc.constantFrom(
      'Order Completed',
      'Order Refunded',
      'message_opened',
      'message_clicked',
      'Something Else',
    ),
    messageId: fc.uuid(),
    timeMs: fc.integer({ min: nowMs - 400 * dayMs, max: nowMs }),
    valueMinor: fc.integer({ min: 0, max: 1_000_000 }),
    hour: fc.integer({ min: 0, max: 23 }),
    properties: fc.record(
      {
        discount: fc.integer({ min: 0, max: 5 }),
        coupon: fc.constantFrom('', 'SALE'),
        channel: fc.constantFrom('web', 'app', 'store'),
        products: fc.array(
          fc.record({
            product_id: fc.constantFrom('p1', 'p2', 'p3'),
            category: fc.constantFrom('tea', 'cups'),
          }),
          { maxLength: 3 },
        ),
      },
      { requiredKeys: [] },
    ),
  }),
  { selector: ({ messageId }) => messageId, maxLength: 30 },
) as fc.Arbitrary<CountedEvent[]>

const fold = (from: readonly CountedEvent[]) => from.reduce<ComputedState>(addEvent, {})
const shown = (state: ComputedState) => presentComputed(state, nowMs, defaultThresholds)

it('gives the same traits in whatever order events arrive', () => {
  fc.assert(
    fc.property(
      events.chain((list) =>
        fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
      ),
      ([list, shuffled]) => {
        expect(fold(shuffled)).toEqual(fold(list))
      },
    ),
  )
})

it('gives two profiles taken together what one profile with all their events would have', () => {
  fc.assert(
    fc.property(events, fc.integer({ min: 0, max: 30 }), (list, cut) => {
      const together = combineStates(fold(list.slice(0, cut)), fold(list.slice(cut)))
      expect(together).toEqual(fold(list))
      expect(shown(together)).toEqual(shown(fold(list)))
    }),
  )
})

it('says when time alone will change a value, and until then it does not', () => {
  fc.assert(
    fc.property(events, (list) => {
      const state = fold(list)
      const { values, nextChangeMs } = shown(state)
      if (nextChangeMs === null) return
      expect(nextChangeMs).toBeGreaterThan(nowMs)
      expect(presentComputed(state, nextChangeMs - 1, defaultThresholds).values).toEqual(values)
    }),
  )
})

const order = (timeMs: number, properties: CountedEvent['properties'] = {}, hour = 0): CountedEvent => ({
  name: 'Order Completed',
  messageId: `${timeMs}`,
  timeMs,
  valueMinor: 10,
  properties,
  hour,
})

it('counts the days of a window for somebody who has bought every day for years, in whatever order it is told', () => {
  const daily = Array.from({ length: 1_000 }, (_, ago) => order(nowMs - ago * dayMs))
  for (const list of [daily, daily.toReversed()]) {
    const state = fold(list)
    expect(shown(state).values).toMatchObject({ orders: 1_000, orders_90d: 90, revenue_90d: 900 })
    expect(presentComputed(state, nowMs + 30 * dayMs, defaultThresholds).values.orders_90d).toBe(60)
    expect(combineStates(fold(list.slice(0, 500)), fold(list.slice(500)))).toEqual(state)
  }
})

it('counts an order of a clock that is ahead once its day has come', () => {
  const state = fold([order(nowMs + dayMs / 2), order(nowMs + dayMs)])
  expect(shown(state)).toMatchObject({ values: { orders_90d: 1 }, nextChangeMs: nowMs + dayMs })
  expect(presentComputed(state, nowMs + dayMs, defaultThresholds).values.orders_90d).toBe(2)
})

it.each(['0', '0.00', '', ' ', 0, null, false])('takes %j for no discount', (discount) => {
  expect(shown(fold([order(nowMs, { discount }), order(nowMs - 1)])).values.discount_share).toBe(0)
})

it.each(['SPRING10', '5.00', 5])('takes %j for a discount', (discount) => {
  expect(shown(fold([order(nowMs, { discount }), order(nowMs - 1)])).values.discount_share).toBe(0.5)
})

it('tells products apart by their name where a shop gives them no number', () => {
  const of = (...products: object[]) => order(nowMs, { products: products as never })
  const scarf = { name: '真丝围巾', product_id: '' }
  const [named, numbered] = [
    of(scarf, { name: '陶瓷茶具' }, scarf),
    of({ product_id: '1', name: 'a' }, { sku: '2' }),
  ]
  expect(shown(fold([named])).values.distinct_products).toBe(2)
  expect(shown(fold([numbered])).values.distinct_products).toBe(2)
})

it('takes the earliest of hours that are equally frequent, by the clock and not by their first digit', () => {
  const hours = [17, 3, 10, 9].map((hour, at) => order(nowMs - at, {}, hour))
  expect(shown(fold(hours)).values.favourite_hour).toBe(3)
  expect(shown(fold(hours.filter(({ hour }) => hour > 8))).values.favourite_hour).toBe(9)
})

it('passes a buyer to the next stage exactly at its threshold', () => {
  const stageAfter = (days: number, orders = 2) =>
    lifecycleStage(orders, nowMs - days * dayMs, nowMs, defaultThresholds)
  expect([
    stageAfter(29.9, 1),
    stageAfter(30, 1),
    stageAfter(89.9),
    stageAfter(90),
    stageAfter(180),
    stageAfter(365),
  ]).toEqual(['new', 'active', 'active', 'at_risk', 'dormant', 'lost'])
  expect(lifecycleStage(0, null, nowMs, defaultThresholds)).toBe('prospect')
})
