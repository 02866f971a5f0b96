import { daySec, shopOffsetMs } from './calendar'
import { hashUnit, uuidOf } from './random'

/** What is known of a customer when an audience is chosen; nothing from later. */
export type AudienceFacts = {
  readonly orders: number
  /** Days since the last order; Infinity when there is none. */
  readonly quietDays: number
}

/** What a message truly does to somebody who gets it. */
export type PlantedEffect =
  | {
      readonly kind: 'extra-order'
      readonly chance: number
      /** Added for each unit of the person's discount sensitivity (0 … 1). */
      readonly chancePerSensitivity: number
      /** Works only on those who have been quiet for this long. */
      readonly quietDaysMin: number
    }
  | { readonly kind: 'none' }
  /** Each order that would have come in the window is lost with this chance. */
  | { readonly kind: 'lost-order'; readonly chance: number }
  /** Nobody buys who would not have, but with this chance a basket grows by so many items. */
  | { readonly kind: 'bigger-basket'; readonly chance: number; readonly items: number }

/** A past campaign as it is planned: the same for every seed. */
export type CampaignPlan = {
  readonly key: string
  readonly nameZh: string
  readonly nameEn: string
  readonly templateZh: string
  readonly templateEn: string
  readonly audienceZh: string
  readonly audienceEn: string
  readonly coupon: string
  readonly month: number
  readonly dayOfMonth: number
  readonly windowDays: number
  readonly holdoutShare: number
  readonly unsubscribeChance: number
  readonly isInAudience: (facts: AudienceFacts) => boolean
  readonly effect: PlantedEffect
}

export const campaignPlans: readonly CampaignPlan[] = [
  {
    key: 'winback-march',
    nameZh: '三月老友召回',
    nameEn: 'March win-back',
    templateZh: '好久不见，送您一张回归礼券',
    templateEn: 'It has been a while: a voucher for your return',
    audienceZh: '买过，但最近 60 天没有下单；同意接收邮件',
    audienceEn: 'Bought before, but not in the last 60 days; e-mail consent',
    coupon: 'BACK15',
    month: 3,
    dayOfMonth: 12,
    windowDays: 30,
    holdoutShare: 0.2,
    unsubscribeChance: 0.012,
    isInAudience: ({ orders, quietDays }) => orders >= 1 && quietDays >= 60,
    effect: { kind: 'extra-order', chance: 0.09, chancePerSensitivity: 0, quietDaysMin: 120 },
  },
  {
    key: 'vip-may',
    nameZh: '五月会员日满额赠礼',
    nameEn: 'May members’ day: a gift with larger baskets',
    templateZh: '会员日：满额即赠，专属于您',
    templateEn: 'Members’ day: a gift when you add one more',
    audienceZh: '累计下单 3 次及以上；同意接收邮件',
    audienceEn: 'Three orders or more so far; e-mail consent',
    coupon: 'VIPDAY',
    month: 5,
    dayOfMonth: 8,
    windowDays: 14,
    holdoutShare: 0.2,
    unsubscribeChance: 0.004,
    isInAudience: ({ orders }) => orders >= 3,
    effect: { kind: 'bigger-basket', chance: 0.5, items: 1 },
  },
  {
    key: 'presale-618',
    nameZh: '618 预售抢先购',
    nameEn: '618 pre-sale',
    templateZh: '618 抢先购：定金翻倍，限时三天',
    templateEn: '618 pre-sale: double deposit, three days only',
    audienceZh: '最近 180 天内下过单；同意接收邮件',
    audienceEn: 'Ordered within the last 180 days; e-mail consent',
    coupon: 'PRE618',
    month: 6,
    dayOfMonth: 14,
    windowDays: 14,
    holdoutShare: 0.15,
    unsubscribeChance: 0.006,
    isInAudience: ({ quietDays }) => quietDays <= 180,
    effect: { kind: 'extra-order', chance: 0.03, chancePerSensitivity: 0.14, quietDaysMin: 0 },
  },
  {
    key: 'anniversary-teaser',
    nameZh: '周年庆预告',
    nameEn: 'Anniversary teaser',
    templateZh: '周年庆三周后开启，先把心愿加入清单',
    templateEn: 'Our anniversary sale opens in three weeks: start a wish list',
    audienceZh: '最近 90 天内下过单；同意接收邮件',
    audienceEn: 'Ordered within the last 90 days; e-mail consent',
    coupon: 'ANNIV',
    month: 8,
    dayOfMonth: 18,
    windowDays: 21,
    holdoutShare: 0.2,
    unsubscribeChance: 0.03,
    isInAudience: ({ quietDays }) => quietDays <= 90,
    effect: { kind: 'lost-order', chance: 0.3 },
  },
  {
    key: 'double-11',
    nameZh: '双 11 主会场',
    nameEn: 'Double 11',
    templateZh: '双 11 来了：跨店满减，囤货正当时',
    templateEn: 'Double 11: savings across the whole shop',
    audienceZh: '全部会员；同意接收邮件',
    audienceEn: 'All members; e-mail consent',
    coupon: 'D11MAIL',
    month: 11,
    dayOfMonth: 8,
    windowDays: 14,
    holdoutShare: 0.2,
    unsubscribeChance: 0.008,
    isInAudience: () => true,
    effect: { kind: 'extra-order', chance: 0.012, chancePerSensitivity: 0, quietDaysMin: 0 },
  },
  {
    key: 'new-year',
    nameZh: '新年问候',
    nameEn: 'New year greeting',
    templateZh: '新年好！感谢一路相伴',
    templateEn: 'Happy new year, and thank you',
    audienceZh: '最近 120 天内下过单；同意接收邮件',
    audienceEn: 'Ordered within the last 120 days; e-mail consent',
    coupon: 'NEWYEAR',
    month: 12,
    dayOfMonth: 28,
    windowDays: 14,
    holdoutShare: 0.1,
    unsubscribeChance: 0.004,
    isInAudience: ({ quietDays }) => quietDays <= 120,
    effect: { kind: 'none' },
  },
]

