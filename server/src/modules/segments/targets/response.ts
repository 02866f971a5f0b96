import { comparisonLimits, type SegmentResponse } from '@rapport/contract'
import { type Interval, pooledResponse, type Response, shrinkEffects, shrinkShares } from '@rapport/stats'

/** People of one group in one campaign. */
export interface Observed {
  readonly treated: number
  readonly treatedConverted: number
  readonly heldOut: number
  readonly heldOutConverted: number
}

type Arm = SegmentResponse['treated']

interface Group {
  readonly treated: Arm
  readonly holdOut: Arm
  readonly response: Response | null
}

/** What is told of each group's response, and of everybody's, which is the last of each campaign's observations. */
export function responsesOf(
  campaigns: readonly (readonly Observed[])[],
  groups: number,
): { readonly groups: SegmentResponse[]; readonly everybody: SegmentResponse } {
  const all = Array.from({ length: groups + 1 }, (_, place) =>
    groupOf(campaigns.flatMap((observed) => observed[place] ?? [])),
  )
  const everybody = all[groups]
  const overall = everybody?.response
  if (!everybody || !overall) {
    const refused = all.map((group) => refusal(group, campaigns.length))
    return { groups: refused.slice(0, groups), everybody: refused[groups] ?? refusal(nobody, 0) }
  }
  const telling = all.slice(0, groups).filter(isEnough)
  const shares = shrinkShares(telling.map(shareOf), meanOf(everybody))
  const effects = shrinkEffects(
    telling.map(({ response }) => response.incremental),
    overall.incremental,
  )
  const answers = new Map(
    telling.map((group, index) => [
      group as Group,
      answer(group, shares[index] ?? 0, effects[index] ?? overall.incremental),
    ]),
  )
  return {
    groups: all.slice(0, groups).map((group) => answers.get(group) ?? refusal(group, campaigns.length)),
    everybody: isEnough(everybody)
      ? answer(everybody, overall.treated.estimate, overall.incremental)
      : refusal(everybody, campaigns.length),
  }
}

const nobody: Group = {
  treated: { people: 0, converted: 0 },
  holdOut: { people: 0, converted: 0 },
  response: null,
}

function groupOf(observed: readonly Observed[]): Group {
  const sum = (of: (one: Observed) => number) => observed.reduce((total, one) => total + of(one), 0)
  return {
    treated: { people: sum((one) => one.treated), converted: sum((one) => one.treatedConverted) },
    holdOut: { people: sum((one) => one.heldOut), converted: sum((one) => one.heldOutConverted) },
    response: pooledResponse(
      observed.map((one) => ({
        treated: { kind: 'proportion', n: one.treated, successes: one.treatedConverted },
        holdOut: { kind: 'proportion', n: one.heldOut, successes: one.heldOutConverted },
      })),
    ),
  }
}

type Telling = Group & { readonly response: Response }

function isEnough(group: Group): group is Telling {
  const { treatedMin, holdOutMin } = comparisonLimits
  return group.response !== null && group.treated.people >= treatedMin && group.holdOut.people >= holdOutMin
}

const shareOf = ({ treated }: Group) =>
  ({ kind: 'proportion', n: treated.people, successes: treated.converted }) as const

const meanOf = ({ treated }: Group) => (treated.people === 0 ? 0 : treated.converted / treated.people)

function answer(group: Telling, rateShrunk: number, shrunk: Interval): SegmentResponse {
  const { treated, holdOut, response } = group
  return {
    kind: 'answer',
    treated,
    holdOut,
    rate: { ...response.treated },
    rateShrunk,
    incremental: { ...response.incremental },
    incrementalShrunk: { ...shrunk },
  }
}

function refusal({ treated, holdOut }: Group, campaigns: number): SegmentResponse {
  return {
    kind: 'no_answer',
    reason: campaigns === 0 ? 'no_campaigns' : 'too_few_people',
    treated,
    holdOut,
  }
}
