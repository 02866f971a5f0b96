import type { BenchReport } from '../report'
import { makeKnown, makePeople, shop } from './data'
import { follow, type OpenBench, withSegments } from './opening'
import { boughtTwiceByHand } from './questions'
import { boughtTwiceIn, category } from './rules'
import { bestOf, pause, timed } from './timing'

const people = 100_000
const days = 90
const fifty = boughtTwiceIn(50)
const newEvents = 1_000
const edges = 20

/** At the size at which others were measured: fifty segments over 100,000 people with 2,000,000 events in 90 days. */
export function run(): Promise<BenchReport> {
  return withSegments(async (bench) => {
    const { engines, segments } = bench
    await makePeople(engines, { people, days })
    const first = await timed(() => segments.countAll(shop, fifty, new Date()))
    const byHand = await bestOf(() => boughtTwiceByHand(engines.facts, new Date()))
    const known = await makeKnown(engines, newEvents)
    const { tookMs } = await follow(bench, fifty)
    const arrived = await arrive(bench, known)
    const again = await timed(() => segments.countAll(shop, fifty, new Date()))
    return {
      name: 'segments-small, 100,000 people, 2,000,000 events in 90 days, fifty segments',
      figures: [
        {
          name: 'first evaluation',
          value: first,
          unit: 'ms',
          limit: { name: 'by hand', value: byHand },
          target: '< 500',
        },
        { name: 'first members, kept', value: tookMs, unit: 'ms' },
        { name: 'evaluation after 1,000 new events', value: again, unit: 'ms', target: '< 200' },
        { name: '1,000 events, from acceptance to facts', value: arrived.factsMs, unit: 'ms' },
        {
          name: 'from facts to the last membership, kept',
          value: arrived.membersMs,
          unit: 'ms',
          target: '< 200',
        },
        {
          name: `segments off at ${edges} edges of windows, to 1 ms`,
          value: await offAtEdges(bench),
          unit: 'segments',
          target: '0',
        },
      ],
    }
  })
}

/** New orders at once, of as many people: until they are facts, and until the last who moved is kept as a member. */
async function arrive({ ingest, moves }: OpenBench, known: readonly string[]) {
  const now = new Date()
  const before = moves.length
  const raws = known.map((userId, index) => ({
    type: 'track',
    event: 'Order Completed',
    messageId: `new ${index}`,
    userId,
    timestamp: now.toISOString(),
    properties: { category: category(index), revenue: 10 },
  }))
  const from = Date.now()
  await ingest.accept(shop, 'bench', raws, { receivedAt: now, newId: () => 'new' })
  await ingest.learnt(shop)
  const factsAt = Date.now()
  await pause(3_000)
  const last = Math.max(...moves.slice(before).map(({ seenMs }) => seenMs))
  return { factsMs: factsAt - from, membersMs: Math.max(0, last - factsAt) }
}

/** How many answers differ from the query by hand, a millisecond before an event leaves its window, then, and after. */
async function offAtEdges({ engines, segments }: OpenBench): Promise<number> {
  const leaving = await engines.facts.query<{ leavesMs: number }>(
    `SELECT toFloat64(toUnixTimestamp64Milli(time + INTERVAL 90 DAY)) AS leavesMs FROM events
     WHERE workspace_id = {shop:UUID} AND name = 'Order Completed' ORDER BY time LIMIT {edges:UInt32}`,
    { shop, edges },
  )
  let off = 0
  for (const { leavesMs } of leaving) {
    for (const step of [-1, 0, 1]) {
      const at = new Date(leavesMs + step)
      const expected = new Map(
        (await boughtTwiceByHand(engines.facts, at)).map(({ category: name, people: count }) => [
          name,
          count,
        ]),
      )
      const got = await segments.countAll(shop, fifty, at)
      off += got.filter((count, index) => count !== (expected.get(category(index)) ?? 0)).length
    }
  }
  return off
}
