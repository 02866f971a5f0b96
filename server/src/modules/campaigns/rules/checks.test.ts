import { describe, expect, it } from 'vitest'
import { canLaunch, checkLaunch, type LaunchFacts } from './checks'

const sound: LaunchFacts = {
  audience: { people: 5_000, reachable: 4_000 },
  template: { errors: 0, warnings: 0 },
  channel: 'ready',
  holdoutShare: 0.1,
  holdoutReason: '',
  schedule: { isPast: false, isAmbiguous: false },
  conversion: { conversionEvent: 'Order Completed', isKnown: true },
}

const codes = (change: Partial<LaunchFacts>) =>
  checkLaunch({ ...sound, ...change }).map(({ level, code }) => `${level} ${code}`)

describe('the checks before a launch', () => {
  it('find nothing wrong with a sound campaign', () => {
    expect(checkLaunch(sound)).toEqual([])
    expect(canLaunch([])).toBe(true)
  })

  it.each<[string, Partial<LaunchFacts>]>([
    ['error no_audience', { audience: 'none' }],
    ['error segment_missing', { audience: 'missing' }],
    ['error empty_audience', { audience: { people: 0, reachable: 0 } }],
    ['warning nobody_reachable', { audience: { people: 500, reachable: 0 } }],
    ['warning few_reachable', { audience: { people: 500, reachable: 249 } }],
    ['error no_template', { template: 'none' }],
    ['error template_missing', { template: 'missing' }],
    ['error template_errors', { template: { errors: 1, warnings: 3 } }],
    ['warning template_warnings', { template: { errors: 0, warnings: 3 } }],
    ['error channel_missing', { channel: 'missing' }],
    ['warning channel_trouble', { channel: { trouble: 'login_failed' } }],
    ['error holdout_without_reason', { holdoutShare: 0 }],
    ['warning no_holdout', { holdoutShare: 0, holdoutReason: 'a recall' }],
    ['warning small_holdout', { audience: { people: 294, reachable: 294 } }],
    ['error schedule_past', { schedule: { isPast: true, isAmbiguous: false } }],
    ['warning clock_change', { schedule: { isPast: false, isAmbiguous: true } }],
    ['warning unknown_event', { conversion: { conversionEvent: 'Trial', isKnown: false } }],
  ])('say %s', (expected, change) => {
    expect(codes(change)).toEqual([expected])
  })

  it('are content at the very edge of what is enough', () => {
    expect(codes({ audience: { people: 500, reachable: 250 } })).toEqual([])
    expect(codes({ audience: { people: 300, reachable: 300 } })).toEqual([])
  })

  it('put errors first, and only errors stop the launch', () => {
    const found = checkLaunch({ ...sound, channel: { trouble: 'busy' }, template: 'none' })
    expect(found.map(({ level }) => level)).toEqual(['error', 'warning'])
    expect(canLaunch(found)).toBe(false)
    expect(canLaunch(found.slice(1))).toBe(true)
  })
})
