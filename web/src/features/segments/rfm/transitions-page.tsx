import { type RfmTransitions, rfmApi } from '@rapport/contract'
import { useQuery } from '@tanstack/react-query'
import { DatePicker, Segmented } from 'antd'
import dayjs from 'dayjs'
import { useId, useState } from 'react'
import { call } from '../../../lib/api'
import { useTexts } from '../../../lib/texts'
import { useDayWords } from '../../../lib/use-format'
import { Card, EmptyState, Page, QueryView } from '../../../ui'
import { MembersTable } from '../members-table'
import { rfmConfigQuery, rfmLatestQuery, rfmTransitionsQuery } from '../queries'
import { segmentTexts } from '../texts'
import { rfmTexts } from './texts'
import { transitionTexts } from './transition-texts'
import styles from './transitions.module.css'
import { TransitionsTable } from './transitions-table'
import { useGroupName } from './use-group-name'

type By = RfmTransitions['by']

/** Where customers went between two days: from which group to which, and who. */
export function TransitionsPage() {
  const t = useTexts(transitionTexts)
  const rfm = useTexts(rfmTexts)
  const segments = useTexts(segmentTexts)
  const latest = useQuery(rfmLatestQuery)
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      crumbs={[
        { label: segments('title'), to: '/segments' },
        { label: rfm('title'), to: '/segments/rfm' },
      ]}
    >
      <QueryView query={latest} rows={8}>
        {({ run, lastOrderDay }) =>
          lastOrderDay === null ? (
            <EmptyState scene="chart" title={t('emptyTitle')} hint={t('emptyHint')} />
          ) : (
            <Between end={run?.asOf ?? lastOrderDay} />
          )
        }
      </QueryView>
    </Page>
  )
}

function Between({ end }: { readonly end: string }) {
  const t = useTexts(transitionTexts)
  const [days, setDays] = useState(() => ({ from: monthBefore(end), to: end }))
  const [by, setBy] = useState<By>('segment')
  const moves = useQuery(rfmTransitionsQuery({ ...days, by }))
  return (
    <>
      <Card>
        <div className={styles.choice}>
          <Day label={t('from')} day={days.from} onChange={(from) => setDays(inOrder({ ...days, from }))} />
          <Day label={t('to')} day={days.to} onChange={(to) => setDays(inOrder({ ...days, to }))} />
          <Segmented<By>
            value={by}
            aria-label={t('by')}
            options={[
              { value: 'segment', label: t('by.segment') },
              { value: 'class', label: t('by.class') },
            ]}
            onChange={setBy}
          />
        </div>
      </Card>
      <QueryView query={moves} rows={8}>
        {(data) => <Moves key={`${data.from} ${data.to} ${data.by}`} data={data} />}
      </QueryView>
    </>
  )
}

function Day(props: {
  readonly label: string
  readonly day: string
  readonly onChange: (day: string) => void
}) {
  const id = useId()
  return (
    <div className={styles.day}>
      <label htmlFor={id}>{props.label}</label>
      <DatePicker
        id={id}
        value={dayjs(props.day)}
        allowClear={false}
        disabledDate={(date) => date.isAfter(dayjs(), 'day')}
        onChange={(date) => date && props.onChange(date.format('YYYY-MM-DD'))}
      />
    </div>
  )
}

interface Move {
  readonly from: string
  readonly to: string
}

function Moves({ data }: { readonly data: RfmTransitions }) {
  const t = useTexts(transitionTexts)
  const dayWords = useDayWords()
  const config = useQuery(rfmConfigQuery)
  const nameOf = useGroupName(config.data, data.by)
  const [move, setMove] = useState<Move | null>(null)
  const { from, to, by } = data
  return (
    <>
      <Card title={t('tableTitle', { from: dayWords(from), to: dayWords(to) })} hint={t('tableHint')}>
        <TransitionsTable data={data} nameOf={nameOf} picked={move} onPick={setMove} />
      </Card>
      {move && (
        <Card title={t('peopleTitle', { from: nameOf(move.from), to: nameOf(move.to) })} flush>
          <MembersTable
            name={['rfm', 'movers', from, to, by, move]}
            load={(cursor, signal) =>
              call(rfmApi.transitionPeople, {
                query: { from, to, by, fromKey: move.from, toKey: move.to, cursor, limit: 10 },
                signal,
              })
            }
          />
        </Card>
      )}
    </>
  )
}

const monthBefore = (day: string) => dayjs(day).subtract(1, 'month').format('YYYY-MM-DD')

/** The later day is never before the earlier one, whichever was chosen last. */
function inOrder(days: { readonly from: string; readonly to: string }) {
  if (days.from < days.to) return days
  return { from: monthBefore(days.to), to: days.to }
}
