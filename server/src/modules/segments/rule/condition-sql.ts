import type { Comparison, Condition } from '@rapport/contract'
import { daysComingRound } from './lunar'
import { anniversaryDays, dateSpan, momentPattern, type RuleContext, type Span } from './moments'
import type { Params } from './params'
import { type JsonColumn, jsonValue, type ValueSql } from './path'

type TextCondition = Extract<Condition, { type: 'text' }>
type ListCondition = Exclude<Extract<Condition, { type: 'list' }>, { op: 'size' }>

/** What the compiler of one statement carries along. */
export interface Compiling {
  readonly workspaceId: string
  readonly params: Params
  readonly context: RuleContext
  /** Texts that leaves of one shape ask for, where enough do to be counted together. */
  readonly shared: ReadonlyMap<string, readonly string[]>
}

/** How ClickHouse writes comparisons with one value. */
export const comparisonSigns = {
  at_least: '>=',
  more_than: '>',
  at_most: '<=',
  less_than: '<',
  is: '=',
  is_not: '!=',
} as const

/** A condition on the value at a path, as an expression that is 0 or 1 and never null. */
export function conditionSql(
  compiling: Compiling,
  column: JsonColumn,
  path: string,
  condition: Condition,
): string {
  return valueConditionSql(compiling, jsonValue(column, path), condition)
}

/** The same on any value. */
export function valueConditionSql(
  { params, context }: Compiling,
  of: ValueSql,
  condition: Condition,
): string {
  const anyValue = (value: string, holds: (value: string) => string) =>
    of.isList ? `arrayExists(x -> ifNull(${holds('x')}, 0), ${value})` : `ifNull(${holds(value)}, 0)`

  switch (condition.type) {
    case 'text':
      return textSql(condition, params, (holds) => anyValue(of.typed('String'), holds))
    case 'number':
    case 'money': {
      const negated = condition.op === 'is_not'
      const positive = negated ? { op: 'is' as const, value: condition.value } : condition
      const holds = anyValue(numberOf(of), (value) => comparisonSql(value, positive, params))
      return negated ? `NOT ${holds}` : holds
    }
    case 'date': {
      const span = dateSpan(condition, context)
      return anyValue(of.typed('String'), (value) =>
        spanSql(momentSql(value, params.bind('String', context.timezone)), span, (ms) =>
          params.bind('Int64', ms),
        ),
      )
    }
    case 'anniversary': {
      if (condition.calendar === 'lunar') {
        const { from, before } = daysComingRound(condition, context)
        const [starts, ends] = [params.bind('Array(Int32)', from), params.bind('Array(Int32)', before)]
        return anyValue(of.typed('String'), (value) => {
          const day = dayNumberSql(value, params.bind('String', context.timezone))
          return `arrayExists((start, end) -> ${day} >= start AND ${day} < end, ${starts}, ${ends})`
        })
      }
      const days = params.bind('Array(UInt16)', anniversaryDays(condition, context))
      return anyValue(
        of.typed('String'),
        (value) => `${dayOfYearSql(value, params.bind('String', context.timezone))} IN ${days}`,
      )
    }
    case 'boolean':
      return anyValue(of.typed('Bool'), (value) => (condition.value ? value : `NOT ${value}`))
    case 'list':
      if (condition.op === 'size') return comparisonSql(listSizeSql(of), condition.compare, params)
      return listSql(condition, params, (holds) => anyValue(textListSql(of), holds))
    case 'presence': {
      const present = anyValue(of.any(), (value) => `isNotNull(${value})`)
      return condition.op === 'is_set' ? present : `NOT ${present}`
    }
  }
}

/** The number at a path as Nullable(Float64), or a list of them: JSON keeps whole and broken numbers apart. */
export function numberSql(column: JsonColumn, path: string): string {
  return numberOf(jsonValue(column, path))
}

function numberOf(value: ValueSql): string {
  const whole = value.typed('Int64')
  const broken = value.typed('Float64')
  return value.isList
    ? `arrayMap((whole, broken) -> coalesce(broken, toFloat64(whole)), ${whole}, ${broken})`
    : `coalesce(${broken}, toFloat64(${whole}))`
}

/**
 * The texts of the list at a path, or a list of such lists: a list with other things in it is kept apart. Nulls
 * are taken out, because `hasAny` finds an empty text in them.
 */
