import type {
  Comparison,
  Condition,
  Duration,
  EventRule,
  EventWindow,
  PropertyFilter,
  WeekTimes,
} from '@rapport/contract'

/**
 * What conditions are made of while they are edited: what is not filled in yet is null or empty. Written again, a
 * piece has the fields that it asks for and no others: the schema refuses what it does not know.
 */
export type ConditionType = Condition['type']

export interface DraftDuration {
  readonly amount: number | null
  readonly unit: Duration['unit']
}

export interface DraftComparison {
  readonly op: Comparison['op']
  readonly value?: number | null
  readonly from?: number | null
  readonly to?: number | null
}

export interface DraftCondition {
  readonly type: ConditionType
  readonly op: string
  readonly value?: number | boolean | null
  readonly values?: readonly string[]
  readonly from?: number | string | null
  readonly to?: number | string | null
  readonly moment?: string | null
  readonly within?: DraftDuration
  readonly days?: number | null
  /** Which calendar an anniversary goes by. */
  readonly calendar?: 'solar' | 'lunar'
  /** The size of a list. */
  readonly compare?: DraftComparison
}

export interface DraftFilter {
  readonly id: string
  readonly property: string
  readonly condition: DraftCondition
}

export type EventType = EventRule['type']

export interface DraftWindow {
  readonly kind: EventWindow['kind']
  readonly within: DraftDuration
  readonly from: string | null
  readonly to: string | null
  /** What the window begins with, when it begins with an event. */
  readonly which: 'first' | 'last'
  readonly type: EventType
  readonly events: readonly string[]
}

export interface DraftWeekTimes {
  readonly weekdays: readonly number[]
  readonly hours: { readonly from: number; readonly to: number } | null
}

/** Which events are meant: their names, their fields, their days and hours. */
export interface DraftOccurrence {
  readonly type: EventType
  readonly events: readonly string[]
  readonly where: readonly DraftFilter[]
  readonly on: DraftWeekTimes | null
}

let made = 0

/** An id that no other part on the page has. */
export function newId(): string {
  made += 1
  return `n${made}`
}

export const someDays: DraftDuration = { amount: 30, unit: 'day' }

export const emptyWindow: DraftWindow = {
  kind: 'last',
  within: someDays,
  from: null,
  to: null,
  which: 'last',
  type: 'track',
  events: [],
}

export const emptyOccurrence: DraftOccurrence = { type: 'track', events: [], where: [], on: null }

export function openWindow(window: EventWindow): DraftWindow {
  return { ...emptyWindow, ...window }
}

export function writeWindow({ kind, within, from, to, which, type, events }: DraftWindow): object {
  switch (kind) {
    case 'ever':
      return { kind }
    case 'last':
      return { kind, within }
    case 'between':
      return { kind, from, to }
    case 'since':
      return { kind, which, type, events }
  }
}

interface Occurrence {
  readonly type: EventType
  readonly events: readonly string[]
  readonly where: readonly PropertyFilter[]
  readonly on?: WeekTimes
}

export function openOccurrence({ type, events, where, on }: Occurrence): DraftOccurrence {
  return {
    type,
    events,
    where: where.map((filter) => ({ ...filter, id: newId() })),
    on: on ? { weekdays: on.weekdays ?? [], hours: on.hours ?? null } : null,
  }
}

export function writeOccurrence({ type, events, where, on }: DraftOccurrence): object {
  return {
    type,
    events,
    where: where.map(({ property, condition }) => ({ property, condition: writeCondition(condition) })),
    ...(on && { on: writeWeekTimes(on) }),
  }
}

/** The same with filters of their own. */
export function copyOccurrence<O extends DraftOccurrence>(occurrence: O): O {
  return { ...occurrence, where: occurrence.where.map((filter) => ({ ...filter, id: newId() })) }
}

export function writeComparison({ op, value, from, to }: DraftComparison): object {
  return op === 'between' ? { op, from, to } : { op, value }
}

export function writeCondition({ type, op, ...draft }: DraftCondition): object {
  switch (type) {
    case 'list':
      if (op === 'size') return { type, op, compare: writeComparison(draft.compare ?? { op: 'at_least' }) }
      return { type, op, values: draft.values }
    case 'text':
      return { type, op, values: draft.values }
    case 'number':
    case 'money':
      return { type, ...writeComparison({ ...draft, op } as DraftComparison) }
    case 'date':
      if (op === 'between') return { type, op, from: draft.from, to: draft.to }
      return isRelative(op) ? { type, op, within: draft.within } : { type, op, moment: draft.moment }
    case 'anniversary':
      return {
        type,
        op,
        ...(op === 'in_next' && { days: draft.days }),
        ...(draft.calendar && { calendar: draft.calendar }),
      }
    case 'boolean':
      return { type, op, value: draft.value }
    case 'presence':
      return { type, op }
  }
}

/** Operators on dates that count from now. */
export function isRelative(op: string): boolean {
  return op === 'in_last' || op === 'before_last' || op === 'in_next' || op === 'after_next'
}

function writeWeekTimes({ weekdays, hours }: DraftWeekTimes): object {
  return { ...(weekdays.length > 0 && { weekdays }), ...(hours && { hours }) }
}
