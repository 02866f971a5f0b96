import type { EventChoice } from '@rapport/contract'
import { instantSql, spanSql } from './condition-sql'
import type { Span } from './moments'
import type { Params } from './params'

/** How what was aggregated by identity node becomes the figure of the profile that the nodes belong to. */
const combine = {
  sum: 'sum',
  /** Nullable: null stands for no event. */
  min: 'min',
  max: 'max',
  list: 'groupArrayArray',
  set: 'groupUniqArrayArray',
} as const

export type Combination = keyof typeof combine

/** The events that one pass over the table reads. */
export type ScannedEvents = Pick<EventChoice, 'type' | 'events'>

/** One pass over the events of the same names: every leaf that reads them adds its columns. */
interface Scan {
  readonly name: string
  readonly rule: ScannedEvents
  readonly columns: Map<string, { readonly name: string; readonly combination: Combination }>
  readonly spans: Span[]
  /** The rules that read it, by their place among those of the statement. */
  readonly rules: Set<number>
}

/** The passes over events that one statement makes. */
export interface Scans {
  /** Registers an aggregate over events in a span; gives the column with its value for a person. */
  column(events: ScannedEvents, span: Span, combination: Combination, aggregate: string): string
  all(): readonly Scan[]
  /** The same passes, for what one rule registers. */
  of(place: number): Scans
}

export function createScans(): Scans {
  return scansOver(new Map())
}

function scansOver(scans: Map<string, Scan>, place?: number): Scans {
  return {
    column(events, span, combination, aggregate) {
      const scan = scanFor(scans, events)
      scan.spans.push(span)
      if (place !== undefined) scan.rules.add(place)
      const known = scan.columns.get(aggregate)
      if (known) return known.name
      const name = `${scan.name}_${scan.columns.size}`
      scan.columns.set(aggregate, { name, combination })
      return name
    },
    all: () => [...scans.values()],
    of: (other) => scansOver(scans, other),
  }
}

function scanFor(scans: Map<string, Scan>, { type, events }: ScannedEvents): Scan {
  const names = [...new Set(events)].sort()
  const key = JSON.stringify([type, ...names])
  const known = scans.get(key)
  if (known) return known
  const scan: Scan = {
    name: `s${scans.size}`,
    rule: { type, events: names },
    columns: new Map(),
    spans: [],
    rules: new Set(),
  }
  scans.set(key, scan)
  return scan
}

/** Whose events a pass reads. */
export interface Reads {
  /** A condition on the nodes of events; null for everybody's. */
  readonly nodes: string | null
  /** The profile that a node belongs to, as an expression over `profile_id`; null where it has to be looked up. */
  readonly owner: string | null
}

/** The figures of a pass by profile. */
export function joinScan(scan: Scan, params: Params, workspace: string, { nodes, owner }: Reads): string {
  const aggregates = [...scan.columns].map(([aggregate, { name }]) => `${aggregate} AS ${name}`)
  const fromEvents = `FROM events
    WHERE ${workspace}
      AND name IN ${params.bind('Array(String)', scan.rule.events)}
      AND type = ${params.bind('String', scan.rule.type)}
      AND ${timeSql(scan.spans, params)}${nodes ? ` AND ${nodes}` : ''}`
  const figures = owner
    ? `SELECT ${[`${owner} AS owner_id`, ...aggregates].join(', ')} ${fromEvents} GROUP BY owner_id`
    : byOwner(
        scan,
        workspace,
        `SELECT ${['profile_id AS node_id', ...aggregates].join(', ')} ${fromEvents} GROUP BY node_id`,
      )
  return `LEFT ANY JOIN (${figures}) AS ${scan.name} ON ${scan.name}.owner_id = person.profile_id`
}

/** Events are aggregated by identity node, which is fast, and the few merged nodes are then added to their profile. */
function byOwner(scan: Scan, workspace: string, counted: string): string {
  const combined = [...scan.columns.values()].map(
    ({ name, combination }) => `${combine[combination]}(counted.${name}) AS ${name}`,
  )
  return `
  SELECT if(empty(alias.profile_id), counted.node_id, alias.profile_id) AS owner_id,
         ${combined.join(',\n         ')}
  FROM (${counted}) AS counted
  LEFT ANY JOIN (
    SELECT node_id, profile_id FROM profile_aliases FINAL WHERE ${workspace}
  ) AS alias ON alias.node_id = counted.node_id
  GROUP BY owner_id
`
}

/** The shortest stretch of time that holds every window of the scan: partitions outside it are not read. */
function timeSql(spans: readonly Span[], params: Params): string {
  const starts = spans.map((span) => span.fromMs)
  const ends = spans.map((span) => span.beforeMs)
  const fromMs = starts.includes(null) ? null : Math.min(...starts.map(Number))
  const beforeMs = ends.includes(null) ? null : Math.max(...ends.map(Number))
  return spanSql('time', { fromMs, beforeMs }, (ms) => instantSql(params, ms))
}
