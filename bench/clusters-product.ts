import { monitorEventLoopDelay } from 'node:perf_hooks'
import { clusterInputSchema } from '@rapport/contract'
import { actorOf, openSegments } from '../server/src/modules/segments/testing/workspace'
import { systemIds } from '../server/src/platform/clock'
import { openEmbeddedEngines } from '../test/harness/open-engines'
import { dateTrait, makePeople, numberTrait } from './people'
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
  await makePeople(engines.facts, workspaceId, { people, traits })
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

/** Profiles of five overlapping kinds. */
const traits = [
  numberTrait('orders', '1 + (number % 5) * 2 + rand(1) % 3'),
  numberTrait('revenue', '100 * (50 + (number % 5) * 900 + rand(2) % 400)'),
  numberTrait('aov', '100 * (50 + (number % 5) * 100 + rand(3) % 90)'),
  numberTrait('discount_share', '(rand(4) % 1000) / 1000.5'),
  numberTrait('distinct_products', '1 + rand(5) % 9 + (number % 5)'),
  dateTrait('last_order_at', '(4 - number % 5) * 60 + rand(6) % 50'),
]
