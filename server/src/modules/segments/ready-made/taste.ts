import type { Rule } from '@rapport/contract'
import { valueLabels } from '../sentence/labels'
import { all, any, is, number, type ReadyMadeRule, ready, text } from './rule'
import type { ShopFigures } from './shop'

/** Orders of something that is given away: the event says so, or the name of a product does. */
const boughtGift: Rule = {
  kind: 'event',
  type: 'track',
  events: ['Order Completed'],
  where: [
    {
      property: 'products[].name',
      condition: { type: 'text', op: 'contains', values: ['礼盒', '礼品', '礼物', 'gift'] },
    },
  ],
  window: { kind: 'last', within: { amount: 365, unit: 'day' } },
  measure: { kind: 'count' },
  compare: { op: 'at_least', value: 1 },
}
const boughtAsGift: Rule = {
  ...boughtGift,
  where: [{ property: 'gift', condition: { type: 'boolean', op: 'is', value: true } }],
}

/** What people like and when: as far as orders tell. */
export function taste({ categories, channels }: ShopFigures): ReadyMadeRule[] {
  return [
    ready(
      'taste',
      'price_sensitive',
      text('价格敏感', 'Price sensitive'),
      text('下过三单以上，八成以上用了优惠', 'Three orders or more, 80% of them at a discount'),
      all(number('orders', 'at_least', 3), number('discount_share', 'at_least', 0.8)),
    ),
    ready(
      'taste',
      'gift_buyers',
      text('送礼人群', 'Gift buyers'),
      text(
        '近一年买过礼盒、礼品，或订单标了送礼',
        'Bought a gift within a year, or had an order marked as one',
      ),
      any(boughtGift, boughtAsGift),
    ),
    ready(
      'taste',
      'night_owls',
      text('夜猫子', 'Night owls'),
      text('最常在晚上 10 点到凌晨 5 点之间下单', 'Order mostly between 22:00 and 5:00'),
      any(number('favourite_hour', 'at_least', 22), number('favourite_hour', 'at_most', 4)),
    ),
    ready(
      'taste',
      'early_birds',
      text('早起的人', 'Early birds'),
      text('最常在早上 5 点到 9 点之间下单', 'Order mostly between 5:00 and 9:00'),
      all(number('favourite_hour', 'at_least', 5), number('favourite_hour', 'at_most', 8)),
    ),
    ready(
      'taste',
      'explorers',
      text('爱尝新', 'Explorers'),
      text('买过 8 种以上不同的商品', 'Bought eight different products or more'),
      number('distinct_products', 'at_least', 8),
    ),
    ...categories.map((category) =>
      ready(
        'taste',
        `category_${slug(category)}`,
        text(`${category}爱好者`, `Fans of ${category}`),
        text(`最常买“${category}”，至少下过两单`, `Buy “${category}” most, in two orders or more`),
        all(is('favourite_category', category), number('orders', 'at_least', 2)),
      ),
    ),
    ...channels.map((channel) => {
      const name = valueLabels.favourite_channel?.[channel] ?? text(channel, channel)
      return ready(
        'taste',
        `channel_${slug(channel)}`,
        text(`偏好渠道：${name['zh-CN']}`, `Buy through ${name.en}`),
        text(`最常通过“${name['zh-CN']}”下单`, `Order mostly through “${name.en}”`),
        is('favourite_channel', channel),
      )
    }),
  ]
}

/** A name as a part of a key: keys are 80 characters long at most. */
const slug = (name: string) => encodeURIComponent(name.slice(0, 20)).slice(0, 50)
