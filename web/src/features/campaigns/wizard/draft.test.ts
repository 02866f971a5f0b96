import { type Campaign, launchCheckCodes } from '@rapport/contract'
import { describe, expect, it } from 'vitest'
import { changesOf, draftOf, isFilled, stepOfCheck, steps } from './draft'

const campaign = {
  version: 3,
  name: 'March',
  audience: { kind: 'segment', segmentId: 'a' },
  templateId: null,
  schedule: { kind: 'now' },
  holdoutShare: 0.1,
  holdoutReason: '',
  conversionEvent: 'Order Completed',
  windowDays: 14,
  prePeriodDays: 90,
} as Campaign

describe('the draft in the wizard', () => {
  it('has nothing to save before something changes', () => {
    expect(changesOf(campaign, draftOf(campaign))).toBeNull()
  })

  it('saves what changed alone, with the version it was read at', () => {
    expect(changesOf(campaign, { ...draftOf(campaign), schedule: { kind: 'now' }, windowDays: 30 })).toEqual({
      version: 3,
      windowDays: 30,
    })
  })

  it('asks for a name and an audience, a template, and a reason when nobody is held out', () => {
    const draft = draftOf(campaign)
    expect(steps.map((step) => isFilled(step, draft))).toEqual([true, false, true, true])
    expect(isFilled('audience', { ...draft, name: '  ' })).toBe(false)
    expect(isFilled('schedule', { ...draft, holdoutShare: 0 })).toBe(false)
    expect(isFilled('schedule', { ...draft, holdoutShare: 0, holdoutReason: 'a recall' })).toBe(true)
  })

  it('knows where every check is mended', () => {
    expect(launchCheckCodes.filter((code) => stepOfCheck(code) === 'audience')).toHaveLength(5)
    expect(launchCheckCodes.filter((code) => stepOfCheck(code) === 'message')).toHaveLength(4)
  })
})
