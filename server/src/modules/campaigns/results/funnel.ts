import type { CampaignResults } from '@rapport/contract'
import { wilsonInterval } from '@rapport/stats'
import type { ArmSums } from './figures'

type Funnel = CampaignResults['funnel']

/** How far the treated came. Opening is counted for whoever clicked, because many mail programs hide it. */
export function funnelOf(treated: ArmSums): Funnel {
  const { sent, delivered, opened, clicked, orderedAfterClick } = treated
  const people = { sent, delivered, opened, clicked, ordered: orderedAfterClick }
  const stages = ['sent', 'delivered', 'opened', 'clicked', 'ordered'] as const
  return stages.map((stage, index) => {
    const previous = stages[index - 1]
    return {
      stage,
      people: people[stage],
      ofPrevious: previous ? rate(people[stage], people[previous]) : null,
      ofSent: previous ? rate(people[stage], sent) : null,
    }
  })
}

function rate(people: number, of: number) {
  return of === 0 ? null : wilsonInterval(people, of)
}
