import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bothFacts, type OpenFacts } from '../../../../test/harness/open-engines'
import { createAnalytics } from './index'

const shop = '00000000-0000-4000-8000-000000000001'
const otherShop = '00000000-0000-4000-8000-000000000002'
const person = (n: number) => `00000000-0000-4000-8000-0000000001${String(n).padStart(2, '0')}`
const now = () => new Date('2026-03-31T04:00:00Z')

describe.each(bothFacts)('the home report on $engine', ({ open }) => {
  let at: OpenFacts
  beforeAll(async () => {
    at = await open()
    await at.facts.insert('events', events)
    await at.facts.insert('profile_aliases', [
      { workspace_id: shop, node_id: person(4), profile_id: person(3), version: 1, is_deleted: 0 },
    ])
    await at.facts.insert('profiles', profiles)
  })
  afterAll(() => at.close())

  const report = (workspaceId: string, days: number, to?: string) =>
    createAnalytics({
      facts: at.facts,
      settingsOf: async () => ({ currency: 'CNY', timezone: 'Asia/Shanghai' }),
      now,
    }).home(workspaceId, { days, to })

  it('sums orders and refunds of the period and of the days before', async () => {
    const { current, before } = await report(shop, 7)
    expect(current).toMatchObject({ revenueMinor: 35_000, refundsMinor: 5_000, orders: 3, aovMinor: 11_667 })
    expect(before).toMatchObject({ revenueMinor: 7_000, refundsMinor: 0, orders: 1 })
  })

  it('counts a merged person once, and a second order as a return', async () => {
    const { current } = await report(shop, 7)
    expect(current.buyers).toBe(2)
    expect(current.repeatRate).toBe(1)
    expect(current.newCustomers).toBe(1)
  })

  it('counts as active who did something, not whom Rapport wrote to', async () => {
    const { current, series } = await report(shop, 7)
    expect(current.activeCustomers).toBe(3)
    expect(series.map(({ activeCustomers }) => activeCustomers)).toEqual([0, 0, 0, 1, 0, 2, 1])
  })

  it('puts an event into the day of the workspace zone', async () => {
    const { series, period } = await report(shop, 7)
    expect(period).toEqual({ from: '2026-03-25', to: '2026-03-31' })
    expect(
      series
        .filter(({ orders }) => orders > 0)
        .map(({ day, orders, newCustomers }) => [day, orders, newCustomers]),
    ).toEqual([
      ['2026-03-28', 1, 1],
      ['2026-03-30', 1, 0],
      ['2026-03-31', 1, 0],
    ])
  })

  it('says how many customers stand in each lifecycle stage', async () => {
    const { customers, lifecycle } = await report(shop, 7)
    expect(customers).toBe(3)
    expect(lifecycle).toEqual([{ stage: 'active', customers: 2 }])
  })

  it('ends where the data ends when the latest days have none', async () => {
    const { endsWithData, period } = await report(otherShop, 30)
    expect(endsWithData).toBe(true)
    expect(period).toEqual({ from: '2011-11-10', to: '2011-12-09' })
  })

  it('keeps to the day asked for', async () => {
    const { endsWithData, current } = await report(otherShop, 30, '2026-03-31')
    expect(endsWithData).toBe(false)
    expect(current).toMatchObject({ revenueMinor: 0, aovMinor: null, repeatRate: null })
  })

  it('shows another workspace nothing', async () => {
    const { current, customers, newestEventAt } = await report('00000000-0000-4000-8000-00000000000f', 365)
    expect(current).toMatchObject({ revenueMinor: 0, orders: 0, buyers: 0, activeCustomers: 0 })
    expect([customers, newestEventAt]).toEqual([0, null])
  })
})

let sequence = 0
function event(workspace: string, profile: string, name: string, time: string, more: object = {}) {
  sequence += 1
  return {
    workspace_id: workspace,
    profile_id: profile,
    name,
    time,
    type: name === '' ? 'page' : 'track',
    message_id: `m${sequence}`,
    user_id: '',
    anonymous_id: '',
    source: 'web',
    received_at: time,
    value_minor: 0,
    currency: 'CNY',
    properties: {},
    context: '',
    journal_position: sequence,
    journal_index: 0,
    ...more,
  }
}

const events = [
  // Person 1 bought long ago, in the days before, and on the last day: in Shanghai it is the 31st already.
  event(shop, person(1), 'Order Completed', '2025-06-01T00:00:00Z', { value_minor: 1_000 }),
  event(shop, person(1), 'Order Completed', '2026-03-20T00:00:00Z', { value_minor: 7_000 }),
  event(shop, person(1), 'Order Completed', '2026-03-30T16:30:00Z', { value_minor: 20_000 }),
  event(shop, person(1), 'Order Refunded', '2026-03-30T17:00:00Z', { value_minor: 5_000 }),
  // Persons 3 and 4 turned out to be one, who is new and bought twice.
  event(shop, person(3), 'Order Completed', '2026-03-28T03:00:00Z', { value_minor: 5_000 }),
  event(shop, person(4), 'Order Completed', '2026-03-30T03:00:00Z', { value_minor: 10_000 }),
  event(shop, person(5), '', '2026-03-31T03:00:00Z', { type: 'page', source: 'rapport' }),
  event(shop, person(6), 'message_sent', '2026-03-29T03:00:00Z', { source: 'rapport' }),
  event(shop, person(7), '', '2026-03-30T15:00:00Z'),
  event(otherShop, person(9), 'Order Completed', '2011-12-09T04:00:00Z', { value_minor: 1 }),
]

const profiles = [1, 3, 5].map((n) => ({
  workspace_id: shop,
  profile_id: person(n),
  version: 1,
  is_deleted: 0,
  first_seen_at: '2026-01-01T00:00:00Z',
  last_seen_at: '2026-03-01T00:00:00Z',
  traits: n === 5 ? {} : { lifecycle_stage: 'active' },
}))
