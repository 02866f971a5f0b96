import type { ComparedSegment, SegmentComparison } from '@rapport/contract'
import { expect, test } from 'vitest'
import { measured, measures, sorted } from './measures'

const spent = { revenueMinor: 0, orders: 0, buyers: 0, meanMinor: 0, medianMinor: 0, share: null }

const segment = (name: string, people: number, change: Partial<ComparedSegment> = {}): ComparedSegment => ({
  id: name,
  name,
  sentence: { 'zh-CN': '', en: '' },
  people,
  share: 0,
  value: { year: spent, quarter: spent },
  growth: { kind: 'unknown', since: null },
  reach: [{ channel: 'email', withAddress: 9, reachable: 7, withdrawn: 0, suppressed: 0 }],
  response: {
    kind: 'no_answer',
    reason: 'too_few_people',
    treated: { people: 0, converted: 0 },
    holdOut: { people: 0, converted: 0 },
  },
  traitsOfToday: [],
  expected: null,
  ...change,
})

const growing = segment('b', 5, { growth: { kind: 'known', before: 4, change: 1, share: 0.25 } })
const shrinking = segment('c', 2, { growth: { kind: 'known', before: 4, change: -2, share: -0.5 } })
const comparison = { items: [segment('a', 9), growing, shrinking], channel: 'email' } as SegmentComparison

const namesBy = (...args: [Parameters<typeof sorted>[1], boolean]) =>
  sorted(comparison, ...args).map(({ name }) => name)

test('segments are sorted by any figure, and those of which it is not known come last either way', () => {
  expect(namesBy('people', true)).toEqual(['a', 'b', 'c'])
  expect(namesBy('people', false)).toEqual(['c', 'b', 'a'])
  expect(namesBy('growth', true)).toEqual(['b', 'c', 'a'])
  expect(namesBy('growth', false)).toEqual(['c', 'b', 'a'])
})

test('what is not known has no figure', () => {
  const unknown = measures.filter((measure) => measured(segment('a', 1), measure, 'email') === null)
  expect(unknown).toEqual(['revenueShare', 'growth', 'rate', 'incremental', 'orders', 'revenue'])
  expect(measured(segment('a', 1), 'reach', 'email')).toEqual({ value: 7, interval: null })
  expect(measured(segment('a', 1), 'reach', 'sms')).toBeNull()
})
