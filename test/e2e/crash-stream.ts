/**
 * A seeded stream of messages as a shop sends them, with everything that may go wrong on the way: shared devices,
 * visitors who turn out to be known, late events, repeated ids, ids used twice for different things, and malformed
 * messages of which some are mended and sent again under the same id.
 */
export interface StreamOptions {
  readonly seed: number
  /** Keeps the people and devices of two streams apart. */
  readonly lane: string
  readonly batches: number
  readonly batchSize: number
  readonly people: number
  /** Times lie up to 400 days before this, on half hours: no window's edge comes near while two runs are compared. */
  readonly base: Date
}

export type Raw = Readonly<Record<string, unknown>>

const hourMs = 3_600_000
const halfHourMs = hourMs / 2

/** Numbers from 0 to below 1 that depend on the seed alone (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** The batches in the order in which they are posted. The same options give the same batches. */
export function buildStream(options: StreamOptions): Raw[][] {
  const { seed, lane, batches, batchSize } = options
  const random = randomFrom(seed)
  const shop = createShop(options, random)
  const said: Raw[] = []
  let count = 0

  const next = (): Raw => {
    const isEcho = said.length > 20 && random() < 0.06
    if (isEcho) return echo(said[Math.floor(random() * said.length)] ?? {}, random)
    count += 1
    const raw = { messageId: `${lane}-${count}`, ...shop.message() }
    said.push(raw)
    return raw
  }
  return Array.from({ length: batches }, () => Array.from({ length: batchSize }, next))
}

/** A message again: as it was, or its id on something else, which must not count; or mended, which must. */
function echo(raw: Raw, random: () => number): Raw {
  if (raw.broken === true) return { ...raw, ...mended, broken: undefined }
  return random() < 0.5 ? raw : { ...raw, event: 'Id Used Again', type: 'track', properties: { other: true } }
}

const mended: Raw = {
  type: 'track',
  event: 'Mended',
  userId: 'mended',
  anonymousId: undefined,
  traits: undefined,
  properties: { is_mended: true },
  timestamp: '2025-01-05T00:30:00Z',
}

function createShop({ lane, people, base }: StreamOptions, random: () => number) {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T
  const person = () => Math.floor(random() * people)
  const shared = [`${lane}-tablet`, `${lane}-kiosk`]
  const device = (who: number) =>
    random() < 0.04 ? pick(shared) : `${lane}-dev-${who}-${Math.floor(random() * 3)}`
  const orderIds: { id: string; who: number; total: number }[] = []

  const timestamp = () => {
    const hoursAgo = Math.floor(random() < 0.7 ? random() * 60 * 24 : random() * 400 * 24) + 2
    const hour = Math.floor(base.getTime() / hourMs) - hoursAgo
    return new Date(hour * hourMs + halfHourMs).toISOString()
  }
  const known = (who: number) => ({ userId: `${lane}-u${who}`, timestamp: timestamp() })
  const visitor = (who: number) => ({ anonymousId: device(who), timestamp: timestamp() })
  const identity = (who: number) => (random() < 0.5 ? known(who) : visitor(who))

  const page = () => ({
    type: 'page',
    ...visitor(person()),
    name: pick(['Home', 'Tea', 'Cart']),
    properties: { url: `https://shop.example/${Math.floor(random() * 9)}` },
  })
  const view = () => ({
    type: 'track',
    event: 'Product Viewed',
    ...identity(person()),
    properties: { product_id: `p${Math.floor(random() * 20)}`, price: Math.round(random() * 9_000) / 100 },
  })
  const identify = () => {
    const who = person()
    return {
      type: 'identify',
      ...known(who),
      ...(random() < 0.6 && { anonymousId: device(who) }),
      traits: {
        ...(random() < 0.5 && { email: `${lane}.U${random() < 0.1 ? person() : who}@Example.com` }),
        ...(random() < 0.3 && { phone: `138 ${String(10_000_000 + lane.charCodeAt(0) * 1_000 + who)}` }),
        ...(random() < 0.5 && { city: pick(['Beijing', 'Shanghai', '成都']) }),
        ...(random() < 0.2 && { name: `客人 ${who}` }),
        ...(random() < 0.1 && { city: null }),
        ...(random() < 0.1 && { gender: 'not one of them', birthday: 'tomorrow' }),
      },
    }
  }
  const order = () => {
    const who = person()
    const total = Math.round(random() * 50_000) / 100
    const id = `${lane}-o${orderIds.length}`
    orderIds.push({ id, who, total })
    return {
      type: 'track',
      event: 'Order Completed',
      ...known(who),
      properties: {
        order_id: id,
        revenue: random() < 0.3 ? String(total) : total,
        currency: pick(['CNY', 'CNY', 'USD', 'XTS']),
        channel: pick(['web', 'app', 'store']),
        ...(random() < 0.3 && { coupon: 'SPRING' }),
        products: [
          { product_id: `p${Math.floor(random() * 20)}`, category: pick(['Tea', 'Pots']), quantity: 1 },
        ],
      },
    }
  }
  const refund = () => {
    const last = orderIds.at(-1)
    if (!last) return order()
    const { id, who, total } = last
    return {
      type: 'track',
      event: 'Order Refunded',
      ...known(who),
      properties: { order_id: id, total, currency: 'CNY' },
    }
  }
  const alias = () => {
    const who = person()
    return { type: 'alias', ...known(who), previousId: pick([device(who), `${lane}-u${person()}`]) }
  }
  const group = () => ({
    type: 'group',
    ...known(person()),
    groupId: `g${person()}`,
    traits: { plan: pick(['a', 'b']) },
  })
  const broken = () => ({
    ...pick<Raw>([
      { type: 'track', event: 'Nobody' },
      { type: 'dance', ...known(person()) },
      { type: 'track', event: '', ...known(person()) },
      { type: 'track', event: 'When', ...known(person()), timestamp: '0000-01-01T00:00:00Z' },
      { type: 'track', event: 'When', ...known(person()), timestamp: 'yesterday' },
      { type: 'track', event: 'Order Completed', ...known(person()), properties: { revenue: -5 } },
      { type: 'track', event: 'Order Completed', ...known(person()), properties: { revenue: 'NaN' } },
      { type: 'identify', ...known(person()), traits: 'none' },
    ]),
    broken: true,
  })

  const kinds: readonly (readonly [share: number, make: () => Raw])[] = [
    [0.3, page],
    [0.2, view],
    [0.17, identify],
    [0.17, order],
    [0.05, refund],
    [0.02, alias],
    [0.03, group],
    [0.06, broken],
  ]
  return {
    message(): Raw {
      let dice = random()
      for (const [share, make] of kinds) {
        dice -= share
        if (dice < 0) return make()
      }
      return page()
    },
  }
}
