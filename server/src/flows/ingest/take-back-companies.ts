import { type Company, type CompanyMember, memberKey } from '../../modules/profiles'
import type { Facts } from '../../platform/clickhouse'
import type { Batch } from './batch'
import type { WorkingSet } from './working-set'
import { writeCompanyFacts } from './write'

/** The copies of companies and memberships that a message touched are written again as they are without it, as of its version. */
export async function takeBackCompanies(facts: Facts, batch: Batch, set: WorkingSet): Promise<void> {
  const written = { companies: [...batch.companies.values()], members: [...batch.members.values()] }
  const kept = await set.companiesAgain(written.companies, written.members)
  const company = new Map(kept.companies.map((one) => [one.companyId, one]))
  const member = new Map(kept.members.map((one) => [memberKey(one), one]))
  const goneCompanies = written.companies.filter(({ companyId }) => !company.has(companyId))
  const goneMembers = written.members.filter((one) => !member.has(memberKey(one)))
  await writeCompanyFacts(
    facts,
    written.companies.map((one) => ({ ...(company.get(one.companyId) ?? one), version: one.version })),
    written.members.map((one) => ({ ...(member.get(memberKey(one)) ?? one), version: one.version })),
    {
      companies: new Set(goneCompanies.map(({ companyId }) => companyId)),
      members: new Set(goneMembers.map(memberKey)),
    },
  )
}

type CompanyKey = Pick<Company, 'workspaceId' | 'companyId'>
type MemberKey = Pick<CompanyMember, 'workspaceId' | 'companyId' | 'nodeId'>

/**
 * What attempts have written from a position on goes, and what was replaced by it is written again from the database: a
 * message of the same entry may have put somebody into a company whom only the message that is put aside had made.
 */
export async function takeBackCompaniesFrom(facts: Facts, position: number, set: WorkingSet): Promise<void> {
  // every workspace_id: this is the reader's own recovery
  const companies = await facts.query<CompanyKey>(
    `SELECT DISTINCT workspace_id AS workspaceId, company_id AS companyId FROM companies WHERE version >= {position:UInt64}`,
    { position },
  )
  const members = await facts.query<MemberKey>(
    `SELECT DISTINCT workspace_id AS workspaceId, company_id AS companyId, node_id AS nodeId
     FROM company_members WHERE version >= {position:UInt64}`,
    { position },
  )
  await facts.command('DELETE FROM companies WHERE version >= {position:UInt64}', { position })
  await facts.command('DELETE FROM company_members WHERE version >= {position:UInt64}', { position })
  const kept = await set.companiesAgain(companies, members)
  await writeCompanyFacts(facts, kept.companies, kept.members)
}
