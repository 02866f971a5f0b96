import { trackingPlanSchema } from '@rapport/contract'
import { checkMessage } from '../server/src/modules/events/plan/check'
import { type CompiledPlan, compilePlan } from '../server/src/modules/events/plan/compile'
import type { BenchReport, Figure } from './report'

const events = 500
const rounds = 400_000

/** What checking one message against a tracking plan costs, in a plan of five hundred events. */
export async function run(): Promise<BenchReport> {
  const read = planOf('')
  const started = performance.now()
  const plan = compilePlan(read)
  const figures: Figure[] = [
    { name: `compiling ${events} events, once a version`, value: performance.now() - started, unit: 'ms' },
  ]
  const patterned = compilePlan(planOf('^[A-Za-z0-9-]+$'))
  const time = (name: string, compiled: CompiledPlan | null, message: object, target?: string) => {
    if (compiled) figures.push({ name, value: costOf(compiled, message), unit: 'µs', target })
  }
  time('a view of 5 properties, as planned', plan, view, 'under 2 µs')
  time('an order of 10 properties and 3 products, as planned', plan, order, 'under 2 µs')
  time('the same order, its id held to a pattern', patterned, order)
  time('the same order with 3 violations', plan, { ...order, total: 'x', paid: 'x', order_id: undefined })
  return {
    name: 'the check of a tracking plan',
    figures,
    notes: ['a workspace without a plan: no check at all'],
  }
}

function costOf(compiled: CompiledPlan, properties: object): number {
  const name = properties === view ? 'Event 7' : 'Event 8'
  let found = 0
  const once = (times: number) => {
    for (let index = 0; index < times; index += 1)
      if (checkMessage(compiled, 'track', name, properties as never)) found += 1
  }
  once(rounds / 4)
  const best = [0, 1, 2].map(() => {
    const from = performance.now()
    once(rounds)
    return ((performance.now() - from) / rounds) * 1_000
  })
  return found < 0 ? 0 : Math.min(...best)
}

const view = { sku: 'cup-1', name: '盖碗', price: 19.9, channel: 'web', seen_at: '2026-03-01T10:00:00Z' }
const product = { sku: 'cup-1', name: '盖碗', price: 19.9, quantity: 1, category: '茶具' }
const order = {
  order_id: 'A-100045',
  total: 59.7,
  currency: 'CNY',
  channel: 'web',
  paid: true,
  coupon: 'SPRING',
  discount: 3,
  shipping: { city: '杭州', fee: 0 },
  note: 'none',
  products: [product, product, product],
}

function planOf(pattern: string) {
  const text = { types: ['text'] }
  const number = { types: ['number'], min: 0 }
  const ofProduct = { sku: text, name: text, price: number, quantity: { types: ['integer'] }, category: text }
  const properties = [
    ...Object.entries({
      ...ofProduct,
      seen_at: { types: ['moment'] },
      order_id: { ...text, pattern },
      total: number,
      currency: text,
      paid: { types: ['boolean'] },
      coupon: text,
      discount: number,
      note: text,
      shipping: { types: ['object'] },
      products: { types: ['list'], min: 1 },
    }).map(([path, rest]) => ({ path, ...rest })),
    { path: 'channel', ...text, allowed: ['web', 'app', 'wechat'] },
    { path: 'shipping.city', ...text, required: true },
    { path: 'shipping.fee', ...number },
    ...Object.entries(ofProduct).map(([key, rest]) => ({
      path: `products[].${key}`,
      required: true,
      ...rest,
    })),
  ]
  return trackingPlanSchema.parse({
    onUnknownProperty: 'report',
    events: Array.from({ length: events }, (_, index) => ({
      type: 'track',
      name: `Event ${index}`,
      properties,
    })),
  })
}
