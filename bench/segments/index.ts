import { type Rule, ruleSchema } from '@rapport/contract'
import type { OpenSegments } from '../../server/src/modules/segments/testing/workspace'
import { actorOf, openSegments } from '../../server/src/modules/segments/testing/workspace'
import type { Facts } from '../../server/src/platform/clickhouse'
import { type OpenEngines, openEmbeddedEngines } from '../../test/harness/open-engines'
import { type BenchReport, type Figure, percentile } from '../report'
import { categories, eventsEach, makeKnown, makePeople, shop } from './data'

const people = Number(process.env.BENCH_PEOPLE ?? 1_000_000)
const liveSeconds = Number(process.env.BENCH_SECONDS ?? 30)
const days = 180
const rounds = 5
const segmentsMade = 50
const knownPeople = 20_000
const eventsPerSecond = 1_000
const ticksPerSecond = 10
/** The window of the segment that everybody leaves soon after. */
const shortWindowMinutes = 1

const category = (index: number) => `c${String(index % categories).padStart(2, '0')}`

const boughtTwice = (index: number): Rule =>
  ruleSchema.parse({
    kind: 'event',
    events: ['Order Completed'],
    where: [{ property: 'category', condition: { type: 'text', op: 'is', values: [category(index)] } }],
    window: { kind: 'last', within: { amount: 90, unit: 'day' } },
    compare: { op: 'at_least', value: 2 },
  })
const openedNothing: Rule = ruleSchema.parse({
  kind: 'event',
  events: ['message_opened'],
  window: { kind: 'last', within: { amount: 30, unit: 'day' } },
  compare: { op: 'is', value: 0 },
})
const classic: Rule = { kind: 'all', of: [boughtTwice(7), openedNothing] }
const viewedJustNow: Rule = ruleSchema.parse({
  kind: 'event',
  events: ['Product Viewed'],
  window: { kind: 'last', within: { amount: shortWindowMinutes, unit: 'minute' } },
})

/**
 * Segments over many people on embedded engines: one question and fifty, each beside the best ClickHouse query by hand; then
 * events through the whole pipeline with fifty-one live segments.
 */
export async function run(): Promise<BenchReport> {
  const engines = await openEmbeddedEngines()
  const noted = noting(engines)
  const opened = openSegments({ ...engines, facts: noted.facts }, () => new Date())
  try {
    const madeIn = await timed(() => makePeople(engines, { people, days }))
    const whole = await questions(engines, opened)
    const begun = await follow(opened)
    const known = await makeKnown(engines, knownPeople)
    const live = await liveLoad(opened, noted, known)
    return {
      name: `segments, ${people.toLocaleString('en-US')} people, ${(people * eventsEach).toLocaleString('en-US')} events`,
      figures: [...whole, begun, ...live],
      notes: [`made in ${Math.round(madeIn / 1000)} s; the best of ${rounds} rounds where two are compared`],
    }
  } finally {
    await opened.segments.live.stop()
    await opened.ingest.stop()
    await engines.close()
  }
}

async function questions({ facts }: OpenEngines, { segments }: OpenSegments): Promise<Figure[]> {
  const now = new Date()
  const one = await bestOf(() => segments.count(shop, classic, now))
  const byHand = await bestOf(() =>
    facts.query(
      `SELECT count() FROM (
         SELECT profile_id,
                countIf(name = 'Order Completed' AND properties.category.:String = 'c07') AS bought,
                countIf(name = 'message_opened' AND time > now64(3) - INTERVAL 30 DAY) AS opened
         FROM events
         WHERE workspace_id = {shop:UUID} AND name IN ('Order Completed', 'message_opened')
           AND time > now64(3) - INTERVAL 90 DAY
         GROUP BY profile_id
       ) WHERE bought >= 2 AND opened = 0`,
      { shop },
    ),
  )
  const rules = Array.from({ length: segmentsMade }, (_, index) => boughtTwice(index))
  const many = await bestOf(() => segments.countAll(shop, rules, now))
  const manyByHand = await bestOf(() =>
    facts.query(
      `SELECT category, count() FROM (
         SELECT profile_id, properties.category.:String AS category FROM events
         WHERE workspace_id = {shop:UUID} AND name = 'Order Completed' AND time > now64(3) - INTERVAL 90 DAY
         GROUP BY profile_id, category HAVING count() >= 2
       ) GROUP BY category`,
      { shop },
    ),
  )
  return [
    {
      name: 'bought twice, opened nothing',
      value: one,
      unit: 'ms',
      limit: { name: 'by hand', value: byHand },
      target: '< 1,000',
    },
    {
      name: 'fifty segments in one pass',
      value: many,
      unit: 'ms',
      limit: { name: 'by hand', value: manyByHand },
      target: '< 5,000',
    },
  ]
}

