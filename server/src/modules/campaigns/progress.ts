import { type CampaignProgress, type CampaignState, deliveryStates } from '@rapport/contract'
import type { DeliveryCount } from './ports'

const settledStates = new Set<string>(['sent', 'skipped', 'failed', 'uncertain', 'cancelled'])
const waitingStates = new Set<string>(['pending', 'sending'])

/** How many messages had been settled at a moment. */
export interface ProgressMark {
  readonly atMs: number
  readonly settled: number
}

/** What a campaign's deliveries come to. `before` is what was seen some seconds ago, for the speed. */
export function progressOf(seen: {
  readonly state: CampaignState
  readonly assigned: CampaignProgress['assigned']
  readonly counts: readonly DeliveryCount[]
  readonly before: ProgressMark | null
  readonly nowMs: number
  readonly trouble: string | null
}): CampaignProgress {
  const { state, assigned, counts, before, nowMs, trouble } = seen
  const sumOf = (isWanted: (state: string) => boolean) =>
    counts.filter((one) => isWanted(one.state)).reduce((sum, one) => sum + one.count, 0)
  const settled = settledOf(counts)
  const speed = speedOf(before, { atMs: nowMs, settled })
  const waiting = sumOf((one) => waitingStates.has(one))
  return {
    state,
    assigned,
    deliveries: Object.fromEntries(
      deliveryStates.map((one) => [one, sumOf((other) => other === one)]),
    ) as CampaignProgress['deliveries'],
    reasons: counts.flatMap(({ state: of, reason, count }) =>
      reason ? [{ state: of, reason, messages: count }] : [],
    ),
    share: assigned.treated === 0 ? 0 : Math.min(1, settled / assigned.treated),
    messagesPerSecond: state === 'sending' ? speed : 0,
    secondsLeft: state === 'sending' && speed > 0 ? Math.ceil(waiting / speed) : null,
    trouble,
  }
}

/** Messages of which nothing more is expected. */
export function settledOf(counts: readonly DeliveryCount[]): number {
  return counts.filter(({ state }) => settledStates.has(state)).reduce((sum, { count }) => sum + count, 0)
}

/** True when nothing of a campaign waits or is on its way: held messages go later, so they still wait. */
export function isSettled(counts: readonly DeliveryCount[]): boolean {
  return counts.every(({ state, count }) => settledStates.has(state) || count === 0)
}

function speedOf(before: ProgressMark | null, now: ProgressMark): number {
  if (!before || now.atMs <= before.atMs) return 0
  return Math.max(0, (now.settled - before.settled) / ((now.atMs - before.atMs) / 1_000))
}
