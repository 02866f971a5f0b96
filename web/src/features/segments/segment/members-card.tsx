import { type Segment, segmentsApi } from '@rapport/contract'
import { DatePicker } from 'antd'
import type { Dayjs } from 'dayjs'
import { useState } from 'react'
import { call } from '../../../lib/api'
import { useTexts } from '../../../lib/texts'
import { useDayWords, useFormat } from '../../../lib/use-format'
import { Card } from '../../../ui'
import { liveTexts } from '../live-texts'
import { MembersTable } from '../members-table'
import { segmentTexts } from '../texts'

export interface MembersCardProps {
  readonly segment: Segment
  /** Since when entries and exits are known; null while they are not. */
  readonly since: string | null
}

/** Who is in the segment now, or was at the end of a day. */
export function MembersCard({ segment, since }: MembersCardProps) {
  const t = useTexts(segmentTexts)
  const live = useTexts(liveTexts)
  const format = useFormat()
  const dayWords = useDayWords()
  const [day, setDay] = useState<string | null>(null)
  const isKnown = (date: Dayjs) =>
    since !== null && !date.endOf('day').isBefore(since) && date.valueOf() < Date.now()
  return (
    <Card
      title={t('members')}
      hint={day === null ? t('membersHint') : live('pastHint', { at: dayWords(day) })}
      extra={
        since !== null && (
          <DatePicker
            size="small"
            placeholder={live('now')}
            aria-label={live('at')}
            disabledDate={(date: Dayjs) => !isKnown(date)}
            title={live('notThen', { since: format.day(since) })}
            onChange={(date) => setDay(date ? date.format('YYYY-MM-DD') : null)}
          />
        )
      }
      flush
    >
      <MembersTable
        name={['segments', 'members', segment.id, segment.version, day]}
        whyOf={segment.id}
        load={(cursor, signal) =>
          call(segmentsApi.members, {
            params: { id: segment.id },
            query: { cursor, limit: 20, ...(day && { day }) },
            signal,
          })
        }
      />
    </Card>
  )
}
