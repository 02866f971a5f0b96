import { describe, expect, it } from 'vitest'
import { deriveId } from '../../../kernel/id'
import { assignArm } from './assign'
import { forecast } from './forecast'

const ids = Array.from({ length: 1_000 }, (_, index) => deriveId('person', String(index)))
const verdicts = ids.map((_, index) =>
  index % 10 === 0 ? ('no_consent' as const) : index % 4 === 0 ? ('no_address' as const) : ('send' as const),
)
const heldOut = ids.filter((id) => assignArm('c', id, 0.2) === 'holdout').length

describe('what a launch would come to', () => {
  it('is counted person by person when everybody was looked at', () => {
    const all = forecast({ campaignId: 'c', holdoutShare: 0.2, people: 1_000, profileIds: ids, verdicts })
    expect(all).toMatchObject({ audience: 1_000, holdout: heldOut, treated: 1_000 - heldOut, reachable: 700 })
    expect(all.expectedSends + all.skips.reduce((sum, { people }) => sum + people, 0)).toBe(all.treated)
    expect(all.skips.map(({ reason }) => reason)).toEqual(['no_address', 'no_consent'])
  })

  it('is scaled up when only some were', () => {
    const some = forecast({ campaignId: 'c', holdoutShare: 0.2, people: 50_000, profileIds: ids, verdicts })
    expect(some).toMatchObject({ holdout: 10_000, treated: 40_000, reachable: 35_000, expectedSends: 28_000 })
    expect(some.skips).toEqual([
      { reason: 'no_address', people: 8_000 },
      { reason: 'no_consent', people: 4_000 },
    ])
  })

  it('is nothing for nobody', () => {
    const none = forecast({ campaignId: 'c', holdoutShare: 0.2, people: 0, profileIds: [], verdicts: [] })
    expect(none).toMatchObject({ audience: 0, holdout: 0, treated: 0, expectedSends: 0, skips: [] })
  })
})
