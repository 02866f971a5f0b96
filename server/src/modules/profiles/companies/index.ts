import {
  type Company,
  type CompanyKind,
  type CompanyMember,
  type CompanyRow,
  companyKinds,
  companyLimits,
  companyRollups,
  type HouseholdSuggestion,
  type TraitDefinition,
} from '@rapport/contract'
import { Failure, found } from '../../../kernel/failure'
import { decodeCursor, type Page, pageOf } from '../../../kernel/page'
import type { Facts } from '../../../platform/clickhouse'
import type { Clock, NewId } from '../../../platform/clock'
import type { Database } from '../../../platform/postgres'
import type { Json, Message, RecordMessages } from '../../events'
import { nameFrom } from '../profile'
import { findProfileRows, parseProfile } from '../store'
import { sensitivityOf, traitDefinition } from '../traits/known'
import { companyIdOf, companyName, isRollup, kindOf } from './company'
import {
  type CompanyEvent,
  type CompanySort,
  figuresOf,
  listCompanies,
  listCompanyEvents,
  listCompanyMembers,
  listCompanyTraits,
  noFigures,
  traitsOfCustomers,
} from './queries'
import { activeSince } from './rollups'
import {
  deleteCompanies,
  findCompanies,
  insertRefusal,
  joinedAtOf,
  listBelongings,
  listRefusals,
} from './store'
import { type Household, suggestHouseholds } from './suggest'

export interface CompaniesDeps {
  readonly db: Database
  readonly facts: Facts
  readonly now: Clock
  readonly newId: NewId
  readonly record: RecordMessages
  /** Resolves when the pipeline has processed the journal up to a position. */
  readonly reached: (position: number) => Promise<void>
  readonly timezoneOf: (workspaceId: string) => Promise<string>
}

export type Companies = ReturnType<typeof createCompanies>

export interface NewCompany {
  readonly kind: CompanyKind
  readonly name: string
  readonly groupId?: string
  readonly memberIds: readonly string[]
}

type Said = Omit<Message, 'messageId' | 'timestamp' | 'type' | 'groupId'>

