import type { CampaignMember } from '@rapport/contract'

/** How far somebody got: the last stage that is known of them. */
export function stepOf(
  member: CampaignMember,
): 'holdout' | 'none' | 'sent' | 'delivered' | 'opened' | 'clicked' {
  if (member.arm === 'holdout') return 'holdout'
  if (member.clickedAt) return 'clicked'
  if (member.openedAt) return 'opened'
  if (member.deliveredAt) return 'delivered'
  return member.sentAt ? 'sent' : 'none'
}
