import { type CatalogueEvent, plannedEventSchema, trackingPlanSchema } from '@rapport/contract'
import { expect, it } from 'vitest'
import { eventLines, keyOf, withEvents, withoutEvent } from './event-lines'

const event = (type: string, name: string, description = '') =>
  plannedEventSchema.parse({ type, name, description })
const seen = (type: string, name: string, count30d: number): CatalogueEvent => ({
  type,
  name,
  description: '',
  firstSeenAt: '2026-01-01T00:00:00Z',
  lastSeenAt: null,
  count30d,
  count: count30d,
  properties: [],
})
const plan = trackingPlanSchema.parse({
  events: [event('track', 'A'), event('page', ''), event('track', 'Never')],
})

it('lists what is declared and what came in once each, the most frequent first', () => {
  const lines = eventLines(plan, [
    seen('track', 'A', 5),
    seen('track', 'B', 9),
    seen('page', 'page', 7),
    seen('group', 'group', 3),
  ])
  expect(lines.map((line) => [keyOf(line), line.planned !== null, line.count30d])).toEqual([
    ['track B', false, 9],
    ['page ', true, 7],
    ['track A', true, 5],
    ['track Never', true, 0],
  ])
})

it('puts a changed event where it stood, a new one at the end, and takes one out', () => {
  const changed = withEvents(plan, [event('track', 'New'), event('track', 'A', 'changed')])
  expect(changed.events.map(({ name, description }) => [name, description])).toEqual([
    ['A', 'changed'],
    ['', ''],
    ['Never', ''],
    ['New', ''],
  ])
  expect(withoutEvent(changed, 'track A').events.map(({ name }) => name)).toEqual(['', 'Never', 'New'])
  expect(plan.events).toHaveLength(3)
})
