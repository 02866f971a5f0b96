import type {
  Condition,
  ReadyMade,
  RfmClassKey,
  RfmConfig,
  RfmSegment,
  Rule,
  ScoreRange,
} from '@rapport/contract'
import { rfmClassKeys } from '@rapport/contract'

/** A ready-made segment before it is put into words. */
export type ReadyMadeRule = Omit<ReadyMade, 'sentence'>
type Text = ReadyMade['name']

const text = (zh: string, en: string): Text => ({ 'zh-CN': zh, en })
const trait = (name: string, condition: Condition): Rule => ({ kind: 'trait', trait: name, condition })
const is = (name: string, value: string): Rule => trait(name, { type: 'text', op: 'is', values: [value] })
const number = (name: string, op: 'at_least' | 'at_most' | 'is', value: number): Rule =>
  trait(name, { type: 'number', op, value })
const all = (...of: Rule[]): Rule => ({ kind: 'all', of })
const any = (...of: Rule[]): Rule => ({ kind: 'any', of })
const event = (name: string, days: number, atLeast = 1): Rule => ({
  kind: 'event',
  type: 'track',
  events: [name],
  where: [],
  window: { kind: 'last', within: { amount: days, unit: 'day' } },
  measure: { kind: 'count' },
  compare: atLeast === 0 ? { op: 'is', value: 0 } : { op: 'at_least', value: atLeast },
})
const never = (name: string, days: number) => event(name, days, 0)

const stages = {
  new: [text('新客', 'New'), text('第一次下单不久', 'Placed their first order lately')],
  active: [text('活跃', 'Active'), text('最近还在下单', 'Still ordering')],
  at_risk: [text('流失风险', 'At risk'), text('有一阵没下单了', 'Have not ordered for a while')],
  dormant: [text('沉睡', 'Dormant'), text('很久没下单', 'Have not ordered for long')],
  lost: [text('已流失', 'Lost'), text('超过一年没下单', 'Have not ordered for over a year')],
  prospect: [text('潜在客户', 'Prospects'), text('还没有下过单', 'Have not ordered yet')],
} as const

const lifecycle: readonly ReadyMadeRule[] = Object.entries(stages).map(([stage, [name, description]]) => ({
  key: `lifecycle.${stage}`,
  group: 'lifecycle',
  name,
  description,
  rule: is('lifecycle_stage', stage),
}))

const value: readonly ReadyMadeRule[] = [
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

const reach: readonly ReadyMadeRule[] = [
  {
    key: 'reach.email',
    group: 'reach',
    name: text('可发邮件', 'Reachable by e-mail'),
    description: text('有邮箱，并已授权邮件营销', 'An address and consent to e-mail'),
    rule: all(trait('email', { type: 'presence', op: 'is_set' }), is('consent_email', 'granted')),
  },
  {
    key: 'reach.sms',
    group: 'reach',
    name: text('可发短信', 'Reachable by SMS'),
    description: text('有手机号，并已授权短信营销', 'A phone number and consent to SMS'),
    rule: all(trait('phone', { type: 'presence', op: 'is_set' }), is('consent_sms', 'granted')),
  },
  {
    key: 'reach.withdrawn',
    group: 'reach',
    name: text('已撤回授权', 'Consent withdrawn'),
    description: text('邮件或短信授权已撤回', 'Took back consent to e-mail or SMS'),
    rule: any(is('consent_email', 'withdrawn'), is('consent_sms', 'withdrawn')),
  },
]

const behaviour: readonly ReadyMadeRule[] = [
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

/** Every ready-made segment; those of RFM as the workspace names them. */
export function readyMadeSegments(config: RfmConfig): ReadyMadeRule[] {
  const named = config.segments.map(
    ({ key, name, ...bounds }): ReadyMadeRule => ({
      key: `rfm_segment.${key}`,
      group: 'rfm_segment',
      name,
      description: text(boundsInWords(bounds, '，'), boundsInWords(bounds, ', ')),
      rule: is('rfm_segment', key),
    }),
  )
  const classes = rfmClassKeys.map(
    (key): ReadyMadeRule => ({
      key: `rfm_class.${key}`,
      group: 'rfm_class',
      name: config.classNames[key],
      description: text(...traitsOfClass(key)),
      rule: is('rfm_class', key),
    }),
  )
  return [...lifecycle, ...named, ...classes, ...value, ...reach, ...behaviour]
}

/** The scores of a named segment: `R 3–5, F 3–5, M 5`. Only the first that fits counts, so some of them are in others. */
function boundsInWords(
  { recency, frequency, monetary }: Pick<RfmSegment, 'recency' | 'frequency' | 'monetary'>,
  comma: string,
): string {
  const words = ({ from, to }: ScoreRange) => (from === to ? String(from) : `${from}–${to}`)
  return `R ${words(recency)}${comma}F ${words(frequency)}${comma}M ${words(monetary)}`
}

/** What is high and what is low in a class. */
function traitsOfClass(key: RfmClassKey): [zh: string, en: string] {
  const isRecent = key.endsWith('_value') || key.endsWith('_develop')
  const isFrequent = key.endsWith('_value') || key.endsWith('_keep')
  const isImportant = key.startsWith('important_')
  const zh = `最近消费${isRecent ? '近' : '远'}，频次${isFrequent ? '高' : '低'}，金额${isImportant ? '高' : '低'}`
  const en = `${isRecent ? 'Recent' : 'Long ago'}, ${isFrequent ? 'often' : 'seldom'}, ${isImportant ? 'much' : 'little'} spent`
  return [zh, en]
}
