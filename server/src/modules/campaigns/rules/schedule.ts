import type { CampaignSchedule } from '@rapport/contract'
import { DateTime } from 'luxon'

export interface Start {
  readonly at: Date
  /** That clock time does not exist, or exists twice, on that day: the clocks change. */
  readonly isAmbiguous: boolean
}

/** When a schedule begins. A time skipped by the clocks moves on by what they skip; of a repeated one the first counts. */
export function startOf(schedule: CampaignSchedule, now: Date): Start {
  if (schedule.kind === 'now') return { at: now, isAmbiguous: false }
  const local = DateTime.fromISO(schedule.localTime, { zone: schedule.timezone })
  const candidates = local.getPossibleOffsets()
  const [first = local] = [...candidates].sort((a, b) => a.toMillis() - b.toMillis())
  const isSkipped = first.toFormat("yyyy-MM-dd'T'HH:mm") !== schedule.localTime
  return { at: first.toJSDate(), isAmbiguous: candidates.length > 1 || isSkipped }
}
