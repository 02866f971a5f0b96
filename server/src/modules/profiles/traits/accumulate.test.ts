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
