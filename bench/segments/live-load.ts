import { type Figure, percentile } from '../report'
import { makeKnown, settle, shop } from './data'
import type { OpenBench } from './opening'
import { category, shortWindowMinutes } from './rules'
import { pause } from './timing'

const eventsPerSecond = 1_000
const ticksPerSecond = 10

/** Views at a steady pace, each by somebody who comes once: each is an entry, and a minute later an exit. */
export async function liveLoad(
  { ingest, engines, moves }: OpenBench,
  { seconds, segments }: { readonly seconds: number; readonly segments: number },
): Promise<Figure[]> {
  const known = await makeKnown(engines, seconds * eventsPerSecond)
  await settle(engines)
  const acceptedMs = new Map<string, number>()
  const perTick = eventsPerSecond / ticksPerSecond
  const begun = Date.now()
  let sent = 0
  for (let tick = 0; tick < seconds * ticksPerSecond; tick += 1) {
    await pause(begun + (tick * 1_000) / ticksPerSecond - Date.now())
    const some = known.slice(sent, sent + perTick)
    sent += some.length
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
    for (const userId of some) acceptedMs.set(userId, Date.now())
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
      name: `events a second with ${segments} live segments`,
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
