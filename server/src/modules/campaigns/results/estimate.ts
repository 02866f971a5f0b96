import type { Incremental } from '@rapport/contract'
import { type CovariateSample, incremental, type ProportionSample, withoutCovariate } from '@rapport/stats'
import type { ArmSums } from './figures'

/** Both arms of a campaign; an arm to which nobody was assigned has zeros. */
export interface Arms {
  readonly treated: ArmSums
  readonly holdout: ArmSums
}

export interface Estimates {
  readonly revenue: Incremental
  readonly revenueUnadjusted: Incremental
  readonly conversions: Incremental
  readonly varianceReduction: number | null
}

/** What the messages brought over what the hold-out shows would have happened anyway. */
export function estimate({ treated, holdout }: Arms, plannedHoldOutShare: number): Estimates {
  const spend = { treated: revenueOf(treated), holdOut: revenueOf(holdout), plannedHoldOutShare }
  const revenueUnadjusted = incremental({
    ...spend,
    treated: withoutCovariate(spend.treated),
    holdOut: withoutCovariate(spend.holdOut),
  })
  const revenue = incremental(spend)
  const conversions = incremental({
    treated: conversionsOf(treated),
    holdOut: conversionsOf(holdout),
    plannedHoldOutShare,
  })
  return {
    revenue: present(revenue),
    revenueUnadjusted: present(revenueUnadjusted),
    conversions: present(conversions),
    varianceReduction: reduction(revenue, revenueUnadjusted),
  }
}

/** Net revenue with spend before as its covariate. */
export function revenueOf({ people, sumY, sumY2, sumX, sumX2, sumXY }: ArmSums): CovariateSample {
  return { kind: 'covariate', n: people, sumY, sumY2, sumX, sumX2, sumXY }
}

export function conversionsOf({ people, converted }: ArmSums): ProportionSample {
  return { kind: 'proportion', n: people, successes: converted }
}

type Answer = ReturnType<typeof incremental>

function present(answer: Answer): Incremental {
  return answer.kind === 'answer'
    ? { ...answer, cautions: [...answer.cautions] }
    : { kind: 'no_answer', verdict: 'no_answer', reason: answer.reason }
}

function reduction(adjusted: Answer, plain: Answer): number | null {
  if (adjusted.kind !== 'answer' || plain.kind !== 'answer' || adjusted.method !== 'cuped') return null
  const width = ({ perPerson }: typeof adjusted) => perPerson.high - perPerson.low
  return width(plain) === 0 ? null : 1 - width(adjusted) / width(plain)
}
