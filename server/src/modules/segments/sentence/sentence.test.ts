import { type Condition, type Rule, ruleSchema } from '@rapport/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arbitraryRule } from '../testing/arbitraries'
import { describeRule } from './index'

const vips = 'b6f1ad2c-52a9-4a32-9c0e-000000000001'
const context = { currency: 'CNY', timezone: 'Asia/Shanghai', segmentNames: new Map([[vips, 'VIP']]) }
const say = (rule: unknown) => describeRule(ruleSchema.parse(rule), context)
const trait = (name: string, condition: Condition): Rule => ({ kind: 'trait', trait: name, condition })
const days = (amount: number) => ({ amount, unit: 'day' as const })
const bought = (more: object = {}) => ({
  kind: 'event',
  events: ['Order Completed'],
  window: { kind: 'last', within: days(90) },
  ...more,
})

describe('a rule in words', () => {
  it.each<[string, unknown, string, string]>([
    ['everybody', { kind: 'all', of: [] }, '全部客户', 'All customers'],
    [
      'a given trait of a company',
      trait('company.industry', { type: 'text', op: 'is', values: ['茶'] }),
      '所属公司的行业是“茶”的客户',
      'Customers whose company’s industry is “茶”',
    ],
    [
      'what a household adds up to',
      trait('household.revenue', { type: 'money', op: 'at_least', value: 300_000 }),
      '所属家庭的累计消费至少 ¥3,000 的客户',
      'Customers whose household’s total spend is at least ¥3,000',
    ],
    [
      'who may be written to',
      { kind: 'reach', op: 'reachable', channel: 'email' },
      '可以发邮件的客户',
      'Customers who can be reached by e-mail',
    ],
    [
      'who may not',
      { kind: 'reach', op: 'not_reachable', channel: 'sms' },
      '不能发短信的客户',
      'Customers who cannot be reached by SMS',
    ],
    [
      'an identifier',
      { kind: 'identifier', op: 'has', idKind: 'wechat_unionid' },
      '有标识微信 UnionID 的客户',
      'Customers who are known by WeChat union id',
    ],
    [
      'a distance',
      { kind: 'distance', op: 'within', km: 5, from: { latitude: 31.2304, longitude: 121.4737 } },
      '距坐标（31.2304, 121.4737）不超过 5 公里的客户',
      'Customers who are within 5 km of 31.2304, 121.4737',
    ],
    [
      'further than a distance',
      { kind: 'distance', op: 'not_within', km: 1_200.5, from: { latitude: 0, longitude: -0.123456789 } },
      '距坐标（0, -0.12346）超过 1,200.5 公里或位置未知的客户',
      'Customers who are not within 1,200.5 km of 0, -0.12346',
    ],
    [
      'no identifier of a kind that the workspace made',
      { kind: 'identifier', op: 'has_not', idKind: 'crm_no' },
      '没有标识“crm_no”的客户',
      'Customers who are not known by “crm_no”',
    ],
    [
      'a birthday by the moon',
      trait('birthday', { type: 'anniversary', op: 'in_next', days: 7, calendar: 'lunar' }),
      '农历生日在今天起 7 天内的客户',
      'Customers whose birthday falls, by the lunar calendar, today or in the next 7 days',
    ],
    [
      'an event that happened',
      bought(),
      '近 90 天下单的客户',
      'Customers who placed an order in the last 90 days',
    ],
    [
      'an event that did not happen',
      {
        kind: 'event',
        events: ['message_opened'],
        window: { kind: 'last', within: days(30) },
        compare: { op: 'is', value: 0 },
      },
      '近 30 天没有打开消息的客户',
      'Customers who did not open a message in the last 30 days',
    ],
    [
      'a count with a filter',
      bought({
        where: [
          { property: 'products[].category', condition: { type: 'text', op: 'is', values: ['茶', '咖啡'] } },
        ],
        compare: { op: 'at_least', value: 2 },
      }),
      '近 90 天下单（商品品类是“茶”或“咖啡”）至少 2 次的客户',
      'Customers who placed an order (where category of a product is “茶” or “咖啡”) at least 2 times in the last 90 days',
    ],
    [
      'a sum of money',
      bought({
        measure: { kind: 'sum', of: { kind: 'value' } },
        compare: { op: 'at_least', value: 100_000 },
      }),
      '近 90 天订单金额合计至少 ¥1,000 的客户',
      'Customers whose total value of orders is at least ¥1,000 in the last 90 days',
    ],
    [
      'an event that the shop made up',
      { kind: 'event', events: ['试吃'], compare: { op: 'is', value: 0 } },
      '从未发生“试吃”的客户',
      'Customers who did not ever do “试吃”',
    ],
    [
      'a page, between days',
      {
        kind: 'event',
        type: 'page',
        events: ['Home'],
        window: { kind: 'between', from: '2026-03-01', to: '2026-03-08' },
      },
      '2026 年 3 月 1 日至 2026 年 3 月 8 日访问页面“Home”的客户',
      'Customers who visited the page “Home” from 1 Mar 2026 to 8 Mar 2026',
    ],
    [
      'a choice by its name',
      trait('lifecycle_stage', { type: 'text', op: 'is', values: ['at_risk', 'dormant'] }),
      '生命周期阶段是“流失风险”或“沉睡”的客户',
      'Customers whose lifecycle stage is “at risk” or “dormant”',
    ],
    [
      'a share',
      trait('discount_share', { type: 'number', op: 'more_than', value: 0.5 }),
      '折扣订单占比多于 50% 的客户',
      'Customers whose share of orders at a discount is more than 50%',
    ],
    [
      'a date long ago',
      trait('last_order_at', { type: 'date', op: 'before_last', within: { amount: 1, unit: 'week' } }),
      '最近下单在 1 周以前的客户',
      'Customers whose last order is more than 1 week ago',
    ],
    [
      'a list',
      trait('tags', { type: 'list', op: 'has_all', values: ['VIP', '企业'] }),
      '标签同时包含“VIP”和“企业”的客户',
      'Customers whose tags include “VIP” and “企业”',
    ],
    [
      'groups in groups',
      {
        kind: 'all',
        of: [
          bought(),
          {
            kind: 'any',
            of: [
              trait('city', { type: 'text', op: 'is', values: ['上海'] }),
              trait('email', { type: 'presence', op: 'is_set' }),
            ],
          },
          { kind: 'none', of: [trait('vip', { type: 'boolean', op: 'is', value: true })] },
        ],
      },
      '近 90 天下单，且（城市是“上海”，或有邮箱），且排除（“vip”为“是”）的客户',
      'Customers who placed an order in the last 90 days, and (whose city is “上海”, or whose e-mail address is known), and who are not among those whose “vip” is yes',
    ],
    [
      'at least some of several',
      {
        kind: 'at_least',
        least: 2,
        of: [
          bought(),
          trait('city', { type: 'text', op: 'is', values: ['上海'] }),
          trait('email', { type: 'presence', op: 'is_set' }),
        ],
      },
      '在（近 90 天下单；城市是“上海”；有邮箱）中至少满足 2 项的客户',
      'Customers of whom at least 2 of these are true: (who placed an order in the last 90 days; whose city is “上海”; whose e-mail address is known)',
    ],
    [
      'segments, one of which is gone',
      {
        kind: 'all',
        of: [
          { kind: 'segment', op: 'in', segmentId: vips },
          { kind: 'segment', op: 'not_in', segmentId: 'b6f1ad2c-52a9-4a32-9c0e-000000000002' },
        ],
      },
      '属于细分“VIP”，且不属于一个已不存在的细分的客户',
      'Customers who are in the segment “VIP”, and who are not in a segment that no longer exists',
    ],
    [
      'a window that begins with another event',
      bought({
        window: { kind: 'since', which: 'last', events: ['message_opened'] },
        compare: { op: 'is', value: 0 },
      }),
      '最后一次打开消息之后没有下单的客户',
      'Customers who did not place an order since they last opened a message',
    ],
    [
      'days of the week and hours',
      bought({ on: { weekdays: [6, 7], hours: { from: 22, to: 6 } } }),
      '近 90 天在周六或周日的 22 点至 6 点下单的客户',
      'Customers who placed an order on Saturday or Sunday between 22:00 and 6:00 in the last 90 days',
    ],
    [
      'different values',
      bought({
        measure: { kind: 'distinct', property: 'products[].category' },
        compare: { op: 'at_least', value: 3 },
      }),
      '近 90 天订单的商品品类不同的值至少 3 个的客户',
      'Customers whose orders had at least 3 different values of category of a product in the last 90 days',
    ],
    [
      'a first time',
      {
        kind: 'event_time',
        which: 'first',
        events: ['Order Completed'],
        is: { type: 'date', op: 'before', moment: '2026-03-01' },
      },
      '首次下单早于 2026 年 3 月 1 日的客户',
      'Customers whose first time to place an order is before 1 Mar 2026',
    ],
    [
      'one event and then not another',
      {
        kind: 'sequence',
        steps: [{ events: ['Product Added'] }],
        notFollowedBy: { events: ['Order Completed'], within: days(1) },
        window: { kind: 'last', within: days(30) },
      },
      '近 30 天加入购物车，之后 1 天内没有下单的客户',
      'Customers who added a product to the cart in the last 30 days, then did not place an order within 1 day',
    ],
    [
      'steps in order',
      {
        kind: 'sequence',
        steps: [
          { events: ['Product Viewed'] },
          { events: ['Product Added'], within: days(3) },
          { events: ['Order Completed'] },
        ],
      },
      '曾经先浏览商品，并在之后 3 天内加入购物车，之后又下单的客户',
      'Customers who viewed a product, then added a product to the cart within 3 days, then placed an order',
    ],
    [
      'a birthday',
      trait('birthday', { type: 'anniversary', op: 'in_next', days: 7 }),
      '生日在今天起 7 天内的客户',
      'Customers whose birthday falls today or in the next 7 days',
    ],
    [
      'an anniversary',
      trait('created_at', { type: 'anniversary', op: 'this_month' }),
      '注册时间的周年日在本月的客户',
      'Customers whose registration has its anniversary this month',
    ],
    [
      'how many are in a list',
      trait('tags', { type: 'list', op: 'size', compare: { op: 'at_least', value: 3 } }),
      '标签的数量至少 3 个的客户',
      'Customers whose tags number at least 3',
    ],
    [
      'a date far ahead',
      trait('birthday', { type: 'date', op: 'after_next', within: days(30) }),
      '生日在 30 天以后的客户',
      'Customers whose birthday is more than 30 days from now',
    ],
  ])('%s', (_, rule, zh, en) => {
    expect(say(rule)).toEqual({ 'zh-CN': zh, en })
  })

  it('counts the rest of a long list', () => {
    const values = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
    expect(say(trait('city', { type: 'text', op: 'is', values }))).toEqual({
      'zh-CN': '城市是“a”、“b”、“c”、“d”、“e”等 7 项的客户',
      en: 'Customers whose city is “a”, “b”, “c”, “d”, “e” and 2 more',
    })
  })

  it('calls RFM segments what the workspace calls them', () => {
    const names = { rfm_segment: { at_risk: { 'zh-CN': '要流失了', en: 'Slipping' } } }
    const rule = ruleSchema.parse(trait('rfm_segment', { type: 'text', op: 'is', values: ['at_risk'] }))
    expect(describeRule(rule, { ...context, valueNames: names }).en).toBe(
      'Customers whose RFM segment is “Slipping”',
    )
  })

  it('can be said of any rule of the language', () => {
    const now = new Date('2026-03-01T17:30:00Z')
    fc.assert(
      fc.property(arbitraryRule(now, [vips, 'gone']), (rule) => {
        const { en, 'zh-CN': zh } = describeRule(rule, context)
        expect(en).toMatch(/^(Customers |All customers|Nobody)/)
        expect(zh).toMatch(/(的客户|全部客户|没有人)$/)
        expect(`${en}${zh}`).not.toMatch(/undefined|NaN|Invalid|\[object/)
      }),
    )
  })
})
