import type { EventRule, Rule } from '@rapport/contract'
import type { Compiling } from './condition-sql'
import { windowSpan } from './moments'
import type { Params } from './params'
import { isListPath, typedPath } from './path'
import { rowFilterSql } from './row-filter-sql'
import type { Scans } from './scans'
import { leavesThrough, type SegmentRules } from './segments'

/** So many leaves that differ only in the text they ask for are counted together. */
const sharedMin = 3

/** The texts that leaves of one shape ask for, by the shape. */
export type SharedCounts = ReadonlyMap<string, readonly string[]>

/**
 * Leaves that count the same events in the same window by another text of one property (bought in category c01, c02, …).
 * One by one, each would look at every row; together, each row is looked at once.
 */
export function sharedCountsOf(rules: readonly Rule[], segments: SegmentRules | undefined): SharedCounts {
  const shapes = new Map<string, Set<string>>()
  for (const leaf of rules.flatMap((rule) => leavesThrough(rule, segments))) {
    const asked = leaf.kind === 'event' ? askedText(leaf) : null
    if (!asked) continue
    const texts = shapes.get(asked.shape) ?? new Set()
    shapes.set(asked.shape, texts.add(asked.text))
  }
  return new Map(
    [...shapes].filter(([, texts]) => texts.size >= sharedMin).map(([shape, texts]) => [shape, [...texts]]),
  )
}

/** A count out of a column that leaves share: how often a place occurs in its list. */
export interface SharedCount {
  readonly column: string
  readonly place: number
}

/** Where a leaf finds how many events it counts, in the column that it shares with others; null when it shares none. */
export function sharedCount(compiling: Compiling, scans: Scans, rule: EventRule): SharedCount | null {
  const asked = askedText(rule)
  const texts = asked && compiling.shared.get(asked.shape)
  if (!texts) return null
  const span = windowSpan(rule.window, compiling.context)
  const inWindow = rowFilterSql(compiling, { where: [], on: rule.on }, span)
  const column = scans.column(
    rule,
    span,
    'list',
    placesSql(compiling.params, asked.property, texts, inWindow),
  )
  return { column, place: texts.indexOf(asked.text) + 1 }
}

/** How many events a leaf counts, as an expression. */
export function sharedCountSql({ column, place }: SharedCount, params: Params): string {
  return `countEqual(${column}, ${params.bind('Int64', place)})`
}

/** The places in the list of texts of what the events have at a path, one event's each once. */
function placesSql(params: Params, property: string, texts: readonly string[], inWindow: string): string {
  const wanted = params.bind('Array(String)', texts)
  const places = params.bind(
    'Array(UInt16)',
    texts.map((_, index) => index + 1),
  )
  const placeOf = (text: string) => `transform(${text}, ${wanted}, ${places}, toUInt16(0))`
  const value = typedPath('properties', property, 'String')
  const isWanted = (text: string) => `ifNull(${text} IN ${wanted}, 0)`
  if (!isListPath(property))
    return `groupArrayIf(${placeOf(`assumeNotNull(${value})`)}, ${inWindow} AND ${isWanted(value)})`
  const some = `arrayDistinct(arrayMap(text -> assumeNotNull(text), arrayFilter(text -> ${isWanted('text')}, ${value})))`
  return `groupArrayArrayIf(arrayMap(text -> ${placeOf('text')}, ${some}), ${inWindow})`
}

interface Asked {
  readonly shape: string
  readonly property: string
  readonly text: string
}

function askedText({ type, events, window, on, where, measure }: EventRule): Asked | null {
  const [filter, ...others] = where
  if (measure.kind !== 'count' || window.kind === 'since' || !filter || others.length > 0) return null
  const { property, condition } = filter
  if (condition.type !== 'text' || condition.op !== 'is' || condition.values.length !== 1) return null
  const [text = ''] = condition.values
  return {
    shape: JSON.stringify([type, [...new Set(events)].sort(), window, on ?? null, property]),
    property,
    text,
  }
}
