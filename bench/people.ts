import type { Facts } from '../server/src/platform/clickhouse'

/** SQL for one trait of a made person, as part of a JSON object: a number, a text in quotes, a day before March 2026. */
export const numberTrait = (name: string, sql: string) => `'"${name}":', toString(${sql})`
export const textTrait = (name: string, sql: string) => `'"${name}":"', ${sql}, '"'`
export const dateTrait = (name: string, daysBefore: string) =>
  textTrait(
    name,
    `formatDateTime(toDateTime('2026-03-01 00:00:00', 'UTC') - toIntervalDay(${daysBefore}), '%Y-%m-%dT%H:%i:%sZ')`,
  )

/** Makes profiles inside ClickHouse, each with the given traits. */
export async function makePeople(
  facts: Facts,
  workspaceId: string,
  { people, traits }: { readonly people: number; readonly traits: readonly string[] },
): Promise<void> {
  await facts.command(
    `INSERT INTO profiles (workspace_id, profile_id, version, is_deleted, first_seen_at, last_seen_at, traits)
     SELECT {workspaceId:UUID}, generateUUIDv4(), 1, 0, now(), now(),
            CAST(concat('{', ${traits.join(", ',', ")}, '}'), 'JSON(max_dynamic_paths = 256)')
     FROM numbers({people:UInt64})`,
    { workspaceId, people },
  )
}
