import type { Campaign, CampaignChanges } from '@rapport/contract'

/** What the wizard edits; everything else of a campaign comes from it. */
export type Draft = Pick<
  Campaign,
  | 'name'
  | 'audience'
  | 'templateId'
  | 'schedule'
  | 'holdoutShare'
  | 'holdoutReason'
  | 'conversionEvent'
  | 'windowDays'
  | 'prePeriodDays'
>

const fields = [
  'name',
  'audience',
  'templateId',
  'schedule',
  'holdoutShare',
  'holdoutReason',
  'conversionEvent',
  'windowDays',
  'prePeriodDays',
] as const satisfies readonly (keyof Draft)[]

export function draftOf(campaign: Campaign): Draft {
  return Object.fromEntries(fields.map((field) => [field, campaign[field]])) as unknown as Draft
}

/** What differs from the campaign as it is stored; null when nothing does. */
export function changesOf(campaign: Campaign, draft: Draft): CampaignChanges | null {
  const changed = fields.filter((field) => JSON.stringify(draft[field]) !== JSON.stringify(campaign[field]))
  if (changed.length === 0) return null
  return { ...Object.fromEntries(changed.map((field) => [field, draft[field]])), version: campaign.version }
}

export const steps = ['audience', 'message', 'schedule', 'review'] as const
export type Step = (typeof steps)[number]

/** Whether a step is filled in far enough to go on. */
export function isFilled(step: Step, draft: Draft): boolean {
  switch (step) {
    case 'audience':
      return hasAudience(draft)
    case 'message':
      return draft.templateId !== null
    case 'schedule':
      return draft.holdoutShare > 0 || draft.holdoutReason.trim() !== ''
    case 'review':
      return true
  }
}

export function hasAudience({ name, audience }: Pick<Draft, 'name' | 'audience'>): boolean {
  return name.trim() !== '' && audience !== null
}

/** The step where a check can be mended. */
export function stepOfCheck(code: string): Step {
  if (
    ['no_audience', 'segment_missing', 'empty_audience', 'nobody_reachable', 'few_reachable'].includes(code)
  )
    return 'audience'
  if (code.includes('template')) return 'message'
  return 'schedule'
}
