import type { CustomerRow, Rule } from '@rapport/contract'
import { csvLine, csvMark } from '../../kernel/csv'
import { found } from '../../kernel/failure'
import { fromMinor } from '../../kernel/money'
import { type CustomerListQuery, type ProfileRecord, traitDefinition } from '../../modules/profiles'
import type { Segments } from '../../modules/segments'
import type { Facts } from '../../platform/clickhouse'
import type { Clock } from '../../platform/clock'
import { aliasesOf, type EventFilter, type ExportedEvent, eventsAfter, profileIdsAfter } from './store'

export { exportRoutes } from './routes'

export interface ExportsDeps {
  readonly facts: Facts
  readonly list: (
    workspaceId: string,
    query: CustomerListQuery,
  ) => Promise<{ readonly items: readonly CustomerRow[]; readonly nextCursor: string | null }>
  readonly byIds: (workspaceId: string, ids: readonly string[]) => Promise<readonly ProfileRecord[]>
  readonly segments: Pick<Segments, 'find' | 'members'> & {
    readonly traits: Pick<Segments['traits'], 'definitions'>
  }
  readonly settingsOf: (workspaceId: string) => Promise<{ readonly currency: string }>
  readonly now: Clock
}

/** What a list of customers shows: its filter, order and columns. */
export type ListedQuery = Omit<CustomerListQuery, 'cursor' | 'limit'>

export type ExportFormat = 'csv' | 'jsonl'

export interface CustomerExport {
  readonly format: ExportFormat
  readonly segmentId?: string
  readonly columns: readonly string[]
  /** Whether personal values may leave. */
  readonly isPersonal: boolean
}

export type Exports = ReturnType<typeof createExports>

/** A page is written before the next one is read, so an export of any size stands in memory a page at a time. */
const customersPerPage = 1_000
const listedPerPage = 500
const eventsPerPage = 5_000

/** Customers and events as files. */
export function createExports(deps: ExportsDeps) {
  const { facts } = deps

  async function* customerPages(workspaceId: string, rule: Rule | null) {
    const at = deps.now()
    let after: string | null = null
    for (;;) {
      const ids: readonly string[] = rule
        ? await deps.segments.members(workspaceId, rule, { at, after, limit: customersPerPage })
        : await profileIdsAfter(facts, workspaceId, after, customersPerPage)
      if (ids.length > 0) yield await deps.byIds(workspaceId, ids).then(only(ids))
      if (ids.length < customersPerPage) return
      after = ids.at(-1) ?? null
    }
  }

  async function* listedPages(workspaceId: string, query: ListedQuery) {
    let cursor: string | undefined
    do {
      const { items, nextCursor } = await deps.list(workspaceId, { ...query, cursor, limit: listedPerPage })
      yield items
      cursor = nextCursor ?? undefined
    } while (cursor)
  }

  async function moneyOf(workspaceId: string): Promise<Money> {
    const { currency } = await deps.settingsOf(workspaceId)
    const own = await deps.segments.traits.definitions(workspaceId)
    return { currency, amounts: new Set(own.filter(({ type }) => type === 'money').map(({ name }) => name)) }
  }

  async function* eventPages(workspaceId: string, filter: EventFilter) {
    let after: ExportedEvent | null = null
    for (;;) {
      const events: ExportedEvent[] = await eventsAfter(facts, workspaceId, filter, after, eventsPerPage)
      if (events.length > 0) {
        const aliases = await aliasesOf(facts, workspaceId, [
          ...new Set(events.map((event) => event.profileId)),
        ])
        yield events.map((event) => ({
          ...event,
          customerId: aliases.get(event.profileId) ?? event.profileId,
        }))
      }
      if (events.length < eventsPerPage) return
      after = events.at(-1) ?? null
    }
  }

  return {
    /** Customers, one a line. Money is in the workspace's currency, not in minor units. */
    async customers(workspaceId: string, wanted: CustomerExport): Promise<AsyncIterable<string>> {
      const { segmentId } = wanted
      // before the first page: once an answer has begun it can refuse nothing
      const rule = segmentId
        ? found(await deps.segments.find(workspaceId, segmentId), 'segment', segmentId).rule
        : null
      const leaving = leavingWith(wanted.isPersonal, await moneyOf(workspaceId))
      const pages = mapPages(customerPages(workspaceId, rule), (record) => leaving(rowOf(record)))
      return wanted.format === 'csv' ? customersCsv(pages, wanted.columns) : customersJson(pages)
    },

    /** The customers of a list as it is shown: as CSV, with its filter, order and columns, and money as above. */
    async listed(
      workspaceId: string,
      query: ListedQuery,
      columns: readonly string[],
      isPersonal: boolean,
    ): Promise<AsyncIterable<string>> {
      const leaving = leavingWith(isPersonal, await moneyOf(workspaceId))
      return customersCsv(mapPages(listedPages(workspaceId, query), leaving), columns)
    },

    /** Events, one a line, each with the customer it belongs to today. */
    async events(
      workspaceId: string,
      filter: EventFilter,
      { format, isPersonal }: Pick<CustomerExport, 'format' | 'isPersonal'>,
    ): Promise<AsyncIterable<string>> {
      const { currency } = await deps.settingsOf(workspaceId)
      return eventLines(eventPages(workspaceId, filter), format, isPersonal, currency)
    },
  }
}

