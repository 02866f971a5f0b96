import type { EventChoice, EventRule, EventTimeRule } from '@rapport/contract'
import { type Compiling, comparisonSql, spanSql } from './condition-sql'
import { differentSql, type Summands, summandsSql } from './measure-sql'
import { dateSpan, windowSpan } from './moments'
import { rowFilterSql } from './row-filter-sql'
import type { Scans } from './scans'
import { sharedCount, sharedCountSql } from './shared-counts'

/** The moment of a row of `events`, in milliseconds. */
export const momentOfRow = 'toUnixTimestamp64Milli(time)'

/** Later than any event: what nothing comes after. */
export const never = 9e15

/** How often or how much, as an expression over columns of its scans; 0 or 1, never null. People without events have zeros. */
export function eventRuleSql(compiling: Compiling, scans: Scans, rule: EventRule): string {
  const { params } = compiling
  const { measure, compare } = rule
  const shared = sharedCount(compiling, scans, rule)
  if (shared) return comparisonSql(sharedCountSql(shared, params), compare, params)
  const counted = countedEvents(compiling, scans, rule)
  const holds = (value: string) => counted.whenBegun(comparisonSql(value, compare, params))
  switch (measure.kind) {
    case 'count':
      return holds(counted.number)
    case 'distinct':
      return holds(counted.different(differentSql(measure.property)))
    case 'sum':
    case 'average': {
      const { total, size, scale } = counted.sums(summandsSql(measure.of))
      if (measure.kind === 'sum') return holds(scale === 1 ? total() : `${total()} / ${scale}`)
      return counted.whenBegun(
        `(${size()} > 0 AND ${comparisonSql(`${total()} / (${size()} * ${scale})`, compare, params)})`,
      )
    }
  }
}

/** When it happened first or last, compared with a moment; 0 or 1, never null. */
export function eventTimeRuleSql(compiling: Compiling, scans: Scans, rule: EventTimeRule): string {
  const { params, context } = compiling
  const moment = countedEvents(compiling, scans, rule).time(rule.which)
  const holds = spanSql(moment, dateSpan(rule.is, context), (ms) => params.bind('Int64', ms))
  return `ifNull(${holds}, 0)`
}

/** What can be asked of the events that a leaf is about, as expressions over columns of its scans. */
export interface CountedEvents {
  readonly number: string
  sums(summands: Summands): { total(): string; size(): string; scale: number }
  different(keys: string): string
  /** Nullable milliseconds. */
  time(which: 'first' | 'last'): string
  /** The values that a list holds of each event, with its moment in milliseconds: a list of pairs. */
  pairs(values: string): string
  /** A comparison, false when the window begins with an event that did not happen. */
  whenBegun(holds: string): string
  /** A figure, null when the window begins with an event that did not happen. */
  figure(value: string): string
}

/** The events of a leaf, ready to be asked. */
export function countedEvents(compiling: Compiling, scans: Scans, rule: EventChoice): CountedEvents {
  return rule.window.kind === 'since'
    ? eventsSince(compiling, scans, rule, sinceSql(compiling, scans, rule.window))
    : eventsInSpan(compiling, scans, rule)
}

/** The window is the same for everybody: each node's events are aggregated as they are read. */
function eventsInSpan(compiling: Compiling, scans: Scans, rule: EventChoice): CountedEvents {
  const span = windowSpan(rule.window, compiling.context)
  const counts = rowFilterSql(compiling, rule, span)
  const sum = (aggregate: string) => scans.column(rule, span, 'sum', aggregate)
  return {
    get number() {
      return sum(`countIf(${counts})`)
    },
    sums: ({ summand, size, scale }) => ({
      total: () => sum(`sumIf(${summand}, ${counts})`),
      size: () => sum(size === '1' ? `countIf(${counts})` : `sumIf(${size}, ${counts})`),
      scale,
    }),
    different: (keys) =>
      `length(${scans.column(rule, span, 'set', `groupUniqArrayArrayIf(${keys}, ${counts})`)})`,
    time: (which) =>
      which === 'first'
        ? scans.column(rule, span, 'min', `minOrNullIf(${momentOfRow}, ${counts})`)
        : scans.column(rule, span, 'max', `maxOrNullIf(${momentOfRow}, ${counts})`),
    pairs: (values) => scans.column(rule, span, 'list', pairsSql(values, counts)),
    whenBegun: (holds) => holds,
    figure: (value) => value,
  }
}

/** The window begins at another moment for each person: events are kept as lists and cut once all nodes are together. */
function eventsSince(compiling: Compiling, scans: Scans, rule: EventChoice, begin: string): CountedEvents {
  const span = windowSpan(rule.window, compiling.context)
  const counts = rowFilterSql(compiling, rule, span)
  const after = (...values: readonly string[]) => {
    const rows = scans.column(
      rule,
      span,
      'list',
      `groupArrayIf((${[momentOfRow, ...values].join(', ')}), ${counts})`,
    )
    return `arrayFilter(row -> row.1 > ifNull(${begin}, ${never}), ${rows})`
  }
  const times = () => after('1')
  return {
    get number() {
      return `length(${times()})`
    },
    sums: ({ summand, size, scale }) => ({
      total: () => `arraySum(row -> row.2, ${after(summand, size)})`,
      size: () => `arraySum(row -> row.3, ${after(summand, size)})`,
      scale,
    }),
    different: (keys) => `length(arrayDistinct(arrayFlatten(arrayMap(row -> row.2, ${after(keys)}))))`,
    time: (which) =>
      `if(empty(${times()}), NULL, ${which === 'first' ? 'arrayMin' : 'arrayMax'}(row -> row.1, ${times()}))`,
    pairs: (values) =>
      `arrayFilter(row -> row.1 > ifNull(${begin}, ${never}), ${scans.column(rule, span, 'list', pairsSql(values, counts))})`,
    whenBegun: (holds) => `(isNotNull(${begin}) AND ${holds})`,
    figure: (value) => `if(isNotNull(${begin}), ${value}, NULL)`,
  }
}

function pairsSql(values: string, counts: string): string {
  return `groupArrayArrayIf(arrayMap(value -> (${momentOfRow}, value), ${values}), ${counts})`
}

/** When the window of a person begins: nullable milliseconds. */
export function sinceSql(
  compiling: Compiling,
  scans: Scans,
  window: Extract<EventRule['window'], { kind: 'since' }>,
): string {
  return countedEvents(compiling, scans, {
    type: window.type,
    events: window.events,
    where: [],
    window: { kind: 'ever' },
  }).time(window.which)
}