/** Companies and households as people and programs see them. Every change goes through the journal: the pipeline is the only writer. */
export function createCompanies(deps: CompaniesDeps) {
  const { db, facts, now, newId } = deps

  async function load(workspaceId: string, companyId: string) {
    const [company] = await findCompanies(db, [{ workspaceId, companyId }])
    return found(company, 'company', companyId)
  }

  async function loadCustomer(workspaceId: string, id: string) {
    const [row] = await findProfileRows(db, [{ workspaceId, profileId: id }])
    const [live] = row?.mergedInto
      ? await findProfileRows(db, [{ workspaceId, profileId: row.mergedInto }])
      : [row]
    return parseProfile(found(live, 'customer', id))
  }

  const sinceOf = async (workspaceId: string) => activeSince(now(), await deps.timezoneOf(workspaceId))

  async function get(workspaceId: string, id: string): Promise<Company> {
    const company = await load(workspaceId, id)
    const figures = await figuresOf(facts, workspaceId, [id], await sinceOf(workspaceId))
    const given = Object.entries(company.traits).filter(([, { value }]) => value !== null)
    return {
      id,
      kind: kindOf(company),
      groupId: company.groupId,
      name: companyName(company),
      firstSeenAt: new Date(company.firstSeenMs).toISOString(),
      traits: Object.fromEntries(given),
      figures: figures.get(id) ?? noFigures,
    }
  }

  /** Tells the pipeline of a company and waits until it counts. */
  async function say(
    workspaceId: string,
    source: string,
    groupId: string,
    all: readonly Said[],
  ): Promise<void> {
    const timestamp = now().toISOString()
    const messages = all.map(
      (said): Message => ({ ...said, type: 'set_company', groupId, timestamp, messageId: newId() }),
    )
    await deps.reached(await deps.record(workspaceId, source, messages))
  }

  async function member(
    workspaceId: string,
    { id, customerId }: { readonly id: string; readonly customerId: string },
    isMember: boolean,
    source: string,
  ): Promise<Company> {
    const company = await load(workspaceId, id)
    const { profileId } = await loadCustomer(workspaceId, customerId)
    await say(workspaceId, source, company.groupId, [{ profileId, properties: { is_member: isMember } }])
    return get(workspaceId, id)
  }

  async function create(workspaceId: string, wanted: NewCompany, source: string): Promise<Company> {
    const groupId = wanted.groupId ?? newId()
    const companyId = companyIdOf(workspaceId, groupId)
    const [known] = await findCompanies(db, [{ workspaceId, companyId }])
    if (known)
      throw new Failure('already_exists', `there is a company or household with the id ${groupId}`, {
        code: 'group_id_taken',
      })
    const members = await Promise.all(wanted.memberIds.map((id) => loadCustomer(workspaceId, id)))
    await say(workspaceId, source, groupId, [
      { traits: { name: wanted.name, ...(wanted.kind === 'household' && { type: 'household' }) } },
      ...members.map(({ profileId }) => ({ profileId, properties: { is_member: true } })),
    ])
    return get(workspaceId, companyId)
  }

  async function suggestions(workspaceId: string): Promise<Household[]> {
    const refused = await listRefusals(db, workspaceId)
    const all = await suggestHouseholds(facts, workspaceId)
    return all.filter(({ id }) => !refused.has(id)).slice(0, companyLimits.suggestionsMax)
  }

  const suggestion = async (workspaceId: string, id: string): Promise<Household> =>
    found(
      (await suggestions(workspaceId)).find((one) => one.id === id),
      'suggestion',
      id,
    )

  return {
    get,
    create,

    async list(
      workspaceId: string,
      query: {
        readonly kind: CompanyKind
        readonly search?: string
        readonly sort: CompanySort
        readonly cursor?: string
        readonly limit: number
      },
    ): Promise<Page<CompanyRow>> {
      const [key, id] = decodeCursor(
        query.cursor,
        query.sort === 'name' || query.sort === 'last_seen' ? 'text' : 'digits',
        'uuid',
      )
      const since = await sinceOf(workspaceId)
      const hits = await listCompanies(
        facts,
        workspaceId,
        {
          ...query,
          after: id === undefined ? undefined : { key: String(key), id },
          limit: query.limit + 1,
        },
        since,
      )
      const page = pageOf(hits, query.limit, (last) => [last.sortKey, last.id])
      const figures = await figuresOf(
        facts,
        workspaceId,
        page.items.map((hit) => hit.id),
        since,
      )
      return {
        ...page,
        items: page.items.map(({ sortKey: _, ...hit }) => ({
          ...hit,
          kind: query.kind,
          figures: figures.get(hit.id) ?? noFigures,
        })),
      }
    },

    /** Sets traits by hand and waits until they count. What is worked out from members is refused. */
    async setTraits(
      workspaceId: string,
      id: string,
      traits: Readonly<Record<string, Json>>,
      source: string,
    ): Promise<Company> {
      const rollup = Object.keys(traits).find(isRollup)
      if (rollup)
        throw new Failure('invalid_input', `${rollup} is worked out from the members and cannot be set`, {
          code: 'computed_trait',
          trait: rollup,
        })
      const { groupId } = await load(workspaceId, id)
      await say(workspaceId, source, groupId, [{ traits }])
      return get(workspaceId, id)
    },

    addMember: (workspaceId: string, of: { id: string; customerId: string }, source: string) =>
      member(workspaceId, of, true, source),
    removeMember: (workspaceId: string, of: { id: string; customerId: string }, source: string) =>
      member(workspaceId, of, false, source),

    async members(
      workspaceId: string,
      id: string,
      query: { readonly cursor?: string; readonly limit: number },
    ): Promise<Page<CompanyMember>> {
      await load(workspaceId, id)
      const [revenue, last] = decodeCursor(query.cursor, 'whole', 'uuid')
      const hits = await listCompanyMembers(facts, workspaceId, id, {
        after: last === undefined ? undefined : { revenue, id: last },
        limit: query.limit + 1,
      })
      const page = pageOf(hits, query.limit, (hit) => [hit.revenue, hit.id])
      const joined = await joinedAtOf(
        db,
        workspaceId,
        id,
        page.items.map((hit) => hit.id),
      )
      return {
        ...page,
        items: page.items.map(({ traits, ...hit }) => ({
          ...hit,
          name: nameFrom((trait) => traits[trait]),
          joinedAt: joined.get(hit.id)?.toISOString() ?? null,
        })),
      }
    },

    /** What members did, newest first. */
    async timeline(
      workspaceId: string,
      id: string,
      query: { readonly cursor?: string; readonly limit: number },
    ): Promise<Page<CompanyEvent & { readonly customerName: string }>> {
      await load(workspaceId, id)
      const [at, last] = decodeCursor(query.cursor, 'time', 'text')
      const events = await listCompanyEvents(facts, workspaceId, id, {
        before: last === undefined ? undefined : { at, id: last },
        limit: query.limit + 1,
      })
      const page = pageOf(events, query.limit, (event) => [event.at, event.id])
      const ids = [...new Set(page.items.map((event) => event.customerId))]
      const traits = await traitsOfCustomers(facts, workspaceId, ids)
      return {
        ...page,
        items: page.items.map((event) => ({
          ...event,
          customerName: nameFrom((trait) => traits.get(event.customerId)?.[trait]),
        })),
      }
    },

    async ofCustomer(workspaceId: string, id: string) {
      const { profileId, nodes } = await loadCustomer(workspaceId, id)
      const rows = await listBelongings(db, workspaceId, [profileId, ...nodes], companyLimits.ofCustomerMax)
      return {
        items: rows.map(({ companyId, joinedAt, ...row }) => ({
          ...row,
          id: companyId,
          joinedAt: joinedAt.toISOString(),
        })),
      }
    },

    /** Traits by the names that rules ask for: figures first, then what senders gave. */
    async traits(workspaceId: string): Promise<{ items: TraitDefinition[] }> {
      const given = await listCompanyTraits(facts, workspaceId)
      return {
        items: companyKinds.flatMap((kind) => [
          ...Object.entries(companyRollups).map(
            ([name, type]): TraitDefinition => ({
              name: `${kind}.${name}`,
              family: 'consumption',
              type,
              sensitivity: 'public',
              computed: true,
            }),
          ),
          ...given
            .filter((one) => one.kind === kind)
            .map(
              ({ name, types }): TraitDefinition => ({
                ...traitDefinition(`${kind}.${name}`, types),
                sensitivity: sensitivityOf(`${kind}.${name}`),
              }),
            ),
        ]),
      }
    },

    suggestions: async (workspaceId: string): Promise<{ items: HouseholdSuggestion[] }> => ({
      items: (await suggestions(workspaceId)).map((one) => ({ ...one, members: [...one.members] })),
    }),

    /** Makes a household of a suggestion. */
    async accept(workspaceId: string, id: string, source: string): Promise<Company> {
      const { name, members } = await suggestion(workspaceId, id)
      return create(
        workspaceId,
        { kind: 'household', name, groupId: id, memberIds: members.map((one) => one.id) },
        source,
      )
    },

    async refuse(workspaceId: string, id: string, by: string): Promise<Household> {
      const refused = await suggestion(workspaceId, id)
      await insertRefusal(db, workspaceId, { suggestionId: id, by, at: now() })
      return refused
    },

    /** Erases a deleted workspace's companies and households. */
    async eraseWorkspace(workspaceId: string): Promise<void> {
      await deleteCompanies(db, workspaceId)
      for (const table of ['companies', 'company_members'])
        await facts.command(`DELETE FROM ${table} WHERE workspace_id = {workspaceId:UUID}`, { workspaceId })
    },
  }
}
