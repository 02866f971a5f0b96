import { type Act, actKind } from '../acts'
import type { ScheduledCampaign } from '../campaigns'
import type { Properties, SystemEvent } from '../message'
import { type Language, userIdOf } from '../person'
import { at } from '../random'
import type { World } from '../world'
import type { Teller } from './teller'
import type { Link, Visit } from './visit'

const context = { library: { name: 'rapport', version: '1' } } as const

const systemEventOf: Partial<Record<Act['kind'], SystemEvent>> = {
  [actKind.assigned]: 'campaign_assigned',
  [actKind.sent]: 'message_sent',
  [actKind.delivered]: 'message_delivered',
  [actKind.bounced]: 'message_bounced',
  [actKind.opened]: 'message_opened',
  [actKind.clicked]: 'message_clicked',
  [actKind.unsubscribed]: 'message_unsubscribed',
}

/** What the send engine says of one person in one campaign. */
export function tellCampaignEvent(world: World, act: Act, teller: Teller): void {
  const event = systemEventOf[act.kind]
  if (event === undefined) throw new RangeError(`act ${act.kind} is none of a campaign`)
  const campaign = at(world.campaigns, act.key)
  const visit: Visit = { context, language: 'zh-CN', userId: userIdOf(act.person) }
  const properties = { campaign_id: campaign.id, channel: 'email', ...detailsOf(act, campaign) }
  teller.track(visit, 0, event, properties)
}

function detailsOf({ kind, click }: Act, { key }: ScheduledCampaign): Properties {
  if (kind === actKind.assigned) return { arm: click === 1 ? 'holdout' : 'treated' }
  if (kind === actKind.clicked) return { url: `https://shop.example/s/${key}` }
  if (kind !== actKind.bounced) return {}
  return click === 1
    ? { bounce_type: 'hard', reason: '550 5.1.1 mailbox unavailable' }
    : { bounce_type: 'soft', reason: '452 4.2.2 mailbox full' }
}

/** The link in a campaign's message, as the visit it opens shows it. */
export function campaignLink({ campaigns }: World, index: number, language: Language): Link {
  const { id, key, nameZh, nameEn } = at(campaigns, index)
  const campaign = language === 'zh-CN' ? nameZh : nameEn
  return { source: 'rapport', medium: 'email', campaign: campaign || key, referrer: '', campaignId: id }
}
