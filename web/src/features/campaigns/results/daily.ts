import type { CampaignResults } from '@rapport/contract'

export type DailyFigure = 'revenueMinor' | 'converted'
type Group = 'treated' | 'holdout'

/** A group's figure added up day by day, per person. */
export function addedUp(daily: CampaignResults['daily'], group: Group, figure: DailyFigure): number[] {
  let sum = 0
  return daily.map((day) => {
    sum += day[group][figure]
    return sum
  })
}
