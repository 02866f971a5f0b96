import type { EventChoice, WeekTimes } from '@rapport/contract'
import { type Compiling, conditionSql, instantSql, spanSql } from './condition-sql'
import type { Span } from './moments'

/** Which rows of its scan a leaf is about. */
export function rowFilterSql(
  compiling: Compiling,
  { where, on }: Pick<EventChoice, 'where' | 'on'>,
  span: Span,
): string {
  const inWindow = spanSql('time', span, (ms) => instantSql(compiling.params, ms))
  const filters = where.map(({ property, condition }) =>
    conditionSql(compiling, 'properties', property, condition),
  )
  return [inWindow, ...(on ? weekTimesSql(compiling, on) : []), ...filters].join(' AND ')
}

function weekTimesSql({ params, context }: Compiling, { weekdays, hours }: WeekTimes): string[] {
  const timezone = params.bind('String', context.timezone)
  const hour = `toHour(time, ${timezone})`
  const within = (from: number, to: number) =>
    `(${hour} >= ${params.bind('Int64', from)} ${from < to ? 'AND' : 'OR'} ${hour} < ${params.bind('Int64', to)})`
  return [
    ...(weekdays ? [`toDayOfWeek(time, 0, ${timezone}) IN ${params.bind('Array(UInt16)', weekdays)}`] : []),
    ...(hours ? [within(hours.from, hours.to)] : []),
  ]
}
