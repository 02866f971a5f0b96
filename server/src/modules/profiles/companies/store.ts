import type { CompanyKind } from '@rapport/contract'
import { packed, type Queryable } from '../../../platform/postgres'
import type { Traits } from '../profile'
import { type Company, type CompanyMember, companyName, kindOf } from './company'

interface CompanyRow extends Omit<Company, 'firstSeenMs' | 'traits'> {
  readonly firstSeenAt: Date
  readonly traits: string
}

/** Companies and households by id. */
export async function findCompanies(
  db: Queryable,
  wanted: readonly Pick<Company, 'workspaceId' | 'companyId'>[],
): Promise<Company[]> {
  if (wanted.length === 0) return []
  const rows = await db.query<CompanyRow>(
    `SELECT c.workspace_id AS "workspaceId", c.company_id AS "companyId", c.group_id AS "groupId",
            c.first_seen_at AS "firstSeenAt", c.traits, c.version
     FROM unnest($1::uuid[], $2::uuid[]) AS wanted (workspace_id, company_id)
     CROSS JOIN LATERAL (
       SELECT * FROM companies AS c
       WHERE c.workspace_id = wanted.workspace_id AND c.company_id = wanted.company_id LIMIT 1
     ) AS c`,
    [packed.uuid(wanted.map((one) => one.workspaceId)), packed.uuid(wanted.map((one) => one.companyId))],
  )
  return rows.map(({ firstSeenAt, traits, ...row }) => ({
    ...row,
    firstSeenMs: firstSeenAt.getTime(),
    traits: JSON.parse(traits) as Traits,
  }))
}

type MemberKey = Pick<CompanyMember, 'workspaceId' | 'companyId' | 'nodeId'>

/** What is known of nodes in companies, those who left among them. */
export async function findMembers(db: Queryable, wanted: readonly MemberKey[]): Promise<CompanyMember[]> {
  if (wanted.length === 0) return []
  const rows = await db.query<Omit<CompanyMember, 'at'> & { readonly at: Date }>(
    `SELECT m.workspace_id AS "workspaceId", m.company_id AS "companyId", m.node_id AS "nodeId",
            m.is_member AS "isMember", m.at, m.source, m.version
     FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS wanted (workspace_id, company_id, node_id)
     CROSS JOIN LATERAL (
       SELECT * FROM company_members AS m
       WHERE m.workspace_id = wanted.workspace_id AND m.company_id = wanted.company_id AND m.node_id = wanted.node_id LIMIT 1
     ) AS m`,
    [
      packed.uuid(wanted.map((one) => one.workspaceId)),
      packed.uuid(wanted.map((one) => one.companyId)),
      packed.uuid(wanted.map((one) => one.nodeId)),
    ],
  )
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }))
}

export async function upsertCompanies(tx: Queryable, companies: readonly Company[]): Promise<void> {
  if (companies.length === 0) return
  await tx.query(
    `INSERT INTO companies (workspace_id, company_id, group_id, kind, name, first_seen_at, traits, version)
     SELECT * FROM unnest(
       $1::uuid[], $2::uuid[], $3::text[], $4::text[],
       $5::text[], $6::timestamptz[], $7::text[], $8::bigint[]
     )
     ON CONFLICT (workspace_id, company_id) DO UPDATE SET
       kind = excluded.kind, name = excluded.name, first_seen_at = excluded.first_seen_at,
       traits = excluded.traits, version = excluded.version`,
    [
      packed.uuid(companies.map((one) => one.workspaceId)),
      packed.uuid(companies.map((one) => one.companyId)),
      packed.text(companies.map((one) => one.groupId)),
      packed.text(companies.map(kindOf)),
      packed.text(companies.map((one) => companyName(one).slice(0, 200))),
      packed.time(companies.map((one) => one.firstSeenMs)),
      packed.text(companies.map((one) => JSON.stringify(one.traits))),
      packed.bigint(companies.map((one) => one.version)),
    ],
  )
}

