import { companyPath, type GroupRule, isGroup, type Rule } from '@rapport/contract'
import type { Nodes } from '../nodes'
import { type CompanyScans, companyRuleSql, joinCompanies } from './company-sql'
import { type Compiling, conditionSql } from './condition-sql'
import { distanceSql } from './distance'
import { eventRuleSql, eventTimeRuleSql } from './event-sql'
import type { RuleContext } from './moments'
import { createParams, type Params, type Statement } from './params'
import { createScans, joinScan, type Reads, type Scans } from './scans'
import { segmentRuleOf } from './segments'
import { sequenceRuleSql } from './sequence-sql'
import { sharedCountsOf } from './shared-counts'
import { identifierSql, reachSql } from './standing-sql'

/** Rules made ready for one statement: what to compute of each profile, what of its events, and the answers. */
interface Plan {
  readonly compiling: Compiling
  readonly traitColumns: Map<string, string>
  readonly scans: Scans
  readonly companies: CompanyScans
  readonly answers: readonly string[]
}

/** What expressions over people and their events are made with. */
export type Parts = Omit<Plan, 'answers'>

/** Ids from one on and before another, in ClickHouse's order of ids: by their second half first. */
export interface IdRange {
  readonly from: string
  readonly before: string
}

/** Some people, whose identity nodes keep the scans short. */
export interface SomePeople extends Nodes {
  /** The nodes that the rule at a place is asked of, where these are fewer: its answers for others mean nothing. */
  readonly nodesOf?: (place: number) => readonly string[]
}

