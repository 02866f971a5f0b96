import { type EventRule, type GroupRule, isGroup, type Rule } from '@rapport/contract'
import { type Compiling, conditionSql, instantSql, spanSql } from './condition-sql'
import { eventRuleSql } from './event-sql'
import { type RuleContext, type Span, windowSpan } from './moments'
import { createParams, type Params, type Statement } from './params'
import { segmentRuleOf } from './segments'

/** One pass over the events of the same kinds: every leaf that reads them adds its columns. */
interface Scan {
  readonly name: string
  readonly rule: Pick<EventRule, 'type' | 'events'>
  readonly columns: Map<string, string>
  readonly spans: Span[]
}

/** Rules made ready for one statement: what to compute of each profile, what of its events, and the answers. */
interface Plan {
  readonly traitColumns: Map<string, string>
  readonly scans: Map<string, Scan>
  readonly answers: readonly string[]
}

type Parts = Omit<Plan, 'answers'> & { readonly compiling: Compiling }

export interface AudienceOptions {
  /** Only these profiles; their identity nodes keep the scans short. */
  readonly only?: { readonly profileIds: readonly string[]; readonly nodeIds: readonly string[] }
  /** Only profiles behind this one, in ClickHouse's order of ids. */
  readonly after?: string | null
  /** More columns of each member, as expressions over the columns of `profiles`. */
  readonly columns?: (params: Params) => Readonly<Record<string, string>>
}

/** The members of a rule, one row each: `SELECT profile_id`, and the asked columns. Usable as a subquery. */
export function audienceSql(
  workspaceId: string,
  rule: Rule,
  context: RuleContext,
  options: AudienceOptions = {},
): Statement {
  const params = createParams()
  const plan = planRules([rule], { params, context })
  const extra = Object.entries(options.columns?.(params) ?? {})
  const text = [
    `SELECT ${['profile_id', ...extra.map(([name]) => name)].join(', ')}`,
    fromPeople(plan, params, workspaceId, options, extra),
    `WHERE ${plan.answers[0]}`,
  ].join('\n')
  return { text, params: params.values }
}

/** Which of many rules hold for some profiles: `profile_id`, and `holds`, a list of 0 and 1 in the order of the rules. */
export function answersSql(
  workspaceId: string,
  rules: readonly Rule[],
  context: RuleContext,
  options: AudienceOptions = {},
): Statement {
  const params = createParams()
  const plan = planRules(rules, { params, context })
  const text = [
    `SELECT profile_id, [${plan.answers.map((answer) => `toUInt8(${answer})`).join(', ')}] AS holds`,
    fromPeople(plan, params, workspaceId, options, []),
  ].join('\n')
  return { text, params: params.values }
}

function planRules(rules: readonly Rule[], compiling: Compiling): Plan {
  const parts = { compiling, traitColumns: new Map<string, string>(), scans: new Map<string, Scan>() }
  return { ...parts, answers: rules.map((rule) => ruleSql(rule, parts)) }
}

/** A rule as an expression over the plan's columns: 0 or 1, never null. */
function ruleSql(rule: Rule, parts: Parts): string {
  if (isGroup(rule)) return groupSql(rule, parts)
  const { compiling, traitColumns, scans } = parts
  switch (rule.kind) {
    case 'segment': {
      const isIn = ruleSql(segmentRuleOf(compiling.context.segments, rule.segmentId), parts)
      return rule.op === 'in' ? `(${isIn})` : `NOT (${isIn})`
    }
    case 'trait':
      return columnFor(traitColumns, 't', conditionSql(compiling, 'traits', rule.trait, rule.condition))
    case 'event': {
      const scan = scanFor(scans, rule)
      scan.spans.push(windowSpan(rule.window, compiling.context))
      return eventRuleSql(compiling, rule, (aggregate) => columnFor(scan.columns, `${scan.name}_`, aggregate))
    }
  }
}

