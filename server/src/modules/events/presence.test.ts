import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bothFacts, type OpenFacts } from '../../../../test/harness/open-engines'
import { deriveId } from '../../kernel/id'
import { propertyPresence } from './presence'

const shop = deriveId('presence shop')
const other = deriveId('presence other')

describe.each(bothFacts)('how often properties are there, on $engine', ({ open }) => {
  let engines: OpenFacts
  beforeAll(async () => {
    engines = await open()
    const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString()
    const event = (workspaceId: string, properties: object, days = 1, type = 'track') => ({
      workspace_id: workspaceId,
      name: 'Order Completed',
      profile_id: deriveId(JSON.stringify(properties)),
      time: daysAgo(days),
      type,
      message_id: '',
      user_id: '',
      anonymous_id: '',
      source: 'test',
      received_at: daysAgo(0),
      value_minor: 0,
      currency: '',
      properties,
      context: '',
      journal_position: 1,
      journal_index: 0,
    })
    await engines.facts.insert('events', [
      event(shop, { total: 1, products: [{ category: '茶', price: 1 }] }),
      event(shop, { total: 2, coupon: 'A', products: [{ category: '茶' }] }),
      event(shop, { total: 3, from: { store: 'x' } }),
      event(shop, { total: 4 }),
      event(shop, { old: 1 }, 100),
      event(shop, { page: 1 }, 1, 'page'),
      event(other, { theirs: 1 }),
    ])
  })
  afterAll(() => engines.close())

  it('is told of every property, of this workspace and kind of event', async () => {
    expect(await propertyPresence(engines.facts, shop, 'track', 'Order Completed')).toEqual({
      looked: 4,
      items: [
        { path: 'total', share: 1 },
        { path: 'products', share: 0.5 },
        { path: 'products[].category', share: 0.5 },
        { path: 'coupon', share: 0.25 },
        { path: 'from', share: 0.25 },
        { path: 'from.store', share: 0.25 },
        { path: 'products[].price', share: 0.25 },
      ],
    })
    expect(await propertyPresence(engines.facts, shop, 'track', 'Never')).toEqual({ looked: 0, items: [] })
  })
})
