import { describe, expect, it } from 'vitest'
import { dateSpan, endOf, parseMoment, type RuleContext, startOf, windowSpan } from './moments'

const now = new Date('2026-03-01T17:30:00.250Z')
const shanghai: RuleContext = { now, timezone: 'Asia/Shanghai', consentRule: 'granted' }
const ms = (text: string) => Date.parse(text)

describe('days and instants', () => {
  it('a day begins and ends at midnight of the workspace', () => {
    expect(startOf('2026-03-02', 'Asia/Shanghai')).toBe(ms('2026-03-01T16:00:00Z'))
    expect(endOf('2026-03-02', 'Asia/Shanghai')).toBe(ms('2026-03-02T16:00:00Z'))
  })

  it('a day on which the clocks change has 23 or 25 hours', () => {
    const hours = (day: string) =>
      (endOf(day, 'America/New_York') - startOf(day, 'America/New_York')) / 3_600_000
    expect([hours('2026-03-08'), hours('2026-11-01'), hours('2026-06-01')]).toEqual([23, 25, 24])
  })

  it('an instant is itself, at both ends', () => {
    const at = '2026-03-02T10:00:00Z'
    expect([startOf(at, 'Asia/Shanghai'), endOf(at, 'Asia/Shanghai')]).toEqual([ms(at), ms(at)])
  })

  it.each([
    ['2026-03-02', ms('2026-03-01T16:00:00Z')],
    ['2026-03-02T10:00:00Z', ms('2026-03-02T10:00:00Z')],
    ['2026-03-02T10:00:00.123456Z', ms('2026-03-02T10:00:00.123Z')],
    ['2026-03-02T10:00:00+05:30', ms('2026-03-02T04:30:00Z')],
    ['2026-02-30', null],
    ['2026-3-2', null],
    ['0001-01-01', null],
    ['9999-12-31', null],
    ['2026-03-02 10:00:00', null],
    ['yesterday', null],
    ['', null],
  ])('%s is read as a date or not at all', (text, expected) => {
    expect(parseMoment(text, 'Asia/Shanghai')).toBe(expected)
  })
})

describe('windows', () => {
  const nowMs = now.getTime()

  it('the last N hold now and leave out the moment exactly N ago', () => {
    const { fromMs, beforeMs } = windowSpan({ kind: 'last', within: { amount: 2, unit: 'day' } }, shanghai)
    expect([fromMs, beforeMs]).toEqual([nowMs - 2 * 86_400_000 + 1, nowMs + 1])
  })

  it('none of them reaches past now', () => {
    expect(windowSpan({ kind: 'ever' }, shanghai)).toEqual({ fromMs: null, beforeMs: nowMs + 1 })
    const between = windowSpan({ kind: 'between', from: '2026-03-01', to: '2026-12-31' }, shanghai)
    expect(between).toEqual({ fromMs: ms('2026-02-28T16:00:00Z'), beforeMs: nowMs + 1 })
  })

  it('two days stand for everything from the first midnight to the last', () => {
    expect(windowSpan({ kind: 'between', from: '2026-02-01', to: '2026-02-02' }, shanghai)).toEqual({
      fromMs: ms('2026-01-31T16:00:00Z'),
      beforeMs: ms('2026-02-02T16:00:00Z'),
    })
  })

  it('"in the last" and "longer ago" part the past between them without a gap', () => {
    const within = { amount: 30, unit: 'day' } as const
    const recent = dateSpan({ type: 'date', op: 'in_last', within }, shanghai)
    const older = dateSpan({ type: 'date', op: 'before_last', within }, shanghai)
    const next = dateSpan({ type: 'date', op: 'in_next', within }, shanghai)
    expect(older.beforeMs).toBe(recent.fromMs)
    expect(next.fromMs).toBe(recent.beforeMs)
  })
})
