import { generateDemoShop } from '../server/src/flows/demo-shop/generator'
import type { BenchReport, Figure } from './report'

const endsAt = new Date('2026-08-31T12:00:00Z')
const sizes = [20_000, 200_000]

/** How fast the demo shop is made up, planning included; processor time, since other programs share the machine. */
export async function run(): Promise<BenchReport> {
  return { name: 'demo-generator', figures: sizes.flatMap(measure) }
}

function measure(customers: number): Figure[] {
  const from = process.cpuUsage()
  const started = performance.now()
  const shop = generateDemoShop({ seed: 1, customers, endsAt })
  let count = 0
  for (const { messages } of shop.batches()) count += messages.length
  if (count !== shop.totalMessages) throw new Error(`${count} messages, ${shop.totalMessages} were foretold`)
  const { user, system } = process.cpuUsage(from)
  const of = `${customers.toLocaleString('en-US')} customers`
  return [
    { name: `messages of ${of}`, value: count, unit: 'messages' },
    {
      name: `${of}, by the clock`,
      value: (count * 1_000) / (performance.now() - started),
      unit: 'messages/s',
    },
    {
      name: `${of}, by processor time`,
      value: (count * 1e6) / (user + system),
      unit: 'messages/s',
      target: '≥ 150,000',
    },
    { name: `memory after ${of}`, value: process.memoryUsage().rss / 2 ** 20, unit: 'MiB' },
  ]
}
