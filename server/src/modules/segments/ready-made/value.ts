import { all, money, number, type ReadyMadeRule, ready, text } from './rule'
import type { Amounts, ShopFigures } from './shop'

const byFigures: readonly ReadyMadeRule[] = [
  {
    key: 'value.top_spenders',
    group: 'value',
    name: text('高消费客户', 'Top spenders'),
    description: text('消费金额得分最高的一档', 'The highest score for money spent'),
    rule: number('rfm_monetary', 'is', 5),
  },
  {
    key: 'value.repeat_buyers',
    group: 'value',
    name: text('复购客户', 'Repeat buyers'),
    description: text('下过两单及以上', 'Two orders or more'),
    rule: number('orders', 'at_least', 2),
  },
  {
    key: 'value.one_time_buyers',
    group: 'value',
    name: text('一次性买家', 'One-time buyers'),
    description: text('只下过一单，值得争取第二单', 'One order so far: win the second'),
    rule: number('orders', 'is', 1),
  },
  {
    key: 'value.discount_hunters',
    group: 'value',
    name: text('折扣敏感客户', 'Discount hunters'),
    description: text('大多数订单都用了优惠', 'Buy mostly at a discount'),
    rule: all(number('orders', 'at_least', 2), number('discount_share', 'at_least', 0.6)),
  },
  {
    key: 'value.full_price',
    group: 'value',
    name: text('不靠折扣的客户', 'Full-price buyers'),
    description: text('复购且很少用优惠', 'Come back and seldom need a discount'),
    rule: all(number('orders', 'at_least', 2), number('discount_share', 'at_most', 0.2)),
  },
]

/** Tiers that hold for the shop as it is now; the amounts stay when they are copied. */
export function value({ tiers }: ShopFigures, amount: Amounts): ReadyMadeRule[] {
  if (!tiers) return [...byFigures]
  const { a, b, top1, top10, top30, top70 } = tiers
  const spent = (from: number, before?: number) =>
    before === undefined
      ? money('revenue', 'at_least', from)
      : all(money('revenue', 'at_least', from), money('revenue', 'less_than', before))
  const inWords = (zh: string, en: string, from: number, before?: number) =>
    text(
      `${zh}：按今天的分布，${from === 1 ? '有消费' : `累计消费 ${amount.zh(from)} 起`}${before === undefined ? '' : `、不到 ${amount.zh(before)}`}`,
      `${en}: by today’s figures, a total spend ${from === 1 ? 'above nothing' : `of ${amount.en(from)} or more`}${before === undefined ? '' : `, below ${amount.en(before)}`}`,
    )
  return [
    ...byFigures,
    ready(
      'value',
      'abc_a',
      text('A 类客户', 'Class A'),
      inWords('合起来贡献前 80% 的消费', 'Together the first 80% of what is spent', a),
      spent(a),
    ),
    ready(
      'value',
      'abc_b',
      text('B 类客户', 'Class B'),
      inWords('接下来 15% 的消费', 'The next 15% of what is spent', b, a),
      spent(b, a),
    ),
    ready(
      'value',
      'abc_c',
      text('C 类客户', 'Class C'),
      inWords('最后 5% 的消费', 'The last 5% of what is spent', 1, b),
      spent(1, b),
    ),
    ready(
      'value',
      'top_1',
      text('消费前 1%', 'Top 1% by spend'),
      inWords('消费最高的百分之一', 'The highest spend of all buyers', top1),
      spent(top1),
    ),
    ready(
      'value',
      'top_10',
      text('消费前 10%', 'Top 10% by spend'),
      inWords('消费最高的十分之一', 'The tenth with the highest spend', top10),
      spent(top10),
    ),
    ready(
      'value',
      'top_30',
      text('消费前 10%–30%', 'Next 20% by spend'),
      inWords('紧跟在前十分之一后面', 'Right behind the first tenth', top30, top10),
      spent(top30, top10),
    ),
    ready(
      'value',
      'middle',
      text('消费中段', 'Middle by spend'),
      inWords('消费排在 30% 到 70% 之间', 'Between the first 30% and the last 30%', top70, top30),
      spent(top70, top30),
    ),
    ready(
      'value',
      'low',
      text('消费后 30%', 'Last 30% by spend'),
      inWords('消费最低的三成', 'The lowest spend of all buyers', 1, top70),
      spent(1, top70),
    ),
  ]
}
