import type { Facts } from '../../../platform/clickhouse'
import { isRollup, rollupsSql } from '../../profiles'
import { companyValue, kindSql, rollupScope } from '../rule/company-sql'
import { instantSql, momentSql } from '../rule/condition-sql'
import { createParams, type Params, type Statement } from '../rule/params'
import { jsonValue, type ValueSql } from '../rule/path'
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
  /** Only the identity nodes that an edge, by its place, is asked of. */
  readonly nodesOf?: (edge: number) => readonly string[]
  readonly limit: number
}

/** The time of events of the same names: each edge is a length of time after it. */
interface EventTimes {
  readonly events: EventEdge
  /** Null for everybody's. */
  readonly nodes: Set<string> | null
  readonly shifts: { readonly place: number; readonly shiftMs: number }[]
}

/**
 * Whom edges pass for in a stretch of time: `profile_id` (an identity node), `at` in milliseconds, and `edge`, its place
 * in the list; null when nobody is asked about. An event that is dated ahead counts where it is read by its own time alone:
 * every other has been looked at when it came in.
 */
function edgesSql({ workspaceId, timezone, edges, nodesOf, limit, ...stretch }: EdgeQuery): Statement | null {
  const params = createParams()
  const workspace = `workspace_id = ${params.bind('UUID', workspaceId)}`
  const asked = [...edges.entries()].flatMap(([place, edge]) => {
    const nodeIds = nodesOf ? nodesOf(place) : null
    return nodeIds?.length === 0 ? [] : [{ place, edge, nodeIds }]
  })
  const partsFor = (nodeIds: readonly string[] | null): Parts => ({
    params,
    workspace,
    areFew: nodeIds !== null,
    about: (node) => [workspace, ...(nodeIds ? [`${node} IN ${params.bind('Array(UUID)', nodeIds)}`] : [])],
    stretch,
    timezone,
  })
  const selects = [
    ...eventTimesOf(asked).map((times) => eventTimesSql(times, partsFor(times.nodes && [...times.nodes]))),
    ...asked
      .filter(({ edge }) => !isOfEventTime(edge))
      .map(({ place, edge, nodeIds }) => edgeSql(edge, place, partsFor(nodeIds))),
  ]
  if (selects.length === 0) return null
  return {
    text: `SELECT profile_id, at, edge FROM (${selects.join('\nUNION ALL\n')}) LIMIT ${params.bind('Int64', limit)}`,
    params: params.values,
  }
}

interface AskedEdge {
  readonly place: number
  readonly edge: PersonalEdge
  readonly nodeIds: readonly string[] | null
}

type EventEdge = Extract<PersonalEdge, { kind: 'event' }>

const isOfEventTime = (edge: PersonalEdge): edge is EventEdge => edge.kind === 'event' && edge.of === 'time'

/** Edges on the time of the same events, to be read in one pass. */
function eventTimesOf(asked: readonly AskedEdge[]): EventTimes[] {
  const byEvents = new Map<string, EventTimes>()
  for (const { place, edge, nodeIds } of asked) {
    if (!isOfEventTime(edge)) continue
    const key = JSON.stringify([edge.type, edge.events])
    const times = byEvents.get(key) ?? { events: edge, nodes: nodeIds && new Set(), shifts: [] }
    for (const nodeId of nodeIds ?? []) times.nodes?.add(nodeId)
    times.shifts.push({ place, shiftMs: edge.shiftMs })
    byEvents.set(key, times)
  }
  return [...byEvents.values()]
}

/** One pass over the events, a row for each edge that passes. */
function eventTimesSql({ events, shifts }: EventTimes, { params, about, stretch }: Parts): string {
  const { fromMs, toMs } = stretch
  const stretches = shifts.map(
    ({ shiftMs }) =>
      `(time > ${instantSql(params, fromMs - shiftMs)} AND time <= ${instantSql(params, toMs - shiftMs)}${shiftMs === 0 ? ' AND received_at < time' : ''})`,
  )
  const where = [...about('profile_id'), ...eventsSql(events, params), `(${stretches.join(' OR ')})`]
  const passed = shifts.map(
    ({ place, shiftMs }, index) =>
      `if(${stretches[index]}, [(${params.bind('Int64', shiftMs)}, ${params.bind('Int64', place)})], [])`,
  )
  return `SELECT profile_id, moment + passed.1 AS at, passed.2 AS edge FROM (
    SELECT profile_id, toUnixTimestamp64Milli(time) AS moment, arrayJoin(arrayConcat(${passed.join(', ')})) AS passed
    FROM events WHERE ${where.join(' AND ')})`
}

