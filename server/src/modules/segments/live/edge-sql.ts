import type { Facts } from '../../../platform/clickhouse'
import { instantSql, momentSql } from '../rule/condition-sql'
import { createParams, type Params, type Statement } from '../rule/params'
import { isListPath, type JsonColumn, typedPath } from '../rule/path'
import type { Edge } from './watch'

/** Edges of events and traits: those that pass at a moment of their own for each person. */
export type PersonalEdge = Exclude<Edge, { kind: 'midnight' }>

/** A stretch of time: after `fromMs`, up to and with `toMs`. */
export interface Stretch {
  readonly fromMs: number
  readonly toMs: number
}

export interface EdgeQuery extends Stretch {
  readonly workspaceId: string
  readonly timezone: string
  readonly edges: readonly PersonalEdge[]
  /** Only these identity nodes, their profiles among them. */
  readonly nodeIds?: readonly string[]
  readonly limit: number
}

/**
 * Whom edges pass for in a stretch of time: `profile_id` (an identity node), `at` in milliseconds, and `edge`, its place
 * in the list. An event that is dated ahead counts where it is read by its own time alone: every other has been looked
 * at when it came in.
 */
function edgesSql({ workspaceId, timezone, edges, nodeIds, limit, ...stretch }: EdgeQuery): Statement {
  const params = createParams()
  const about = [
    `workspace_id = ${params.bind('UUID', workspaceId)}`,
    ...(nodeIds ? [`profile_id IN ${params.bind('Array(UUID)', nodeIds)}`] : []),
  ]
  const selects = edges.map((edge, index) => edgeSql(edge, index, { params, about, stretch, timezone }))
  return {
    text: `SELECT profile_id, at, edge FROM (${selects.join('\nUNION ALL\n')}) LIMIT ${params.bind('Int64', limit)}`,
    params: params.values,
  }
}

/** Somebody (an identity node) for whom an edge, by its place in the list, passes. */
export interface Passing {
  readonly nodeId: string
  readonly atMs: number
  readonly edge: number
}

/** Whom edges pass for in a stretch of time, `limit` of them at the most. */
export async function findPassing(facts: Facts, query: EdgeQuery): Promise<Passing[]> {
  const { text, params } = edgesSql(query)
  return facts.query<{ nodeId: string; atMs: number; edge: number }>(
    `SELECT profile_id AS nodeId, at AS atMs, edge FROM (${text})`,
    params,
  )
}

interface Parts {
  readonly params: Params
  readonly about: readonly string[]
  readonly stretch: Stretch
  readonly timezone: string
}

function edgeSql(edge: PersonalEdge, index: number, parts: Parts): string {
  const { params, about, stretch, timezone } = parts
  const place = params.bind('Int64', index)
  const shift = params.bind('Int64', edge.shiftMs)
  const from = stretch.fromMs - edge.shiftMs
  const to = stretch.toMs - edge.shiftMs
  if (edge.kind === 'event' && edge.of === 'time') {
    const where = [
      ...about,
      ...eventsSql(edge, params),
      `time > ${instantSql(params, from)} AND time <= ${instantSql(params, to)}`,
      ...(edge.shiftMs === 0 ? ['received_at < time'] : []),
    ]
    return `SELECT profile_id, toUnixTimestamp64Milli(time) + ${shift} AS at, ${place} AS edge FROM events WHERE ${where.join(' AND ')}`
  }
  const [table, column, path, only] =
    edge.kind === 'trait'
      ? (['profiles FINAL', 'traits', edge.trait, about] as const)
      : (['events', 'properties', propertyOf(edge), [...about, ...eventsSql(edge, params)]] as const)
  const passed = `arrayFilter(ms -> ifNull(ms > ${params.bind('Int64', from)} AND ms <= ${params.bind('Int64', to)}, 0), ${datesSql(column, path, params.bind('String', timezone))})`
  return `SELECT profile_id, assumeNotNull(arrayJoin(${passed})) + ${shift} AS at, ${place} AS edge FROM ${table} WHERE ${only.join(' AND ')}`
}

function eventsSql({ type, events }: Extract<PersonalEdge, { kind: 'event' }>, params: Params): string[] {
  return [`name IN ${params.bind('Array(String)', events)}`, `type = ${params.bind('String', type)}`]
}

function propertyOf({ of }: Extract<PersonalEdge, { kind: 'event' }>): string {
  return of === 'time' ? '' : of.property
}

/** The dates at a path in milliseconds, null for other texts, as a list. */
function datesSql(column: JsonColumn, path: string, timezone: string): string {
  const texts = typedPath(column, path, 'String')
  return `arrayMap(text -> ${momentSql('text', timezone)}, ${isListPath(path) ? texts : `[${texts}]`})`
}