function groupSql(group: GroupRule, parts: Parts): string {
  const members = group.of.map((member) => ruleSql(member, parts))
  switch (group.kind) {
    case 'all':
      return members.length === 0 ? '1' : `(${members.join(' AND ')})`
    case 'any':
      return `(${members.join(' OR ')})`
    case 'none':
      return `NOT (${members.join(' OR ')})`
    case 'at_least':
      return `(${members.map((member) => `toUInt8(${member})`).join(' + ')} >= ${parts.compiling.params.bind('Int64', group.least)})`
  }
}

/** The column of an expression: the same expression has the same column. */
function columnFor(columns: Map<string, string>, prefix: string, expression: string): string {
  const known = columns.get(expression)
  if (known) return known
  const name = `${prefix}${columns.size}`
  columns.set(expression, name)
  return name
}

function scanFor(scans: Map<string, Scan>, { type, events }: EventRule): Scan {
  const names = [...new Set(events)].sort()
  const key = JSON.stringify([type, ...names])
  const known = scans.get(key)
  if (known) return known
  const scan: Scan = { name: `s${scans.size}`, rule: { type, events: names }, columns: new Map(), spans: [] }
  scans.set(key, scan)
  return scan
}

function fromPeople(
  plan: Plan,
  params: Params,
  workspaceId: string,
  options: AudienceOptions,
  extra: readonly (readonly [string, string])[],
): string {
  const workspace = `workspace_id = ${params.bind('UUID', workspaceId)}`
  const columns = [
    'profile_id',
    ...[...plan.traitColumns].map(([expression, name]) => `${expression} AS ${name}`),
    ...extra.map(([name, expression]) => `${expression} AS ${name}`),
  ]
  const only = options.only ? ` AND profile_id IN ${params.bind('Array(UUID)', options.only.profileIds)}` : ''
  const after = options.after ? ` AND profile_id > ${params.bind('UUID', options.after)}` : ''
  return [
    'FROM (',
    `  SELECT ${columns.join(',\n         ')}`,
    `  FROM profiles FINAL WHERE ${workspace}${only}${after}`,
    ') AS person',
    ...[...plan.scans.values()].map((scan) => joinScan(scan, params, workspace, options)),
  ].join('\n')
}

/** Events are counted by identity node, which is fast, and the few merged nodes are then added to their profile. */
function joinScan(scan: Scan, params: Params, workspace: string, options: AudienceOptions): string {
  const aggregates = [...scan.columns].map(([aggregate, name]) => `${aggregate} AS ${name}`)
  const sums = [...scan.columns.values()].map((name) => `sum(counted.${name}) AS ${name}`)
  const nodes = options.only ? ` AND profile_id IN ${params.bind('Array(UUID)', options.only.nodeIds)}` : ''
  return `LEFT ANY JOIN (
  SELECT if(empty(alias.profile_id), counted.node_id, alias.profile_id) AS owner_id,
         ${sums.join(',\n         ')}
  FROM (
    SELECT profile_id AS node_id,
           ${aggregates.join(',\n           ')}
    FROM events
    WHERE ${workspace}
      AND name IN ${params.bind('Array(String)', scan.rule.events)}
      AND type = ${params.bind('String', scan.rule.type)}
      AND ${timeSql(scan.spans, params)}${nodes}
    GROUP BY node_id
  ) AS counted
  LEFT ANY JOIN (
    SELECT node_id, profile_id FROM profile_aliases FINAL WHERE ${workspace}
  ) AS alias ON alias.node_id = counted.node_id
  GROUP BY owner_id
) AS ${scan.name} ON ${scan.name}.owner_id = person.profile_id`
}

/** The shortest stretch of time that holds every window of the scan: partitions outside it are not read. */
function timeSql(spans: readonly Span[], params: Params): string {
  const starts = spans.map((span) => span.fromMs)
  const ends = spans.map((span) => span.beforeMs)
  const fromMs = starts.includes(null) ? null : Math.min(...starts.map(Number))
  const beforeMs = ends.includes(null) ? null : Math.max(...ends.map(Number))
  return spanSql('time', { fromMs, beforeMs }, (ms) => instantSql(params, ms))
}
