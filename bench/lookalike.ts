import { monitorEventLoopDelay } from 'node:perf_hooks'
import { comparisonInputSchema, lookalikeInputSchema, type Rule } from '@rapport/contract'
import { actorOf, openSegments } from '../server/src/modules/segments/testing/workspace'
import { systemIds } from '../server/src/platform/clock'
import { openEmbeddedEngines } from '../test/harness/open-engines'
import { dateTrait, makePeople, numberTrait, textTrait } from './people'
import type { BenchReport } from './report'

const people = Number(process.env.BENCH_PEOPLE ?? 200_000)
const now = new Date('2026-03-01T12:00:00Z')

/**
 * Target selection of the product over embedded engines: a search for people like a twentieth of all, from the press of the
 * button to the list and the rules, how long others had to wait meanwhile, and a comparison of six segments.
 */
export async function run(): Promise<BenchReport> {
  const engines = await openEmbeddedEngines()
  const workspaceId = systemIds()
  const actor = actorOf(workspaceId)
  await makePeople(engines.facts, workspaceId, { people, traits })
  const { segments } = openSegments(engines, () => now)
  const ids = await Promise.all(
    ['gold', 'silver', 'tin', 'iron', 'zinc', 'lead'].map(
      async (club) => (await segments.create(actor, segmentOf(club))).id,
    ),
  )
  const { lookalikes, compare } = segments.targets
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  const started = performance.now()
  const { id } = await lookalikes.create(actor, lookalikeInputSchema.parse({ name: 'Gold', seedId: ids[0] }))
  await lookalikes.settled()
  const seconds = (performance.now() - started) / 1000
  delay.disable()
  const { state, result } = await lookalikes.get(workspaceId, id)
  if (state !== 'done' || !result) throw new Error(`the search ${state}`)
  const comparing = performance.now()
  await compare(workspaceId, comparisonInputSchema.parse({ segmentIds: ids }))
  const compared = (performance.now() - comparing) / 1000
  await engines.close()
  return {
    name: `target selection among ${people.toLocaleString('en-US')} people`,
    figures: [
      { name: 'lookalikes, from the press of the button to the result', value: seconds, unit: 's' },
      { name: 'delay of the event loop, p99', value: delay.percentile(99) / 1e6, unit: 'ms' },
      { name: 'delay of the event loop, longest', value: delay.max / 1e6, unit: 'ms' },
      { name: 'area under the curve of people not seen', value: result.area.estimate, unit: '' },
      { name: 'six segments compared', value: compared, unit: 's' },
      { name: 'memory of the process', value: process.memoryUsage().rss / 2 ** 20, unit: 'MiB' },
    ],
    notes: [`${result.seedPeople} in the seed, ${result.features.length} columns`],
  }
}

function segmentOf(club: string) {
  const condition = { type: 'text', op: 'is', values: [club] } as const
  const rule: Rule = { kind: 'trait', trait: 'club', condition: { ...condition, values: [club] } }
  return { name: club, description: '', rule, readyMade: null }
}

/** Profiles whose club depends on what they bought and where they live. */
const traits = [
  numberTrait('orders', '1 + rand(1) % 12'),
  numberTrait('revenue', '100 * (50 + (rand(1) % 12) * 90 + rand(2) % 400)'),
  numberTrait('aov', '100 * (50 + rand(3) % 90)'),
  numberTrait('orders_90d', 'rand(7) % 4'),
  numberTrait('revenue_90d', '100 * (rand(8) % 500)'),
  numberTrait('distinct_products', '1 + rand(5) % 9'),
  numberTrait('discount_share', '(rand(4) % 1000) / 1000.5'),
  numberTrait('purchase_cycle_days', '7 + rand(9) % 90'),
  numberTrait('age', '18 + rand(10) % 50'),
  numberTrait('favourite_hour', 'rand(11) % 24'),
  dateTrait('last_order_at', 'rand(12) % 300'),
  dateTrait('first_order_at', '300 + rand(13) % 300'),
  textTrait('city', "['杭州市', '上海市', '北京市', '成都市'][1 + rand(14) % 4]"),
  textTrait('favourite_category', "['tea', 'cups', 'pots', 'gifts', 'trays'][1 + rand(15) % 5]"),
  textTrait('gender', "['female', 'male'][1 + rand(16) % 2]"),
  textTrait(
    'club',
    "multiIf(rand(1) % 12 + 4 * (rand(14) % 4 = 0) + rand(17) % 8 > 17, 'gold', ['silver', 'tin', 'iron', 'zinc', 'lead', ''][1 + rand(18) % 6])",
  ),
]
