import { comparisonLimits, type SegmentComparison, targetsApi } from '@rapport/contract'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Segmented, Select } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import { call } from '../../../lib/api'
import { useSearchState } from '../../../lib/search-state'
import { useTexts } from '../../../lib/texts'
import { Card, EmptyState, Notice, Page, QueryView, useTraitLabel } from '../../../ui'
import { segmentChoicesQuery } from '../queries'
import styles from './compare.module.css'
import { CompareTable } from './compare-table'
import { IntervalPlot } from './interval-plot'
import { type Measure, measures } from './measures'
import { compareTexts } from './texts'

const search = z.object({
  segments: z.string().default(''),
  channel: z.enum(['email', 'sms']).default('email'),
  by: z.enum(measures).default('people'),
  order: z.enum(['down', 'up']).default('down'),
})

/** Segments side by side, to choose whom to write to. What is compared is kept in the address. */
export function ComparePage() {
  const t = useTexts(compareTexts)
  const [{ segments, channel, by, order }, change] = useSearchState(search)
  const names = useQuery(segmentChoicesQuery)
  const ids = segments === '' ? [] : segments.split(',')
  const isEnough = ids.length >= comparisonLimits.segmentsMin
  const comparison = useQuery({
    queryKey: ['segments', 'comparison', segments, channel],
    queryFn: ({ signal }) => call(targetsApi.compare, { body: { segmentIds: ids, channel }, signal }),
    enabled: isEnough,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  })
  return (
    <Page title={t('title')} lead={t('lead')} crumbs={[{ label: t('segments'), to: '/segments' }]}>
      <Card>
        <div className={styles.choose}>
          <div className={styles.field}>
            <span>{t('choose')}</span>
            <Select<string[]>
              mode="multiple"
              showSearch={{ optionFilterProp: 'label' }}
              maxCount={comparisonLimits.segmentsMax}
              value={ids}
              loading={names.isPending}
              aria-label={t('choose')}
              placeholder={t('choosePlaceholder', { max: comparisonLimits.segmentsMax })}
              options={names.data ?? []}
              onChange={(chosen) => change({ segments: chosen.join(',') })}
            />
          </div>
          <div className={styles.field}>
            <span>{t('channel')}</span>
            <Segmented<'email' | 'sms'>
              value={channel}
              aria-label={t('channel')}
              options={[
                { value: 'email', label: t('channel.email') },
                { value: 'sms', label: t('channel.sms') },
              ]}
              onChange={(next) => change({ channel: next })}
            />
          </div>
        </div>
      </Card>
      {isEnough ? (
        <QueryView query={comparison} rows={8}>
          {(data) => (
            <Compared
              comparison={data}
              by={by}
              isDescending={order === 'down'}
              onSort={(next, isDescending) => change({ by: next, order: isDescending ? 'down' : 'up' })}
            />
          )}
        </QueryView>
      ) : (
        <EmptyState scene="chart" title={t('emptyTitle')} hint={t('emptyHint')} />
      )}
    </Page>
  )
}

interface ComparedProps {
  readonly comparison: SegmentComparison
  readonly by: Measure
  readonly isDescending: boolean
  readonly onSort: (by: Measure, isDescending: boolean) => void
}

function Compared({ comparison, ...sorting }: ComparedProps) {
  const t = useTexts(compareTexts)
  const isAnswered = comparison.items.some(({ expected }) => expected)
  const [measure, setMeasure] = useState<Measure>(isAnswered ? 'revenue' : 'people')
  return (
    <>
      <Card title={t('plotTitle')} hint={t('plotHint')}>
        <div className={styles.plotHead}>
          <span>{t('measure')}</span>
          <Select<Measure>
            value={measure}
            aria-label={t('measure')}
            options={measures.map((value) => ({ value, label: t(value) }))}
            onChange={setMeasure}
          />
        </div>
        <IntervalPlot comparison={comparison} measure={measure} />
      </Card>
      <CompareTable comparison={comparison} {...sorting} />
      <Meaning comparison={comparison} />
    </>
  )
}

/** What the figures say, what they do not, and where they come from. */
function Meaning({ comparison: { campaigns, items } }: { readonly comparison: SegmentComparison }) {
  const t = useTexts(compareTexts)
  const labelOf = useTraitLabel()
  if (campaigns.length === 0) return <Notice>{t('noneLearnt')}</Notice>
  const names = campaigns.map(({ name }) => name).join(' · ')
  const ofToday = items.filter(
    ({ response, traitsOfToday }) => response.kind === 'answer' && traitsOfToday.length > 0,
  )
  return (
    <Notice>
      <div className={styles.notes}>
        <p>{t('learnt', { count: campaigns.length, names })}</p>
        <p>{t('says')}</p>
        <p>{t('saysNot')}</p>
        {ofToday.map(({ id, name, traitsOfToday }) => (
          <p key={id}>{t('traitsOfToday', { name, traits: traitsOfToday.map(labelOf).join(' · ') })}</p>
        ))}
      </div>
    </Notice>
  )
}