/** Makes the segments and waits until each has its first members. */
async function follow({ segments, ingest }: OpenSegments): Promise<Figure> {
  ingest.start()
  const ids: string[] = []
  for (let index = 0; index < segmentsMade; index += 1) {
    const input = {
      name: `bought ${category(index)} twice`,
      rule: boughtTwice(index),
      description: '',
      readyMade: null,
    }
    ids.push((await segments.create(actorOf(shop), input)).id)
  }
  const input = { name: 'viewed just now', rule: viewedJustNow, description: '', readyMade: null }
  ids.push((await segments.create(actorOf(shop), input)).id)
  const value = await timed(async () => {
    segments.live.start()
    for (const id of ids) {
      while ((await segments.inspection.following(shop, id)).state !== 'live') await pause(20)
    }
  })
  return { name: `first members of ${ids.length} segments, kept`, value, unit: 'ms' }
}

interface Moved {
  readonly profileId: string
  readonly isIn: boolean
  readonly atMs: number
  readonly cause: string
  readonly seenMs: number
}

/** The engines' facts, noting when each entry and exit is in the store. */
function noting(engines: OpenEngines): { readonly facts: Facts; readonly moves: Moved[] } {
  const moves: Moved[] = []
  const insert: Facts['insert'] = async (table, rows) => {
    await engines.facts.insert(table, rows)
    if (table !== 'segment_changes') return
    const seenMs = Date.now()
    for (const row of rows as { profile_id: string; is_in: number; at: string; cause: string }[])
      moves.push({
        profileId: row.profile_id,
        isIn: row.is_in === 1,
        atMs: Date.parse(row.at),
        cause: row.cause,
        seenMs,
      })
  }
  return { facts: { ...engines.facts, insert }, moves }
}

/** Views at a steady pace, each by somebody who has not viewed before: each is an entry, and a minute later an exit. */
async function liveLoad(
  { ingest }: OpenSegments,
  { moves }: { readonly moves: Moved[] },
  known: readonly string[],
): Promise<Figure[]> {
  const acceptedMs = new Map<string, number>()
  const perTick = eventsPerSecond / ticksPerSecond
  const begun = Date.now()
  let sent = 0
  for (let tick = 0; tick < liveSeconds * ticksPerSecond; tick += 1) {
    await pause(begun + (tick * 1_000) / ticksPerSecond - Date.now())
    const some = Array.from({ length: perTick }, (_, index) => known[(sent + index) % known.length] ?? '')
    sent += perTick
    const now = new Date()
    const raws = some.map((userId, index) => ({
      type: 'track',
      event: index % 10 === 0 ? 'Order Completed' : 'Product Viewed',
      messageId: `live ${tick} ${index}`,
      userId,
      timestamp: now.toISOString(),
      properties: { category: category(index), ...(index % 10 === 0 && { revenue: 10 }) },
    }))
    await ingest.accept(shop, 'bench', raws, { receivedAt: now, newId: () => `${tick}` })
    for (const userId of some) if (!acceptedMs.has(userId)) acceptedMs.set(userId, Date.now())
  }
  const tookS = (Date.now() - begun) / 1_000
  await pause(shortWindowMinutes * 60_000 + 5_000)
  const entries = moves
    .filter(({ isIn, cause, atMs }) => isIn && cause === 'change' && atMs >= begun)
    .flatMap(({ profileId, seenMs }) => {
      const from = acceptedMs.get(profileId)
      return from === undefined ? [] : [seenMs - from]
    })
  const exits = moves
    .filter(({ isIn, cause }) => !isIn && cause === 'time')
    .map(({ atMs, seenMs }) => seenMs - atMs)
  return [
    {
      name: `events a second with ${segmentsMade + 1} live segments`,
      value: sent / tookS,
      unit: 'events/s',
      target: '1,000',
    },
    { name: 'accepted → member, p50', value: percentile(entries, 0.5), unit: 'ms' },
    {
      name: `accepted → member, p99 of ${entries.length}`,
      value: percentile(entries, 0.99),
      unit: 'ms',
      target: '< 1,000',
    },
    { name: 'window over → no longer a member, p50', value: percentile(exits, 0.5), unit: 'ms' },
    {
      name: `window over → no longer a member, p99 of ${exits.length}`,
      value: percentile(exits, 0.99),
      unit: 'ms',
      target: '< 5,000',
    },
    {
      name: 'memory of the process',
      value: process.memoryUsage().rss / 2 ** 20,
      unit: 'MiB',
      target: '< 3,072',
    },
  ]
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now()
  await work()
  return performance.now() - from
}

async function bestOf(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < rounds; round += 1) times.push(await timed(work))
  return Math.min(...times)
}

function pause(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, delayMs)))
}
