/**
 * The load generator, a process of its own: posts batches of 100 events at a given rate and tells how long each
 * acknowledgement took. Arguments: url, write key, events/s (0: as fast as `connections` allow), seconds, connections.
 */
import { Agent, request } from 'node:http'
import { percentile } from '../report'

const [url = '', key = '', rateText = '0', secondsText = '10', connectionsText = '8', peopleText = '50000'] =
  process.argv.slice(2)
const perBatch = 100
const rate = Number(rateText)
const seconds = Number(secondsText)
const connections = Number(connectionsText)
const people = Number(peopleText)
const agent = new Agent({ keepAlive: true, maxSockets: connections })
const authorization = `Basic ${Buffer.from(`${key}:`).toString('base64')}`
const names = [
  'Product Viewed',
  'Product Viewed',
  'Product Viewed',
  'Product Added',
  'Product List Viewed',
  'Order Completed',
]
const run = Math.random().toString(36).slice(2)

let counter = 0
const acks: number[] = []
let failures = 0

function batch(): string {
  const time = new Date().toISOString()
  const events = Array.from({ length: perBatch }, () => event(time))
  return JSON.stringify({ batch: events, sentAt: time })
}

/** A shop's mixture: three in ten page views, one in ten identify calls, one in ten orders among the tracks. */
function event(time: string): object {
  counter += 1
  const person = Math.floor(Math.random() ** 2 * people)
  const common = {
    messageId: `${run}-${counter}`,
    userId: `u${person}`,
    anonymousId: `a${person}`,
    timestamp: time,
    context: {
      library: { name: 'bench', version: '1' },
      page: { url: `https://shop.example/p/${counter % 500}`, path: `/p/${counter % 500}` },
      locale: 'zh-CN',
    },
  }
  const kind = counter % 10
  if (kind < 3)
    return {
      type: 'page',
      name: 'Product',
      ...common,
      properties: { title: `Product ${counter % 500}`, referrer: 'https://search.example/' },
    }
  if (kind === 3)
    return {
      type: 'identify',
      ...common,
      traits: {
        email: `u${person}@example.com`,
        name: `Customer ${person}`,
        city: person % 2 ? 'Shanghai' : 'Beijing',
      },
    }
  const event = names[counter % names.length] ?? 'Product Viewed'
  const product = {
    product_id: `p${counter % 500}`,
    sku: `s${counter % 500}`,
    name: `Product ${counter % 500}`,
    category: `c${counter % 12}`,
    price: 19.9,
    quantity: 1,
  }
  const properties =
    event === 'Order Completed'
      ? {
          order_id: `${run}-${counter}`,
          revenue: 19.9 * (1 + (counter % 5)),
          currency: 'CNY',
          channel: 'web',
          products: [product],
        }
      : product
  return { type: 'track', event, ...common, properties }
}

function post(body: string): Promise<number> {
  const started = performance.now()
  return new Promise((resolve) => {
    const call = request(
      `${url}/v1/batch`,
      {
        method: 'POST',
        agent,
        headers: {
          'Content-Type': 'application/json',
          Authorization: authorization,
          'Content-Length': Buffer.byteLength(body),
        },
      },
      (answer) => {
        answer.resume()
        answer.on('end', () => {
          if (answer.statusCode !== 200) failures += 1
          resolve(performance.now() - started)
        })
      },
    )
    call.on('error', () => {
      failures += 1
      resolve(performance.now() - started)
    })
    call.end(body)
  })
}

const startedAt = performance.now()
const startedAtMs = Date.now()
const endAt = startedAt + seconds * 1000
let sent = 0

async function worker(): Promise<void> {
  while (performance.now() < endAt) {
    if (rate > 0) {
      const due = startedAt + ((sent * perBatch) / rate) * 1000
      const wait = due - performance.now()
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
    }
    sent += 1
    acks.push(await post(batch()))
  }
}

await Promise.all(Array.from({ length: connections }, worker))
const elapsed = (performance.now() - startedAt) / 1000
console.log(
  JSON.stringify({
    events: sent * perBatch,
    startedAt: startedAtMs,
    perSecond: (sent * perBatch) / elapsed,
    failures,
    ackP50: percentile(acks, 0.5),
    ackP99: percentile(acks, 0.99),
  }),
)
