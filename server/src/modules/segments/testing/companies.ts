import type { CompanyKind } from '@rapport/contract'
import fc from 'fast-check'
import { deriveId } from '../../../kernel/id'
import type { Facts } from '../../../platform/clickhouse'
import type { Json, JsonObject } from '../../events'
import { activeSince } from '../../profiles'
import type { CompanyFacts } from '../rule/evaluate'
import type { RuleContext } from '../rule/moments'
import { arbitraryObject, type RandomPerson } from './arbitraries'

/** A company or household of the random tests; members are places of people and of their nodes. */
export interface RandomCompany {
  readonly kind: CompanyKind
  readonly traits: JsonObject
  readonly members: readonly { readonly person: number; readonly node: number }[]
}

/** Few companies, so that people share them; somebody may belong by two nodes. */
export function arbitraryCompanies(now: Date): fc.Arbitrary<RandomCompany[]> {
  const member = fc.record({ person: fc.nat({ max: 24 }), node: fc.nat({ max: 2 }) })
  return fc.array(
    fc.record({
      kind: fc.constantFrom<CompanyKind>('company', 'company', 'household'),
      traits: arbitraryObject(now),
      members: fc.array(member, { maxLength: 8 }),
    }),
    { maxLength: 4 },
  )
}

/** The companies of each person with what their members add up to, plainly. */
export function companiesOf(
  people: readonly RandomPerson[],
  companies: readonly RandomCompany[],
  { now, timezone }: Pick<RuleContext, 'now' | 'timezone'>,
): CompanyFacts[][] {
  const since = activeSince(now, timezone).getTime()
  const facts = companies.map(({ kind, traits, members }) => {
    const places = new Set(members.map(({ person }) => person).filter((place) => place < people.length))
    const them = [...places].flatMap((place) => people[place] ?? [])
    const seen = them.map(({ lastSeenAt }) => lastSeenAt.toISOString()).sort()
    const ordered = (trait: string) =>
      them.flatMap((person) => textOf(person.traits[trait])).sort((left, right) => (left < right ? -1 : 1))
    const figures = {
      members: them.length,
      active_members: them.filter(({ lastSeenAt }) => lastSeenAt.getTime() >= since).length,
      orders: sumOf(them, 'orders'),
      revenue: sumOf(them, 'revenue'),
      first_order_at: ordered('first_order_at')[0] ?? null,
      last_order_at: ordered('last_order_at').at(-1) ?? null,
      last_seen_at: seen.at(-1) ?? null,
    }
    return { places, company: { kind, traits: { ...traits, ...figures } } }
  })
  return people.map((_, place) =>
    facts.filter(({ places }) => places.has(place)).map(({ company }) => company),
  )
}

const sumOf = (people: readonly RandomPerson[], trait: string): number =>
  people.reduce((sum, { traits }) => sum + (Number.isInteger(traits[trait]) ? Number(traits[trait]) : 0), 0)

const textOf = (value: Json | undefined): string[] =>
  typeof value === 'string' && value !== '' ? [value] : []

export const testCompanyId = (workspaceId: string, place: number): string =>
  deriveId('company', workspaceId, String(place))

/** A row of `companies` as the pipeline writes it. */
export const companyRow = (
  workspaceId: string,
  place: number,
  { kind, traits }: Pick<RandomCompany, 'kind' | 'traits'>,
  version: number,
) => ({
  workspace_id: workspaceId,
  company_id: testCompanyId(workspaceId, place),
  version,
  is_deleted: 0,
  kind,
  name: '',
  group_id: String(place),
  traits,
})

/** Writes companies as the pipeline would leave them; some memberships have ended since. */
export async function insertCompanies(
  facts: Facts,
  workspaceId: string,
  companies: readonly RandomCompany[],
  nodesOf: (person: number) => readonly string[],
): Promise<void> {
  const idOf = (place: number) => testCompanyId(workspaceId, place)
  await facts.insert(
    'companies',
    companies.map((company, place) => companyRow(workspaceId, place, company, 1)),
  )
  const rows = companies.flatMap(({ members }, place) =>
    members.flatMap(({ person, node }) => {
      const nodes = nodesOf(person)
      const nodeId = nodes[node % Math.max(1, nodes.length)]
      return nodeId === undefined ? [] : [memberRow(workspaceId, idOf(place), nodeId, 1, 0)]
    }),
  )
  const left = companies.flatMap((_, place) =>
    nodesOf(place).flatMap((nodeId) =>
      rows.some((row) => row.company_id === idOf(place) && row.node_id === nodeId)
        ? []
        : [
            memberRow(workspaceId, idOf(place), nodeId, 1, 0),
            memberRow(workspaceId, idOf(place), nodeId, 2, 1),
          ],
    ),
  )
  await facts.insert('company_members', [...rows, ...left])
}

function memberRow(
  workspaceId: string,
  companyId: string,
  nodeId: string,
  version: number,
  isDeleted: 0 | 1,
) {
  return {
    workspace_id: workspaceId,
    company_id: companyId,
    node_id: nodeId,
    version,
    is_deleted: isDeleted,
  }
}
