import { monitorEventLoopDelay } from 'node:perf_hooks'
import { clusterInputSchema } from '@rapport/contract'
import { actorOf, openSegments } from '../server/src/modules/segments/testing/workspace'
import type { Facts } from '../server/src/platform/clickhouse'
import { systemIds } from '../server/src/platform/clock'
import { openEmbeddedEngines } from '../test/harness/open-engines'
import type { BenchReport } from './report'

const people = Number(process.env.BENCH_PEOPLE ?? 1_000_000)
const now = new Date('2026-03-01T12:00:00Z')

const input = clusterInputSchema.parse({
  name: 'Everybody',
  traits: [
    { trait: 'last_order_at', kind: 'days_since' },
    { trait: 'orders', kind: 'number', log: true },
    { trait: 'revenue', kind: 'money', log: true },
    { trait: 'aov', kind: 'money', log: true },
    { trait: 'discount_share', kind: 'number' },
    { trait: 'distinct_products', kind: 'number' },
  ],
  k: 6,
})

/**
 * A cluster analysis of the product over embedded engines: reading everybody's traits, trying 2 to 10 clusters, putting
 * everybody into 6, rules and words, writing down who is where; and how long others had to wait meanwhile.
 */
export async function run(): Promise<BenchReport> {
  const engines = await openEmbeddedEngines()
  const workspaceId = systemIds()
  await makePeople(engines.facts, workspaceId)
  const { clusters } = openSegments(engines, () => now).segments
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  const started = performance.now()
  const { id } = await clusters.create(actorOf(workspaceId), input)
  await clusters.settled()
  const seconds = (performance.now() - started) / 1000
  delay.disable()
  const { state, result } = await clusters.get(workspaceId, id)
  if (state !== 'done' || result?.people !== people) throw new Error(`the analysis ${state}`)
  await engines.close()
  return {
    name: `a cluster analysis of ${people.toLocaleString('en-US')} people, 6 traits, 6 clusters`,
    figures: [
      { name: 'from the press of the button to the result', value: seconds, unit: 's' },
      { name: 'delay of the event loop, p99', value: delay.percentile(99) / 1e6, unit: 'ms' },
      { name: 'delay of the event loop, longest', value: delay.max / 1e6, unit: 'ms' },
      { name: 'memory of the process', value: process.memoryUsage().rss / 2 ** 20, unit: 'MiB' },
    ],
  }
}

/** Profiles of five overlapping kinds, made inside ClickHouse. */
async function makePeople(facts: Facts, workspaceId: string): Promise<void> {
  const trait = (name: string, sql: string) => `'"${name}":', toString(${sql})`
  const days = '(4 - number % 5) * 60 + rand(6) % 50'
  const lastOrder = `formatDateTime(toDateTime('2026-03-01 00:00:00', 'UTC') - toIntervalDay(${days}), '%Y-%m-%dT%H:%i:%sZ')`
  const traits = [
    trait('orders', '1 + (number % 5) * 2 + rand(1) % 3'),
    trait('revenue', '100 * (50 + (number % 5) * 900 + rand(2) % 400)'),
    trait('aov', '100 * (50 + (number % 5) * 100 + rand(3) % 90)'),
    trait('discount_share', '(rand(4) % 1000) / 1000.5'),
    trait('distinct_products', '1 + rand(5) % 9 + (number % 5)'),
    `'"last_order_at":"', ${lastOrder}, '"'`,
  ].join(", ',', ")
  await facts.command(
    `INSERT INTO profiles (workspace_id, profile_id, version, is_deleted, first_seen_at, last_seen_at, traits)
     SELECT {workspaceId:UUID}, generateUUIDv4(), 1, 0, now(), now(),
            CAST(concat('{', ${traits}, '}'), 'JSON(max_dynamic_paths = 256)')
     FROM numbers({people:UInt64})`,
    { workspaceId, people },
  )
}
