import { durationMs, type SequenceRule, type SequenceStep } from '@rapport/contract'
import type { Compiling } from './condition-sql'
import { momentOfRow, never, sinceSql } from './event-sql'
import { type Span, windowSpan } from './moments'
import { rowFilterSql } from './row-filter-sql'
import type { Scans } from './scans'

/** Longer than any two events are apart, shorter than from an event to `never`. */
const anyTimeMs = 8e15

/**
 * Whether events came one after another; 0 or 1, never null. The moments of every step are lists; a step keeps those
 * of its moments that follow one kept by the step before it. Sorted together, the nearest moment of the other step is
 * found in one pass: `n log n` in the events of a person, not `n²`.
 */
export function sequenceRuleSql(compiling: Compiling, scans: Scans, rule: SequenceRule): string {
  const { params, context } = compiling
  const span = windowSpan(rule.window, context)
  const later: Span = { fromMs: span.fromMs, beforeMs: context.now.getTime() + 1 }
  const moments = (step: Omit<SequenceStep, 'within'>, during: Span) =>
    scans.column(
      step,
      during,
      'list',
      `groupArrayIf(${momentOfRow}, ${rowFilterSql(compiling, step, during)})`,
    )
  const [first, ...rest] = rule.steps
  if (!first) return '0'
  const begun = beginningSql(compiling, scans, rule, moments(first, span))
  const reached = rest.reduce((before, step) => {
    const withinMs = params.bind('Int64', step.within ? durationMs(step.within) : anyTimeMs)
    return followingSql(before, moments(step, later), withinMs)
  }, begun)
  if (!rule.notFollowedBy) return `notEmpty(${reached})`
  const waitMs = params.bind('Int64', durationMs(rule.notFollowedBy.within))
  const nowMs = params.bind('Int64', context.now.getTime())
  return leftAloneSql(reached, moments(rule.notFollowedBy, later), waitMs, nowMs)
}

function beginningSql(compiling: Compiling, scans: Scans, { window }: SequenceRule, moments: string): string {
  if (window.kind !== 'since') return moments
  return `arrayFilter(t -> t > ifNull(${sinceSql(compiling, scans, window)}, ${never}), ${moments})`
}

/** Marks in a list of two kinds of moments; of two at the same moment the one marked 0 is first. */
const marked = (moments: string, mark: 0 | 1) => `arrayMap(t -> (t, toUInt8(${mark})), ${moments})`
const edge = (ms: number, mark: 0 | 1) => `[(toInt64(${ms}), toUInt8(${mark}))]`

/** One value under a name, so that its text stands in the statement once. */
const withList = (list: string, body: string) => `arrayMap(list -> ${body}, [arraySort(${list})])[1]`

/** Those of some moments that come after one of the moments before, and at most so long. */
function followingSql(before: string, moments: string, withinMs: string): string {
  return withList(
    `arrayConcat(${edge(-never, 1)}, ${marked(moments, 0)}, ${marked(before, 1)})`,
    `arrayMap(x -> x.1, arrayFilter((x, last) -> x.2 = 0 AND x.1 - last.1 <= ${withinMs}, list, arrayFill(x -> x.2 = 1, list)))`,
  )
}

/** Whether one of the moments is so long ago, and none of the others came within that time after it. */
function leftAloneSql(moments: string, others: string, waitMs: string, nowMs: string): string {
  return withList(
    `arrayConcat(${marked(others, 0)}, ${marked(moments, 1)}, ${edge(never, 0)})`,
    `arrayExists((x, next) -> x.2 = 1 AND x.1 + ${waitMs} <= ${nowMs} AND next.1 - x.1 > ${waitMs}, list, arrayReverseFill(x -> x.2 = 0, list))`,
  )
}
