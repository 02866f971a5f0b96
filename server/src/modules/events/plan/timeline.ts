import { type CompiledPlan, compilePlan } from './compile'
import type { PlanRow } from './store'

/** Versions that are looked back at: the pipeline is seldom further behind than one. */
export const versionsInForce = 3

/** The plan of a workspace as the pipeline reads it: which version counts depends on the place in the journal. */
export interface PlanTimeline {
  readonly version: number
  /** The plan for entries at a position; null when nothing is checked there. */
  readonly at: (position: number) => CompiledPlan | null
  readonly latest: () => CompiledPlan | null
}

/** Rows are the newest first. Null when there are none. */
export function timelineOf(rows: readonly PlanRow[]): PlanTimeline | null {
  const [newest] = rows
  if (!newest) return null
  const compiled = new Map<number, CompiledPlan | null>()
  const compiledOf = (row: PlanRow): CompiledPlan | null => {
    const known = compiled.get(row.version)
    if (known !== undefined) return known
    const plan = compilePlan(row.plan)
    compiled.set(row.version, plan)
    return plan
  }
  return {
    version: newest.version,
    latest: () => compiledOf(newest),
    at: (position) => {
      const row = rows.find(({ effectiveAfter }) => effectiveAfter < position)
      return row ? compiledOf(row) : null
    },
  }
}