/** A campaign placed in the window of one shop. */
export type ScheduledCampaign = CampaignPlan & {
  /** Stable for (seed, salt, plan, year). */
  readonly id: string
  readonly startSec: number
  readonly windowSec: number
}

/** Customers need some history before an audience means anything. */
const leadDays = 60
/** Assignment is spread over an hour; the window of the last one assigned must end before the data do. */
const marginDays = 1
const sendHour = 10

type Window = {
  readonly seed: number
  readonly salt: string
  readonly startMs: number
  readonly endMs: number
}

/** Each plan at its latest date whose whole window lies in the data, in order of time; plans that fit nowhere are left out. */
export function scheduleCampaigns(window: Window): readonly ScheduledCampaign[] {
  return campaignPlans
    .flatMap((plan) => scheduleOne(plan, window))
    .sort((left, right) => left.startSec - right.startSec)
}

function scheduleOne(plan: CampaignPlan, { seed, salt, startMs, endMs }: Window): ScheduledCampaign[] {
  const latestMs = endMs - (plan.windowDays + marginDays) * daySec * 1000
  const earliestMs = startMs + leadDays * daySec * 1000
  const endYear = new Date(endMs).getUTCFullYear()
  for (let year = endYear; year >= endYear - 1; year -= 1) {
    const sendMs = Date.UTC(year, plan.month - 1, plan.dayOfMonth, sendHour) - shopOffsetMs
    if (sendMs > latestMs || sendMs < earliestMs) continue
    const id = uuidOf(`rapport-demo:${salt}:${seed}:${plan.key}:${year}`)
    const startSec = Math.round((sendMs - startMs) / 1000)
    return [{ ...plan, id, startSec, windowSec: plan.windowDays * daySec }]
  }
  return []
}

export type Arm = 'treated' | 'holdout'

/** The arm of a person: by hash of seed, campaign and user id, whatever the person does. */
export function armOf(seed: number, campaign: CampaignPlan, userId: string): Arm {
  return hashUnit(`${seed}:${campaign.key}:${userId}`) < campaign.holdoutShare ? 'holdout' : 'treated'
}

/** A number for streams and keys that stays the same wherever the window lies: the date in the year. */
export function campaignKeyNumber({ month, dayOfMonth }: CampaignPlan): number {
  return month * 100 + dayOfMonth
}
