import { deriveId } from '../../server/src/kernel/id'
import {
  insertIdentifiers,
  newProfile,
  storeProfile,
  upsertProfiles,
} from '../../server/src/modules/profiles'
import type { OpenEngines } from '../../test/harness/open-engines'

export const shop = deriveId('bench shop')
export const categories = 50
/** Of twenty events of a person: six orders, four opened messages, ten views. */
export const eventsEach = 20

const idOf = (number: string) => `reinterpret(sipHash128(${number}), 'UUID')`

/** People and events made in ClickHouse from their numbers alone, from the first number on: the same on every machine. Spread over `days` days. */
export async function makePeople(
  { facts }: OpenEngines,
  { from: first = 0, people, days }: { from?: number; people: number; days: number },
): Promise<void> {
  await facts.command(
    `INSERT INTO profiles (workspace_id, profile_id, version, is_deleted, first_seen_at, last_seen_at, traits)
     SELECT {shop:UUID}, ${idOf('number')}, 1, 0, now64(3, 'UTC') - INTERVAL 1 YEAR, now64(3, 'UTC'),
            CAST(concat('{"name":"P', toString(number), '","orders":6,"revenue":60000}') AS JSON(max_dynamic_paths = 256))
     FROM numbers({first:UInt64}, {people:UInt64})`,
    { shop, first, people },
  )
  const chunk = 2_000_000
  const end = (first + people) * eventsEach
  for (let from = first * eventsEach; from < end; from += chunk) {
    await facts.command(
      `INSERT INTO events (workspace_id, name, profile_id, time, type, message_id, user_id, anonymous_id, source, received_at,
                           value_minor, currency, properties, context, journal_position, journal_index)
       SELECT {shop:UUID}, multiIf(number % 20 < 6, 'Order Completed', number % 20 < 10, 'message_opened', 'Product Viewed'),
              ${idOf('intDiv(number, 20)')}, moment, 'track', toString(number), '', '', 'bench', moment,
              if(number % 20 < 6, 10000, 0), if(number % 20 < 6, 'CNY', ''),
              CAST(concat('{"category":"c', leftPad(toString(sipHash64(number, 2) % {categories:UInt64}), 2, '0'), '"}') AS JSON(max_dynamic_paths = 256)),
              '', 0, 0
       FROM (
         SELECT number, fromUnixTimestamp64Milli({nowMs:Int64} - toInt64(sipHash64(number, 1) % ({days:UInt64} * 86400000)), 'UTC') AS moment
         FROM numbers({from:UInt64}, {count:UInt64})
       )`,
      { shop, days, categories, from, count: Math.min(chunk, end - from), nowMs: Date.now() },
    )
  }
}

/** Has the engine put together what was made: a store gets its rows over months, and merges so many once in as long. */
export async function settle({ facts }: OpenEngines): Promise<void> {
  for (const table of ['profiles', 'events', 'segment_changes'])
    await facts.command(`OPTIMIZE TABLE ${table} FINAL`)
}

/** Some people from all over the store as the pipeline knows them, each with a user id, so that events can be sent for them. */
export async function makeKnown({ facts, db }: OpenEngines, count: number): Promise<string[]> {
  const rows = await facts.query<{ profile_id: string }>(
    `SELECT profile_id FROM profiles WHERE workspace_id = {shop:UUID}
     ORDER BY cityHash64(profile_id) LIMIT {count:UInt32}`,
    { shop, count },
  )
  const ids = rows.map((row) => row.profile_id)
  for (let from = 0; from < ids.length; from += 5_000) {
    const some = ids.slice(from, from + 5_000)
    await db.transaction(async (tx) => {
      await upsertProfiles(
        tx,
        some.map((id) => ({
          stored: storeProfile({ ...newProfile(shop, id, Date.now(), 1), counts: { user_id: 1 } }),
          name: '',
          nextChangeMs: null,
        })),
      )
      await insertIdentifiers(
        tx,
        some.map((id) => ({
          workspaceId: shop,
          kind: 'user_id',
          value: id,
          nodeId: id,
          profileId: id,
          firstSeenAt: new Date().toISOString(),
          source: 'bench',
        })),
      )
    })
  }
  return ids
}
