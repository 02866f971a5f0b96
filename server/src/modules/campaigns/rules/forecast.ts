import type { CampaignPreview, DeliveryReason } from '@rapport/contract'
import { assignArm } from './assign'

export interface Looked {
  readonly campaignId: string
  readonly holdoutShare: number
  /** How many people the audience has. */
  readonly people: number
  /** Some of them, or all. */
  readonly profileIds: readonly string[]
  /** What the send policy says of each of these now; empty when it could not be asked. */
  readonly verdicts: readonly ('send' | DeliveryReason)[]
}

export type Forecast = Pick<
  CampaignPreview,
  'audience' | 'holdout' | 'treated' | 'reachable' | 'expectedSends' | 'skips' | 'peopleLookedAt'
>

/** What a launch would come to: exact where everybody was looked at, else scaled up from those who were. */
export function forecast({ campaignId, holdoutShare, people, profileIds, verdicts }: Looked): Forecast {
  const isHeldOut = profileIds.map((id) => assignArm(campaignId, id, holdoutShare) === 'holdout')
  const scale = profileIds.length === 0 ? 0 : people / profileIds.length
  const isExact = profileIds.length === people
  const holdout = isExact ? isHeldOut.filter(Boolean).length : Math.round(people * holdoutShare)
  const treatedVerdicts = verdicts.filter((_, index) => (isExact ? !isHeldOut[index] : true))
  const treatedScale = isExact ? 1 : scale * (1 - holdoutShare)
  const expectedOf = (verdict: string) =>
    Math.round(treatedVerdicts.filter((one) => one === verdict).length * treatedScale)
  const reasons = [...new Set(verdicts)].filter((verdict) => verdict !== 'send')
  return {
    audience: people,
    holdout,
    treated: people - holdout,
    reachable: Math.round(verdicts.filter((verdict) => verdict === 'send').length * scale),
    expectedSends: expectedOf('send'),
    skips: reasons
      .map((reason) => ({ reason, people: expectedOf(reason) }))
      .filter((skip) => skip.people > 0)
      .sort((a, b) => b.people - a.people),
    peopleLookedAt: profileIds.length,
  }
}
