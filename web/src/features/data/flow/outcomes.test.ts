import { expect, it } from 'vitest'
import { byDay, bySourceAndReason, totals } from './outcomes'

const rows = [
  { day: '2026-01-02', source: 'web', outcome: 'ok', reason: '', count: 5 },
  { day: '2026-01-01', source: 'web', outcome: 'quarantined', reason: 'bad_value', count: 2 },
  { day: '2026-01-01', source: 'web', outcome: 'ok', reason: '', count: 3 },
  { day: '2026-01-02', source: 'app', outcome: 'dropped', reason: 'repeated', count: 1 },
]

it('adds up what became of the messages', () => {
  expect(totals(rows)).toEqual({ ok: 8, dropped: 1, quarantined: 2, problem: 0 })
})

it('puts the days in order, those without messages among them', () => {
  expect(byDay(rows, '2026-01-03', 4).map(({ day, ok }) => [day, ok])).toEqual([
    ['2025-12-31', 0],
    ['2026-01-01', 3],
    ['2026-01-02', 5],
    ['2026-01-03', 0],
  ])
})

it('shows what went wrong before what went well', () => {
  expect(bySourceAndReason(rows).map(({ outcome, count }) => [outcome, count])).toEqual([
    ['quarantined', 2],
    ['dropped', 1],
    ['ok', 8],
  ])
})
