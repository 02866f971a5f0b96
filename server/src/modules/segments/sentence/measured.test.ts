import { type ComputedDefinitionInput, computedDefinitionSchema } from '@rapport/contract'
import { expect, test } from 'vitest'
import { describeTrait } from './index'

const orders = { kind: 'events' as const, events: ['Order Completed'] }
const last30 = { kind: 'last', within: { amount: 30, unit: 'day' } } as const

test.each<[ComputedDefinitionInput, string, string]>([
  [
    { ...orders, window: last30, measure: { kind: 'count' } },
    '近 30 天订单的次数',
    'Number of orders in the last 30 days',
  ],
  [
    { ...orders, measure: { kind: 'average', of: { kind: 'value' } } },
    '订单的金额平均值',
    'Average value of orders',
  ],
  [
    {
      ...orders,
      where: [{ property: 'channel', condition: { type: 'text', op: 'is', values: ['app'] } }],
      measure: { kind: 'most_frequent', property: 'products[].category' },
    },
    '订单（渠道是“app”）中最常见的商品品类',
    'Most frequent category of a product of orders (where channel is “app”)',
  ],
  [
    { kind: 'events', type: 'page', events: ['首页'], measure: { kind: 'last_time' } },
    '最近一次页面“首页”的访问的时间',
    'Time of the last of the visits to the page “首页”',
  ],
  [
    { kind: 'rule', rule: { kind: 'event', events: ['Order Completed'] } },
    '是否属于：曾经下单的客户',
    'Whether somebody is among: Customers who placed an order',
  ],
])('a computed trait is said in both languages: %j', (input, zh, en) => {
  const words = describeTrait(computedDefinitionSchema.parse(input), { currency: 'CNY', timezone: 'UTC' })
  expect(words).toEqual({ 'zh-CN': zh, en })
})