export interface AudienceOptions {
  /** Only profiles with ids in a range. */
  readonly range?: IdRange
  /** Only these profiles. */
  readonly only?: SomePeople
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
  const plan = planRules(workspaceId, [rule], params, context)
  const extra = Object.entries(options.columns?.(params) ?? {})
  const text = [
    `SELECT ${['profile_id', ...extra.map(([name]) => name)].join(', ')}`,
    fromPeople(plan, options, extra),
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
  const plan = planRules(workspaceId, rules, params, context)
  const text = [
    `SELECT profile_id, [${plan.answers.map((answer) => `toUInt8(${answer})`).join(', ')}] AS holds`,
    fromPeople(plan, options),
  ].join('\n')
  return { text, params: params.values }
}

/** How many people each of many rules holds for: one row with `people`, a list in the order of the rules. */
export function countsSql(workspaceId: string, rules: readonly Rule[], context: RuleContext): Statement {
  const params = createParams()
  const plan = planRules(workspaceId, rules, params, context)
  const counts = plan.answers.map((answer) => `countIf(${answer})`)
  return { text: `SELECT [${counts.join(', ')}] AS people\n${fromPeople(plan, {})}`, params: params.values }
}

/** For some profiles: `profile_id`, the columns that `write` makes of them and their events, and the asked columns. */
export function figuresSql(
  workspaceId: string,
  rules: readonly Rule[],
  context: RuleContext,
  write: (parts: Parts) => Readonly<Record<string, string>>,
  options: AudienceOptions,
): Statement {
  const params = createParams()
  const parts = partsFor(workspaceId, rules, params, context)
  const figures = Object.entries(write(parts)).map(([name, expression]) => `${expression} AS ${name}`)
  const extra = Object.entries(options.columns?.(params) ?? {})
  const text = [
    `SELECT ${['profile_id', ...figures, ...extra.map(([name]) => name)].join(',\n       ')}`,
    fromPeople(parts, options, extra),
  ].join('\n')
  return { text, params: params.values }
}

function planRules(workspaceId: string, rules: readonly Rule[], params: Params, context: RuleContext): Plan {
  const parts = partsFor(workspaceId, rules, params, context)
  return {
    ...parts,
    answers: rules.map((rule, place) => ruleSql(rule, partsOf(parts, place))),
  }
}

/** The parts of one statement about rules. */
export function partsFor(
  workspaceId: string,
  rules: readonly Rule[],
  params: Params,
  context: RuleContext,
): Parts {
  const compiling = { workspaceId, params, context, shared: sharedCountsOf(rules, context.segments) }
  return { compiling, traitColumns: new Map<string, string>(), scans: createScans(), companies: new Map() }
}

/** The parts for the rule at a place: what it registers is noted as read by it. */
export const partsOf = (parts: Parts, place: number): Parts => ({ ...parts, scans: parts.scans.of(place) })

/** A rule as an expression over the plan's columns: 0 or 1, never null. */
export function ruleSql(rule: Rule, parts: Parts): string {
  if (isGroup(rule)) return groupSql(rule, parts)
  const { compiling, traitColumns, scans } = parts
  switch (rule.kind) {
    case 'segment': {
      const isIn = ruleSql(segmentRuleOf(compiling.context.segments, rule.segmentId), parts)
      return rule.op === 'in' ? `(${isIn})` : `NOT (${isIn})`
    }
    case 'trait': {
      const path = companyPath(rule.trait)
      if (path) return companyRuleSql(compiling, parts.companies, path, rule.condition)
      return columnFor(traitColumns, 't', conditionSql(compiling, 'traits', rule.trait, rule.condition))
    }
    case 'event':
      return eventRuleSql(compiling, scans, rule)
    case 'event_time':
      return eventTimeRuleSql(compiling, scans, rule)
    case 'sequence':
      return sequenceRuleSql(compiling, scans, rule)
    case 'identifier':
      return columnFor(traitColumns, 't', identifierSql(compiling, rule))
    case 'reach':
      return columnFor(traitColumns, 't', reachSql(compiling, rule))
    case 'distance':
      return columnFor(traitColumns, 't', distanceSql(compiling, rule))
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

/** Everybody, or some people, with what is asked of them. */
export function fromPeople(
  parts: Parts,
  options: AudienceOptions,
  extra: readonly (readonly [string, string])[] = [],
): string {
  const { params, workspaceId } = parts.compiling
  const workspace = `workspace_id = ${params.bind('UUID', workspaceId)}`
  const columns = [
    'profile_id',
    ...[...parts.traitColumns].map(([expression, name]) => `${expression} AS ${name}`),
    ...extra.map(([name, expression]) => `${expression} AS ${name}`),
  ]
  const only = options.only ? ` AND profile_id IN ${params.bind('Array(UUID)', options.only.profileIds)}` : ''
  const range = options.range ? ` AND ${inRangeSql('profile_id', options.range, params)}` : ''
  const after = options.after ? ` AND profile_id > ${params.bind('UUID', options.after)}` : ''
  return [
    'FROM (',
    `  SELECT ${columns.join(',\n         ')}`,
    `  FROM profiles FINAL WHERE ${workspace}${only}${range}${after}`,
    ') AS person',
    ...joinsSql(parts, workspace, options),
  ].join('\n')
}

/** Some people by their ids alone, with their events: for rules that ask for no trait. */
export function fromIds(parts: Parts, only: SomePeople): string {
  const { params, workspaceId } = parts.compiling
  return [
    `FROM (SELECT arrayJoin(${params.bind('Array(UUID)', only.profileIds)}) AS profile_id) AS person`,
    ...joinsSql(parts, `workspace_id = ${params.bind('UUID', workspaceId)}`, { only }),
  ].join('\n')
}

/** What is asked of people besides their traits: joined to `person`. */
function joinsSql(
  { compiling, scans, companies }: Parts,
  workspace: string,
  options: AudienceOptions,
): string[] {
  const { params } = compiling
  const nodes = () => nodesSql(options, params, workspace, 'node_id')
  return [
    ...scans
      .all()
      .map((scan) => joinScan(scan, params, workspace, readsOf(scan.rules, options, params, workspace))),
    ...[...companies.values()].map((scan) => joinCompanies(scan, compiling, { workspace, nodes: nodes() })),
  ]
}

function inRangeSql(id: string, { from, before }: IdRange, params: Params): string {
  return `${id} >= ${params.bind('UUID', from)} AND ${id} < ${params.bind('UUID', before)}`
}

/** Whose events a pass reads: of some people, only of those that its rules are asked of. */
function readsOf(
  places: ReadonlySet<number>,
  options: AudienceOptions,
  params: Params,
  workspace: string,
): Reads {
  const { only } = options
  if (!only) return { nodes: nodesSql(options, params, workspace, 'profile_id'), owner: null }
  const { nodesOf, ownerOf } = only
  const nodeIds = nodesOf ? [...new Set([...places].flatMap((place) => nodesOf(place)))] : only.nodeIds
  return {
    nodes: `profile_id IN ${params.bind('Array(UUID)', nodeIds)}`,
    owner: ownerSql(nodeIds, ownerOf, params),
  }
}

function ownerSql(nodeIds: readonly string[], ownerOf: ReadonlyMap<string, string>, params: Params): string {
  const merged = nodeIds.filter((nodeId) => ownerOf.has(nodeId))
  if (merged.length === 0) return 'profile_id'
  const nodes = params.bind('Array(UUID)', merged)
  const owners = params.bind(
    'Array(UUID)',
    merged.map((nodeId) => ownerOf.get(nodeId) ?? nodeId),
  )
  return `if(has(${nodes}, profile_id), ${owners}[indexOf(${nodes}, profile_id)], profile_id)`
}

/** Which nodes the scans read, when not everybody's: those of the people, merged ones among them. */
function nodesSql(
  { only, range }: AudienceOptions,
  params: Params,
  workspace: string,
  column: 'profile_id' | 'node_id',
): string | null {
  if (only) return `${column} IN ${params.bind('Array(UUID)', only.nodeIds)}`
  if (!range) return null
  const merged = `SELECT node_id FROM profile_aliases FINAL WHERE ${workspace} AND ${inRangeSql('profile_id', range, params)}`
  return `(${inRangeSql(column, range, params)} OR ${column} IN (${merged}))`
}