export async function upsertMembers(tx: Queryable, members: readonly CompanyMember[]): Promise<void> {
  if (members.length === 0) return
  await tx.query(
    `INSERT INTO company_members (workspace_id, company_id, node_id, is_member, at, source, version)
     SELECT workspace_id, company_id, node_id, is_member = 1, at, source, version
     FROM unnest(
       $1::uuid[], $2::uuid[], $3::uuid[], $4::int[],
       $5::timestamptz[], $6::text[], $7::bigint[]
     ) AS m (workspace_id, company_id, node_id, is_member, at, source, version)
     ON CONFLICT (workspace_id, company_id, node_id) DO UPDATE SET
       is_member = excluded.is_member, at = excluded.at, source = excluded.source, version = excluded.version`,
    [
      packed.uuid(members.map((one) => one.workspaceId)),
      packed.uuid(members.map((one) => one.companyId)),
      packed.uuid(members.map((one) => one.nodeId)),
      packed.int(members.map((one) => (one.isMember ? 1 : 0))),
      packed.time(members.map((one) => Date.parse(one.at))),
      packed.text(members.map((one) => one.source)),
      packed.bigint(members.map((one) => one.version)),
    ],
  )
}

export interface Belonging {
  readonly companyId: string
  readonly kind: CompanyKind
  readonly name: string
  readonly joinedAt: Date
}

/** The companies and households that some nodes, one person's, belong to. */
export function listBelongings(
  db: Queryable,
  workspaceId: string,
  nodes: readonly string[],
  limit: number,
): Promise<Belonging[]> {
  return db.query<Belonging>(
    `SELECT c.company_id AS "companyId", c.kind, c.name, min(m.at) AS "joinedAt"
     FROM company_members AS m
     JOIN companies AS c ON c.workspace_id = m.workspace_id AND c.company_id = m.company_id
     WHERE m.workspace_id = $1 AND m.node_id = ANY($2::uuid[]) AND m.is_member
     GROUP BY c.company_id, c.kind, c.name
     ORDER BY lower(c.name), c.company_id LIMIT $3`,
    [workspaceId, nodes, limit],
  )
}

/** When each member, by the profile they are today, joined a company. */
export async function joinedAtOf(
  db: Queryable,
  workspaceId: string,
  companyId: string,
  nodes: readonly string[],
): Promise<Map<string, Date>> {
  const rows = await db.query<{ profileId: string; joinedAt: Date }>(
    `SELECT coalesce(p.merged_into, p.profile_id) AS "profileId", min(m.at) AS "joinedAt"
     FROM company_members AS m
     JOIN profiles AS p ON p.workspace_id = m.workspace_id AND p.profile_id = m.node_id
     WHERE m.workspace_id = $1 AND m.company_id = $2 AND m.is_member
       AND coalesce(p.merged_into, p.profile_id) = ANY($3::uuid[])
     GROUP BY 1`,
    [workspaceId, companyId, nodes],
  )
  return new Map(rows.map((row) => [row.profileId, row.joinedAt]))
}

export async function insertRefusal(
  db: Queryable,
  workspaceId: string,
  refusal: { readonly suggestionId: string; readonly by: string; readonly at: Date },
): Promise<void> {
  await db.query(
    `INSERT INTO household_refusals (workspace_id, suggestion_id, refused_by, refused_at)
     VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
    [workspaceId, refusal.suggestionId, refusal.by, refusal.at.toISOString()],
  )
}

export async function listRefusals(db: Queryable, workspaceId: string): Promise<Set<string>> {
  const rows = await db.query<{ id: string }>(
    'SELECT suggestion_id AS id FROM household_refusals WHERE workspace_id = $1',
    [workspaceId],
  )
  return new Set(rows.map(({ id }) => id))
}

/** Erases a deleted workspace's companies and households. */
export async function deleteCompanies(db: Queryable, workspaceId: string): Promise<void> {
  for (const table of ['companies', 'company_members', 'household_refusals'])
    await db.query(`DELETE FROM ${table} WHERE workspace_id = $1`, [workspaceId])
}
