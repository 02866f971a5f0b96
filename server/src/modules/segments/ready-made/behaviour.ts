import { all, any, event, money, never, number, type ReadyMadeRule, ready, text, trait } from './rule'
import type { ShopFigures } from './shop'

const lately: readonly ReadyMadeRule[] = [
  {
    key: 'behaviour.new_customers',
    group: 'behaviour',
    name: text('30 天内的新客户', 'New customers of 30 days'),
    description: text('首次下单在近 30 天内', 'First order within 30 days'),
    rule: trait('first_order_at', { type: 'date', op: 'in_last', within: { amount: 30, unit: 'day' } }),
  },
  {
    key: 'behaviour.cart_left',
    group: 'behaviour',
    name: text('加购未下单', 'Left the cart'),
    description: text('近 7 天加入购物车但没有下单', 'Filled the cart in 7 days and did not order'),
    rule: all(event('Product Added', 7), never('Order Completed', 7)),
  },
  {
    key: 'behaviour.browsing',
    group: 'behaviour',
    name: text('有兴趣未购买', 'Looking, not buying'),
    description: text(
      '近 7 天浏览商品至少 3 次，近 30 天没有下单',
      'Viewed three products in 7 days, no order in 30',
    ),
    rule: all(event('Product Viewed', 7, 3), never('Order Completed', 30)),
  },
  {
    key: 'behaviour.engaged',
    group: 'behaviour',
    name: text('经常看邮件', 'Read our messages'),
    description: text('近 30 天打开过消息', 'Opened a message within 30 days'),
    rule: event('message_opened', 30),
  },
  {
    key: 'behaviour.silent',
    group: 'behaviour',
    name: text('收到却不看', 'Silent'),
    description: text(
      '近 90 天收到至少 3 条消息，一条都没打开',
      'Sent three messages in 90 days, opened none',
    ),
    rule: all(event('message_sent', 90, 3), never('message_opened', 90)),
  },
  {
    key: 'behaviour.refunded',
    group: 'behaviour',
    name: text('近期退款', 'Recently refunded'),
    description: text('近 30 天有退款', 'Got a refund within 30 days'),
    rule: event('Order Refunded', 30),
  },
]

/** What was done lately, and important customers who wait for help. */
export function behaviour({ tiers }: ShopFigures): ReadyMadeRule[] {
  const vip = number('rfm_monetary', 'is', 5)
  return [
    ...lately,
    ready(
      'behaviour',
      'vip_complaint',
      text('VIP 有投诉未解决', 'VIPs with an open complaint'),
      text(
        '消费得分最高或消费前 10% 的客户，最近一次投诉之后还没有解决',
        'The highest score or the top 10% by spend; their last complaint is not resolved',
      ),
      all(tiers ? any(vip, money('revenue', 'at_least', tiers.top10)) : vip, {
        kind: 'event',
        type: 'track',
        events: ['Complaint Resolved'],
        where: [],
        window: { kind: 'since', which: 'last', type: 'track', events: ['Complaint Opened'] },
        measure: { kind: 'count' },
        compare: { op: 'is', value: 0 },
      }),
    ),
    ready(
      'behaviour',
      'complaint_waiting',
      text('投诉超过 3 天没解决', 'Complaints open for three days'),
      text('投诉之后 3 天内没有解决', 'Nothing was resolved within three days of a complaint'),
      {
        kind: 'sequence',
        steps: [{ type: 'track', events: ['Complaint Opened'], where: [] }],
        notFollowedBy: {
          type: 'track',
          events: ['Complaint Resolved'],
          where: [],
          within: { amount: 3, unit: 'day' },
        },
        window: { kind: 'last', within: { amount: 90, unit: 'day' } },
      },
    ),
  ]
}
