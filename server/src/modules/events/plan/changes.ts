import type { PlanChanges, PlannedEvent, TrackingPlan } from '@rapport/contract'

export const emptyPlan: TrackingPlan = {
  isOn: true,
  onUnknownEvent: 'report',
  onUnknownProperty: 'allow',
  onViolation: 'report',
  events: [],
}

const settings = ['isOn', 'onUnknownEvent', 'onUnknownProperty', 'onViolation'] as const

/** What one plan has that the other has not: events by type and name, and the settings that differ. */
export function changesBetween(before: TrackingPlan, after: TrackingPlan): PlanChanges {
  const [old, now] = [byKey(before), byKey(after)]
  return {
    added: [...now.keys()].filter((key) => !old.has(key)),
    removed: [...old.keys()].filter((key) => !now.has(key)),
    changed: [...now].filter(([key, text]) => old.has(key) && old.get(key) !== text).map(([key]) => key),
    settings: settings.filter((name) => before[name] !== after[name]),
  }
}

/** The parts of a plan that changed, for the audit log: a plan whole may be a megabyte. */
export function changedParts(plan: TrackingPlan, { added, removed, changed }: PlanChanges) {
  const names = new Set([...added, ...removed, ...changed].slice(0, auditedEventsMax))
  const { events, ...rest } = plan
  return { ...rest, events: events.filter((event) => names.has(keyOf(event))) }
}

const auditedEventsMax = 50

function keyOf({ type, name }: PlannedEvent): string {
  return `${type} ${name}`.trim()
}

/** The store keeps no order of keys, so texts are compared with keys in order. */
function byKey({ events }: TrackingPlan): Map<string, string> {
  return new Map(events.map((event) => [keyOf(event), textOf(event)]))
}

function textOf(event: PlannedEvent): string {
  return JSON.stringify(event, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)))
      : value,
  )
}