function textListSql(value: ValueSql): string {
  const texts = value.typed('Array(Nullable(String))')
  const mixed = value.typed('Array(Dynamic)')
  const both = (plain: string, other: string) =>
    `arrayMap(item -> assumeNotNull(item), arrayFilter(item -> isNotNull(item), arrayConcat(${plain}, arrayMap(item -> dynamicElement(item, 'String'), ${other}))))`
  return value.isList
    ? `arrayMap((texts, mixed) -> ${both('texts', 'mixed')}, ${texts}, ${mixed})`
    : both(texts, mixed)
}

/**
 * How many elements the list at a plain path has; 0 without one. Of whatever type it is: ClickHouse has one for each kind
 * of element, lists in lists among them, so that there is no end of types to read one after another.
 */
function listSizeSql(value: ValueSql): string {
  const any = value.any()
  return `ifNull(length(if(startsWith(dynamicType(${any}), 'Array('), ${any}, NULL)), 0)`
}

/** A comparison with constants, null when the value is. */
export function comparisonSql(value: string, compare: Comparison, params: Params): string {
  if (compare.op === 'between')
    return `(${value} >= ${params.bind('Float64', compare.from)} AND ${value} <= ${params.bind('Float64', compare.to)})`
  return `${value} ${comparisonSigns[compare.op]} ${params.bind('Float64', compare.value)}`
}

/** A moment within a span; `bound` writes an end of the span in the unit that the moment has. */
export function spanSql(value: string, { fromMs, beforeMs }: Span, bound: (ms: number) => string): string {
  const bounds = [
    ...(fromMs === null ? [] : [`${value} >= ${bound(fromMs)}`]),
    ...(beforeMs === null ? [] : [`${value} < ${bound(beforeMs)}`]),
  ]
  return `(${bounds.join(' AND ')})`
}

/** A constant moment, comparable with a DateTime64 column. */
export function instantSql(params: Params, ms: number): string {
  return `fromUnixTimestamp64Milli(${params.bind('Int64', ms)}, 'UTC')`
}

/** Days since 1 January 1970 of a date written as ISO 8601, by the workspace's clocks; null for other text. */
function dayNumberSql(value: string, timezone: string): string {
  const moment = `parseDateTime64BestEffortOrNull(${value}, 3, ${timezone})`
  return `if(match(${value}, '${momentPattern}'), toInt32(toDate32(${moment})), NULL)`
}

/** Month × 100 + day of a date written as ISO 8601, by the workspace's calendar; null for other text. */
function dayOfYearSql(value: string, timezone: string): string {
  const moment = `parseDateTime64BestEffortOrNull(${value}, 3, ${timezone})`
  return `if(match(${value}, '${momentPattern}'), toMonth(${moment}) * 100 + toDayOfMonth(${moment}), NULL)`
}

/** Milliseconds of a date written as ISO 8601; null for other text. */
export function momentSql(value: string, timezone: string): string {
  return `if(match(${value}, '${momentPattern}'), toUnixTimestamp64Milli(parseDateTime64BestEffortOrNull(${value}, 3, ${timezone})), NULL)`
}

type AnyValue = (holds: (value: string) => string) => string

function textSql({ op, values }: TextCondition, params: Params, anyValue: AnyValue): string {
  const each = (holds: (value: string, wanted: string) => string) =>
    anyValue(
      (value) =>
        `(${values.map((wanted) => holds(`lowerUTF8(${value})`, `lowerUTF8(${params.bind('String', wanted)})`)).join(' OR ')})`,
    )
  const [only = '', ...others] = values
  const is = () =>
    anyValue((value) =>
      others.length === 0
        ? `${value} = ${params.bind('String', only)}`
        : `${value} IN ${params.bind('Array(String)', values)}`,
    )
  const contains = () => each((value, wanted) => `position(${value}, ${wanted}) > 0`)
  switch (op) {
    case 'is':
      return is()
    case 'is_not':
      return `NOT ${is()}`
    case 'contains':
      return contains()
    case 'not_contains':
      return `NOT ${contains()}`
    case 'starts_with':
      return each((value, wanted) => `startsWith(${value}, ${wanted})`)
    case 'ends_with':
      return each((value, wanted) => `endsWith(${value}, ${wanted})`)
  }
}

function listSql({ op, values }: ListCondition, params: Params, anyValue: AnyValue): string {
  const wanted = params.bind('Array(String)', values)
  const hasAny = () => anyValue((value) => `hasAny(${value}, ${wanted})`)
  switch (op) {
    case 'has_any':
      return hasAny()
    case 'has_all':
      return anyValue((value) => `hasAll(${value}, ${wanted})`)
    case 'has_none':
      return `NOT ${hasAny()}`
  }
}
