import {
  type CompanyRollup,
  companyPath,
  companyRollups,
  type Rule,
  reachChannels,
  segmentLiveLimits,
} from '@rapport/contract'
import type { Facts } from '../../../platform/clickhouse'
import type { JsonObject } from '../../events'
import { activeSince, rollupsSql } from '../../profiles'
import type { CompanyFacts, EventFact, PersonFacts } from '../rule/evaluate'
import type { RuleContext } from '../rule/moments'
import { typedPath } from '../rule/path'
import { leavesThrough } from '../rule/segments'
import { isListedSql } from '../rule/standing-sql'
import { eventNamesOf } from './watch'

/** Everything that a rule reads of one person; null when they have done more than is read at once, or are not there. */
export async function factsOf(
  facts: Facts,
  workspaceId: string,
  { profileId, nodeIds }: { readonly profileId: string; readonly nodeIds: readonly string[] },
  rule: Rule,
  context: RuleContext,
): Promise<PersonFacts | null> {
  const [profile] = await facts.query<{ traits: JsonObject; id_kinds: string[]; listed: 0 | 1 }>(
    `SELECT traits, id_kinds, ${isListedSql(typedPath('traits', reachChannels.email.address, 'String'), '{workspaceId:UUID}')} AS listed
     FROM profiles FINAL WHERE workspace_id = {workspaceId:UUID} AND profile_id = {profileId:UUID}`,
    { workspaceId, profileId },
  )
  const names = [...eventNamesOf(rule, context.segments)]
  const limit = segmentLiveLimits.explainedEventsMax + 1
  const rows = await facts.query<{
    type: string
    name: string
    ms: number
    properties: JsonObject
    value_minor: number
  }>(
    `SELECT type, name, toUnixTimestamp64Milli(time) AS ms, properties, value_minor FROM events
     WHERE workspace_id = {workspaceId:UUID} AND name IN {names:Array(String)} AND profile_id IN {nodeIds:Array(UUID)}
     LIMIT {limit:UInt32}`,
    { workspaceId, names, nodeIds, limit },
  )
  if (!profile || rows.length === limit) return null
  const companies = asksCompanies(rule, context)
    ? await companiesOf(facts, workspaceId, nodeIds, context)
    : []
  return {
    companies,
    idKinds: profile.id_kinds,
    suppressed: profile.listed ? ['email'] : [],
    traits: profile.traits,
    events: rows.map(
      (row): EventFact => ({
        type: row.type,
        name: row.name,
        time: new Date(row.ms),
        properties: row.properties,
        valueMinor: row.value_minor,
      }),
    ),
  }
}

function asksCompanies(rule: Rule, { segments }: RuleContext): boolean {
  return leavesThrough(rule, segments).some((leaf) => leaf.kind === 'trait' && companyPath(leaf.trait))
}

/** The companies and households of some nodes, with what their members add up to. */
async function companiesOf(
  facts: Facts,
  workspaceId: string,
  nodeIds: readonly string[],
  { now, timezone }: RuleContext,
): Promise<CompanyFacts[]> {
  const workspace = 'workspace_id = {workspaceId:UUID}'
  const companies = `company_id IN (
    SELECT company_id FROM company_members FINAL WHERE ${workspace} AND node_id IN {nodeIds:Array(UUID)})`
  const since = "fromUnixTimestamp64Milli({sinceMs:Int64}, 'UTC')"
  const params = { workspaceId, nodeIds, sinceMs: activeSince(now, timezone).getTime() }
  const names = Object.keys(companyRollups) as CompanyRollup[]
  const [given, figures] = await Promise.all([
    facts.query<{ id: string; kind: CompanyFacts['kind']; traits: JsonObject }>(
      `SELECT company_id AS id, kind, traits FROM companies FINAL WHERE ${workspace} AND ${companies} ORDER BY id`,
      params,
    ),
    facts.query<JsonObject>(rollupsSql(names, { workspace, companies, areFew: true, since }), params),
  ])
  const byId = new Map(figures.map(({ company_id, ...rest }) => [company_id, rest]))
  return given.map(({ id, kind, traits }) => ({ kind, traits: { ...traits, ...byId.get(id) } }))
}
