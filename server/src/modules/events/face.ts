import type { CatalogueEvent, Quarantined } from '@rapport/contract'
import { Failure, found } from '../../kernel/failure'
import { decodeCursor, type Page, pageOf } from '../../kernel/page'
import type { Facts } from '../../platform/clickhouse'
import { jsonTexts } from '../../platform/clickhouse'
import type { Clock, NewId } from '../../platform/clock'
import type { Database } from '../../platform/postgres'
import type { Reception } from './accept'
import { propertyPresence } from './presence'
import {
  countQuarantined,
  deleteEvents,
  describeEvent,
  findQuarantined,
  listEventNames,
  listOutcomes,
  listProperties,
  listQuarantined,
  type QuarantineRow,
  settleQuarantined,
} from './store'

export interface EventsDeps {
  readonly db: Database
  readonly facts: Facts
  readonly now: Clock
  readonly newId: NewId
  /** Appends raw messages to the journal; resolves when they are durable. */
  readonly accept: (
    workspaceId: string,
    source: string,
    raws: readonly unknown[],
    reception: Reception,
  ) => Promise<number>
}

export type Events = ReturnType<typeof createEvents>

/** The event catalogue, the quarantine and the numbers of what came in. */
export function createEvents({ db, facts, now, newId, accept }: EventsDeps) {
  return {
    async catalogue(workspaceId: string): Promise<{ items: CatalogueEvent[] }> {
      const [names, properties, volumes] = await Promise.all([
        listEventNames(db, workspaceId),
        listProperties(db, workspaceId),
        countByName(facts, workspaceId),
      ])
      const volumeOf = new Map(volumes.map((volume) => [volume.name, volume]))
      const items = names.map(({ type, name, description, firstSeenAt }) => {
        const volume = volumeOf.get(name)
        const own = properties
          .filter(({ event }) => event === name)
          .map(({ event: _, firstSeenAt: since, ...property }) => ({
            ...property,
            firstSeenAt: since.toISOString(),
          }))
        return {
          type,
          name,
          description,
          firstSeenAt: firstSeenAt.toISOString(),
          lastSeenAt: volume?.lastAt ?? null,
          count30d: volume?.count30d ?? 0,
          count: volume?.count ?? 0,
          properties: own,
        }
      })
      return {
        items: items.sort(
          (left, right) => right.count30d - left.count30d || left.name.localeCompare(right.name),
        ),
      }
    },

    async describe(workspaceId: string, name: string, description: string): Promise<undefined> {
      if (!(await describeEvent(db, workspaceId, name, description)))
        throw new Failure('not_found', `no event is called ${name}`)
    },

    /** The most frequent values of a property in the last 90 days. */
    propertyValues: async (workspaceId: string, name: string, path: string) => ({
      items: await facts.query<{ value: string; count: number }>(
        `SELECT arrayJoin(${jsonTexts('properties', path)}) AS value, count() AS count
         FROM events
         WHERE workspace_id = {workspaceId:UUID} AND name = {name:String} AND time > now() - INTERVAL 90 DAY AND value != ''
         GROUP BY value ORDER BY count DESC, value LIMIT 50`,
        { workspaceId, name },
      ),
    }),

    propertyPresence: (workspaceId: string, type: string, name: string) =>
      propertyPresence(facts, workspaceId, type, name),

    async outcomes(workspaceId: string, days: number) {
      const since = new Date(now().getTime() - (days - 1) * 86_400_000).toISOString().slice(0, 10)
      return { items: await listOutcomes(db, workspaceId, since) }
    },

    async quarantine(
      workspaceId: string,
      query: { state: string; reason?: string; cursor?: string; limit: number },
    ): Promise<Page<Quarantined>> {
      const [receivedAt, id] = decodeCursor(query.cursor, 'time', 'uuid')
      const rows = await listQuarantined(db, workspaceId, {
        state: query.state,
        reason: query.reason,
        limit: query.limit + 1,
        before: receivedAt === undefined ? undefined : { receivedAt, id },
      })
      const page = pageOf(rows, query.limit, (last) => [last.receivedAt.toISOString(), last.id])
      return { ...page, items: page.items.map(presentQuarantined) }
    },

    quarantineCounts: async (workspaceId: string) => ({ items: await countQuarantined(db, workspaceId) }),

    /** Sends a quarantined message in again, mended when a text is given. It keeps its message id: it has not counted yet. */
    async replay(workspaceId: string, id: string, text: string | undefined): Promise<Quarantined> {
      const row = found(await findQuarantined(db, workspaceId, id), 'quarantined message', id)
      if (row.state !== 'open') throw settledAlready(id)
      // durable first, settled second: cut short between the two it is sent again, and its message id counts once
      const raw = withMessageId(parseMessage(text ?? row.message), id)
      await accept(workspaceId, row.source, [raw], { receivedAt: now(), isImport: true, newId })
      await settleQuarantined(db, workspaceId, row, 'replayed', now())
      return presentQuarantined(found(await findQuarantined(db, workspaceId, id), 'quarantined message', id))
    },

    async discard(workspaceId: string, id: string): Promise<Quarantined> {
      const row = found(await findQuarantined(db, workspaceId, id), 'quarantined message', id)
      if (!(await settleQuarantined(db, workspaceId, row, 'discarded', now()))) throw settledAlready(id)
      return { ...presentQuarantined(row), state: 'discarded' }
    },

    /** Erases a deleted workspace's events. */
    async eraseWorkspace(workspaceId: string): Promise<void> {
      await deleteEvents(db, workspaceId)
      await facts.command('DELETE FROM events WHERE workspace_id = {workspaceId:UUID}', { workspaceId })
    },

    accept: (workspaceId: string, source: string, raws: readonly unknown[]) =>
      accept(workspaceId, source, raws, { receivedAt: now(), isImport: true, newId }),
  }
}

function countByName(
  facts: Facts,
  workspaceId: string,
): Promise<{ name: string; count: number; count30d: number; lastAt: string }[]> {
  return facts.query(
    `SELECT name, count() AS count, countIf(time > now() - INTERVAL 30 DAY) AS count30d, max(time) AS lastAt
     FROM events WHERE workspace_id = {workspaceId:UUID} GROUP BY name`,
    { workspaceId },
  )
}

function presentQuarantined({ receivedAt, state, position: _, ...row }: QuarantineRow): Quarantined {
  return { ...row, receivedAt: receivedAt.toISOString(), state: state as Quarantined['state'] }
}

function parseMessage(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Failure('invalid_input', 'the message is not valid JSON', { code: 'malformed_json' })
  }
}

function withMessageId(raw: unknown, id: string): unknown {
  if (typeof raw !== 'object' || raw === null || 'messageId' in raw) return raw
  return { ...raw, messageId: id }
}

function settledAlready(id: string): Failure {
  return new Failure('conflict', `the quarantined message ${id} has been settled already`, {
    code: 'already_settled',
  })
}
