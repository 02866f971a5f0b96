import { companyLimits, type householdReasons } from '@rapport/contract'
import { deriveId } from '../../../kernel/id'
import type { Facts } from '../../../platform/clickhouse'
import { nameFrom } from '../profile'
import { ownersSql } from './rollups'

/** People who may live together, and what speaks for it. */
export interface Household {
  readonly id: string
  readonly reason: (typeof householdReasons)[number]
  readonly shared: string
  readonly name: string
  readonly members: readonly { readonly id: string; readonly name: string }[]
}

const workspace = 'workspace_id = {workspaceId:UUID}'
const text = (trait: string) => `ifNull(traits.${trait}.:\`String\`, '')`
/** Letters and digits alone, small: spaces and marks in an address differ with whoever writes it. */
const squeezed = (value: string) => `replaceRegexpAll(lowerUTF8(${value}), '[^\\\\pL\\\\pN]', '')`

/** What people share: the same street, city and family name, or a phone number that a limit keeps from making them one. */
const keys = {
  address: {
    key: `concat(${squeezed(text('street'))}, ' ', ${squeezed(text('city'))}, ' ', ${squeezed(text('last_name'))})`,
    where: `${text('street')} != '' AND ${text('last_name')} != ''`,
    shared: `concat(${text('street')}, ' ', ${text('city')})`,
  },
  phone: { key: text('phone'), where: `${text('phone')} != ''`, shared: text('phone') },
} as const

/**
 * Looks for households among everybody: two to eight people with one key who are in no household together. Whom a person
 * says no to is left out by whoever asks. Nobody is merged, and nothing is made before somebody accepts it.
 */
export async function suggestHouseholds(facts: Facts, workspaceId: string): Promise<Household[]> {
  const found: Household[] = []
  const seen = new Set<string>()
  for (const reason of ['address', 'phone'] as const) {
    const rows = await facts.query<{ shared: string; people: [string, Record<string, string>][] }>(
      suggestionsSql(reason),
      { workspaceId, limit: companyLimits.suggestionsMax * 2, membersMax: companyLimits.householdMembersMax },
    )
    for (const { shared, people } of rows) {
      const members = people.map(([id, names]) => ({ id, name: nameFrom((trait) => names[trait]) }))
      const suggestion = householdOf(workspaceId, reason, shared, members, people[0]?.[1].last_name ?? '')
      if (!seen.has(suggestion.id)) found.push(suggestion)
      seen.add(suggestion.id)
    }
  }
  return found
}

function householdOf(
  workspaceId: string,
  reason: Household['reason'],
  shared: string,
  members: Household['members'],
  lastName: string,
): Household {
  const ids = members.map(({ id }) => id).sort()
  const [first] = members
  const id = deriveId('household', workspaceId, ...ids)
  return { id, reason, shared, members, name: lastName || first?.name || shared }
}

function suggestionsSql(reason: Household['reason']): string {
  const { key, where, shared } = keys[reason]
  const names = `map('name', ${text('name')}, 'first_name', ${text('first_name')}, 'last_name', ${text('last_name')})`
  const households = `company_id IN (SELECT company_id FROM companies FINAL WHERE ${workspace} AND kind = 'household')`
  return `SELECT any(shared) AS shared, arraySort(one -> one.1, groupArray((id, names))) AS people
FROM (
  SELECT toString(profile_id) AS id, ${key} AS key, ${shared} AS shared, ${names} AS names, profile_id
  FROM profiles FINAL WHERE ${workspace} AND ${where}
) AS person
LEFT ANY JOIN (
  SELECT owner_id, any(company_id) AS household
  FROM (${ownersSql(workspace, households)}) GROUP BY owner_id
) AS home ON home.owner_id = person.profile_id
GROUP BY key
HAVING count() BETWEEN 2 AND {membersMax:UInt32} AND NOT (uniqExact(home.household) = 1 AND notEmpty(any(home.household)))
ORDER BY key LIMIT {limit:UInt32}`
}