/** Somebody (an identity node) for whom an edge, by its place in the list, passes. */
export interface Passing {
  readonly nodeId: string
  readonly atMs: number
  readonly edge: number
}

/** Whom edges pass for in a stretch of time, `limit` of them at the most. */
export async function findPassing(facts: Facts, query: EdgeQuery): Promise<Passing[]> {
  const statement = edgesSql(query)
  if (!statement) return []
  return facts.query<{ nodeId: string; atMs: number; edge: number }>(
    `SELECT profile_id AS nodeId, at AS atMs, edge FROM (${statement.text})`,
    statement.params,
  )
}

interface Parts {
  readonly params: Params
  readonly workspace: string
  /** Whether only some people are looked at. */
  readonly areFew: boolean
  /** Conditions on the workspace and on the nodes in a column. */
  readonly about: (node: 'profile_id' | 'node_id') => readonly string[]
  readonly stretch: Stretch
  readonly timezone: string
}

function edgeSql(edge: PersonalEdge, index: number, parts: Parts): string {
  const { params, about } = parts
  if (edge.kind === 'company') return companyEdgeSql(edge, index, parts)
  const place = params.bind('Int64', index)
  const [table, value, only] =
    edge.kind === 'trait'
      ? (['profiles FINAL', jsonValue('traits', edge.trait), about('profile_id')] as const)
      : ([
          'events',
          jsonValue('properties', propertyOf(edge)),
          [...about('profile_id'), ...eventsSql(edge, params)],
        ] as const)
  return `SELECT profile_id, ${passingSql(value, edge.shiftMs, parts)} AS at, ${place} AS edge FROM ${table} WHERE ${only.join(' AND ')}`
}

/** A date of a company passes for each of its nodes. */
function companyEdgeSql(
  edge: Extract<PersonalEdge, { kind: 'company' }>,
  index: number,
  parts: Parts,
): string {
  const { params, workspace, about, stretch, timezone } = parts
  const members = `SELECT company_id, node_id FROM company_members FINAL WHERE ${about('node_id').join(' AND ')}`
  const ofKind = kindSql(
    edge.company,
    params,
    workspace,
    `company_id IN (SELECT company_id FROM (${members}))`,
  )
  const context = { now: new Date(stretch.toMs), timezone }
  const scope = rollupScope(
    { companies: `company_id IN (SELECT company_id FROM ${ofKind})`, areFew: parts.areFew },
    { params, context },
    workspace,
  )
  const from = isRollup(edge.trait) ? `(${rollupsSql([edge.trait], scope)})` : ofKind
  return `SELECT member.node_id AS profile_id, passing.at AS at, ${params.bind('Int64', index)} AS edge
    FROM (${members}) AS member
    INNER JOIN (
      SELECT company_id, ${passingSql(companyValue(edge.trait), edge.shiftMs, parts)} AS at FROM ${from}
    ) AS passing ON passing.company_id = member.company_id`
}

/** The moments that pass in the stretch, a row each. */
function passingSql(value: ValueSql, shiftMs: number, { params, stretch, timezone }: Parts): string {
  const from = params.bind('Int64', stretch.fromMs - shiftMs)
  const to = params.bind('Int64', stretch.toMs - shiftMs)
  const dates = datesSql(value, params.bind('String', timezone))
  const passed = `arrayFilter(ms -> ifNull(ms > ${from} AND ms <= ${to}, 0), ${dates})`
  return `assumeNotNull(arrayJoin(${passed})) + ${params.bind('Int64', shiftMs)}`
}

function eventsSql({ type, events }: EventEdge, params: Params): string[] {
  return [`name IN ${params.bind('Array(String)', events)}`, `type = ${params.bind('String', type)}`]
}

function propertyOf({ of }: EventEdge): string {
  return of === 'time' ? '' : of.property
}

/** The dates of a value in milliseconds, null for other texts, as a list. */
function datesSql(value: ValueSql, timezone: string): string {
  const texts = value.typed('String')
  return `arrayMap(text -> ${momentSql('text', timezone)}, ${value.isList ? texts : `[${texts}]`})`
}
