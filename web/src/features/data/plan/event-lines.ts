import {
  type CatalogueEvent,
  type PlannedEvent,
  type PlannedType,
  plannedTypeSchema,
  type TrackingPlan,
} from '@rapport/contract'

export const keyOf = ({ type, name }: Pick<PlannedEvent, 'type' | 'name'>) => `${type} ${name}`

/** The plan with some events put in the place of those of the same name, or added. */
export function withEvents(plan: TrackingPlan, events: readonly PlannedEvent[]): TrackingPlan {
  const changed = new Map(events.map((event) => [keyOf(event), event]))
  const kept = plan.events.map((event) => {
    const next = changed.get(keyOf(event))
    changed.delete(keyOf(event))
    return next ?? event
  })
  return { ...plan, events: [...kept, ...changed.values()] }
}

export function withoutEvent(plan: TrackingPlan, key: string): TrackingPlan {
  return { ...plan, events: plan.events.filter((event) => keyOf(event) !== key) }
}

/** One line of the list: declared, seen, or both. */
export interface EventLine {
  readonly type: PlannedType
  readonly name: string
  readonly planned: PlannedEvent | null
  readonly count30d: number
}

/** Declared events and those that came in, in one list: the most frequent first. */
export function eventLines(plan: TrackingPlan, seen: readonly CatalogueEvent[]): EventLine[] {
  const lines = new Map<string, EventLine>()
  for (const planned of plan.events)
    lines.set(keyOf(planned), { type: planned.type, name: planned.name, planned, count30d: 0 })
  for (const event of seen) {
    const type = plannedTypeSchema.safeParse(event.type).data
    if (!type) continue
    const name = type === 'track' ? event.name : ''
    const known = lines.get(keyOf({ type, name }))
    lines.set(keyOf({ type, name }), {
      type,
      name,
      planned: known?.planned ?? null,
      count30d: (known?.count30d ?? 0) + event.count30d,
    })
  }
  return [...lines.values()].sort(
    (left, right) => right.count30d - left.count30d || keyOf(left).localeCompare(keyOf(right)),
  )
}