/** What amounts are written with: the currency, and which of the workspace's own computed traits are amounts. */
interface Money {
  readonly currency: string
  readonly amounts: ReadonlySet<string>
}

type Pages = AsyncIterable<readonly CustomerRow[]>

async function* mapPages<T>(pages: AsyncIterable<readonly T[]>, map: (item: T) => CustomerRow): Pages {
  for await (const page of pages) yield page.map(map)
}

async function* customersCsv(pages: Pages, columns: readonly string[]): AsyncIterable<string> {
  yield csvMark + csvLine(['id', 'name', 'first_seen_at', 'last_seen_at', ...columns])
  for await (const page of pages) {
    yield page
      .map(({ id, name, firstSeenAt, lastSeenAt, traits }) =>
        csvLine([id, name, firstSeenAt, lastSeenAt, ...columns.map((column) => traits[column])]),
      )
      .join('')
  }
}

async function* customersJson(pages: Pages): AsyncIterable<string> {
  for await (const page of pages) yield page.map((customer) => `${JSON.stringify(customer)}\n`).join('')
}

/** What may leave of a customer: sensitive values never do, personal ones for those who may see them. */
function leavingWith(isPersonal: boolean, { currency, amounts }: Money) {
  return ({ name, traits, ...row }: CustomerRow): CustomerRow => {
    const values: CustomerRow['traits'] = {}
    for (const [trait, value] of Object.entries(traits)) {
      const { sensitivity, type } = traitDefinition(trait)
      if (sensitivity === 'sensitive' || (sensitivity === 'personal' && !isPersonal)) continue
      const isAmount = type === 'money' || amounts.has(trait)
      values[trait] = isAmount && typeof value === 'number' ? fromMinor(value, currency) : value
    }
    return { ...row, name: isPersonal ? name : '', traits: values }
  }
}

/** A profile as lists tell of it. */
const rowOf = ({ profileId, name, firstSeenAt, lastSeenAt, traits }: ProfileRecord): CustomerRow => ({
  id: profileId,
  name,
  firstSeenAt: firstSeenAt.toISOString(),
  lastSeenAt: lastSeenAt.toISOString(),
  traits: Object.fromEntries(Object.entries(traits).map(([trait, { value }]) => [trait, value])),
})

const eventColumns = [
  'time',
  'name',
  'type',
  'customer_id',
  'user_id',
  'anonymous_id',
  'value',
  'currency',
  'source',
  'message_id',
  'properties',
]

async function* eventLines(
  pages: AsyncIterable<readonly (ExportedEvent & { readonly customerId: string })[]>,
  format: ExportFormat,
  isPersonal: boolean,
  currency: string,
): AsyncIterable<string> {
  if (format === 'csv') yield csvMark + csvLine(eventColumns)
  for await (const page of pages) {
    const lines = page.map((event) => {
      const values = [
        event.time,
        event.name,
        event.type,
        event.customerId,
        isPersonal ? event.userId : '',
        isPersonal ? event.anonymousId : '',
        event.valueMinor === 0 ? null : fromMinor(event.valueMinor, currency),
        event.valueMinor === 0 ? null : currency,
        event.source,
        event.messageId,
        event.properties,
      ]
      if (format === 'csv') return csvLine(values)
      return `${JSON.stringify(Object.fromEntries(eventColumns.map((column, index) => [column, values[index]])))}\n`
    })
    yield lines.join('')
  }
}

/** Leaves out whom a merge put in the place of one that was asked for: their own page has them. */
function only(ids: readonly string[]) {
  const asked = new Set(ids)
  return (records: readonly ProfileRecord[]) => records.filter(({ profileId }) => asked.has(profileId))
}
