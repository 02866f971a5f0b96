import type { Message } from './message'

export * from './accept'
export * from './catalogue'
export * from './face'
export * from './message'
export * from './money'
export { createTrackingPlans, type TrackingPlans } from './plan'
export { type Checked, checkMessage, type FoundViolation, violationsText } from './plan/check'
export { trackingPlanRoutes } from './plan/routes'
export { addViolations, type CountedViolation, violationKindsMax } from './plan/store-violations'
export type { PlanTimeline } from './plan/timeline'
export { eventRoutes } from './routes'
export * from './store'

/**
 * How a module tells the rest of the product what happened. Resolves when durable; a repeated message id counts once.
 * Messages that are given away are JSON as it would come back, and nobody changes them any more: they are not copied.
 */
export type RecordMessages = (
  workspaceId: string,
  source: string,
  messages: readonly Message[],
  options?: { readonly isGivenAway?: boolean },
) => Promise<number>
export { createSeenLedger, type SeenLedger } from './seen/ledger'
