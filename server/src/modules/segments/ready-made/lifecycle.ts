import type { Rule } from '@rapport/contract'
import { all, date, days, is, type ReadyMadeRule, ready, text } from './rule'
import type { ShopFigures } from './shop'

const stages = {
  new: [text('新客', 'New'), text('第一次下单不久', 'Placed their first order lately')],
  active: [text('活跃', 'Active'), text('最近还在下单', 'Still ordering')],
  at_risk: [text('流失风险', 'At risk'), text('有一阵没下单了', 'Have not ordered for a while')],
  dormant: [text('沉睡', 'Dormant'), text('很久没下单', 'Have not ordered for long')],
  lost: [text('已流失', 'Lost'), text('超过一年没下单', 'Have not ordered for over a year')],
  prospect: [text('潜在客户', 'Prospects'), text('还没有下过单', 'Have not ordered yet')],
} as const

/** By the stages that the workspace's thresholds make. */
const byStage: readonly ReadyMadeRule[] = Object.entries(stages).map(([stage, [name, description]]) => ({
  key: `lifecycle.${stage}`,
  group: 'lifecycle',
  name,
  description,
  rule: is('lifecycle_stage', stage),
}))

/** How long somebody is back before they count as any other customer. */
const backDays = 30
/** How long a break is at least that one comes back from, and where no purchase cycle is known. */
const breakDaysMin = 60
const breakDaysUsual = 180
const breakCycles = 3
const longestBreakDays = 1_800

/** The stages, who was won back, and who is due or overdue by the shop's own purchase cycle. */
export function lifecycle({ cycleDays }: ShopFigures): ReadyMadeRule[] {
  const breakDays =
    cycleDays === null
      ? breakDaysUsual
      : Math.min(longestBreakDays, Math.max(breakDaysMin, Math.round(breakCycles * cycleDays)))
  const why =
    cycleDays === null
      ? text('', '')
      : text(
          `（老客户两次下单一般隔 ${Math.round(cycleDays)} 天）`,
          ` (buyers usually order every ${Math.round(cycleDays)} days)`,
        )
  return [
    ...byStage,
    ready(
      'lifecycle',
      'won_back',
      text('赢回的客户', 'Won back'),
      text(
        `隔了 ${breakDays} 天以上没下单，近 ${backDays} 天又回来了${why['zh-CN']}`,
        `Ordered again in the last ${backDays} days, after ${breakDays} days or more without${why.en}`,
      ),
      wonBack(breakDays),
    ),
    ...(cycleDays === null ? [] : byCycle(cycleDays)),
  ]
}

/** The first order of a stretch of time lies at its end, and there had been orders before the stretch. */
function wonBack(breakDays: number): Rule {
  const order = { type: 'track' as const, events: ['Order Completed'], where: [] }
  const within = days(breakDays + backDays)
  return all(
    {
      kind: 'event_time',
      which: 'first',
      ...order,
      window: { kind: 'last', within },
      is: { type: 'date', op: 'in_last', within: days(backDays) },
    },
    {
      kind: 'event_time',
      which: 'first',
      ...order,
      window: { kind: 'ever' },
      is: { type: 'date', op: 'before_last', within },
    },
  )
}

function byCycle(cycleDays: number): ReadyMadeRule[] {
  const cycle = Math.min(900, Math.max(1, Math.round(cycleDays)))
  return [
    ready(
      'lifecycle',
      'due',
      text('该复购了', 'Due to buy again'),
      text(
        `距上次下单过了一到两个购买周期（本店中位数 ${cycle} 天）`,
        `One to two purchase cycles since the last order (${cycle} days, the median of this shop)`,
      ),
      all(date('last_order_at', 'before_last', cycle), date('last_order_at', 'in_last', 2 * cycle)),
    ),
    ready(
      'lifecycle',
      'overdue',
      text('该买没买', 'Overdue'),
      text(
        `超过两个购买周期没下单，还不到四个（本店中位数 ${cycle} 天）`,
        `Two to four purchase cycles since the last order (${cycle} days, the median of this shop)`,
      ),
      all(date('last_order_at', 'before_last', 2 * cycle), date('last_order_at', 'in_last', 4 * cycle)),
    ),
  ]
}
