import type { RfmConfig, RfmGroup, RfmRun, RfmSummary } from '@rapport/contract'
import { Button } from 'antd'
import { useCallback } from 'react'
import { useLocale, useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import { Card, type Column, DataTable, listOf, Meter, Money } from '../../../ui'
import styles from './rfm.module.css'
import type { Selection } from './selection'
import { rfmTexts } from './texts'

export interface GroupsCardProps {
  readonly run: RfmRun
  readonly summary: RfmSummary
  readonly selection: Selection | null
  readonly onSelect?: (selection: Selection | null) => void
}

/** The named segments, one line each. */
export function SegmentsCard({ run, summary, onSelect }: GroupsCardProps) {
  const t = useTexts(rfmTexts)
  const nameOf = useSegmentName(run.config)
  const view = onSelect && ((key: string) => onSelect({ kind: 'segment', key }))
  const columns = useGroupColumns(summary, t('segment'), nameOf, view)
  return (
    <Card title={t('segmentsTitle')} hint={t('segmentsHint')} flush>
      <DataTable
        bare
        label={t('segmentsTitle')}
        columns={columns}
        list={listOf(summary.segments)}
        rowKey={({ key }) => key}
        onOpen={view && (({ key }) => view(key))}
      />
    </Card>
  )
}

/** What the run called its segments; those whom none took are others. */
export function useSegmentName(config: RfmConfig): (key: string) => string {
  const t = useTexts(rfmTexts)
  const locale = useLocale()
  return useCallback(
    (key) => config.segments.find((segment) => segment.key === key)?.name[locale] ?? t('other'),
    [config, locale, t],
  )
}

/** Columns that segments and classes share. */
export function useGroupColumns(
  summary: RfmSummary,
  title: string,
  nameOf: (key: string) => string,
  onView: ((key: string) => void) | undefined,
): Column<RfmGroup>[] {
  const t = useTexts(rfmTexts)
  const format = useFormat()
  const share = (people: number) => (summary.people > 0 ? people / summary.people : 0)
  const view: Column<RfmGroup> = {
    key: 'view',
    title: '',
    width: 80,
    render: ({ key, people }) => (
      <Button type="link" size="small" disabled={people === 0} onClick={() => onView?.(key)}>
        {t('view')}
        <span className="r-hidden">{nameOf(key)}</span>
      </Button>
    ),
  }
  return [
    {
      key: 'name',
      title,
      phone: 'title',
      render: ({ key }) => <b className={styles.groupName}>{nameOf(key)}</b>,
    },
    { key: 'people', title: t('people'), align: 'end', render: ({ people }) => format.count(people) },
    {
      key: 'share',
      title: t('share'),
      render: ({ key, people }) => <Meter share={share(people)} label={nameOf(key)} />,
    },
    {
      key: 'revenue',
      title: t('revenue'),
      align: 'end',
      render: ({ revenueMinor }) => <Money minor={Math.round(revenueMinor)} compact />,
    },
    {
      key: 'aov',
      title: t('aov'),
      align: 'end',
      phone: 'none',
      render: ({ aovMinor }) => <Money minor={Math.round(aovMinor)} />,
    },
    {
      key: 'recency',
      title: t('recencyMedian'),
      align: 'end',
      render: ({ people, medianRecencyDays }) =>
        people === 0 ? '–' : t('daysAgo', { count: format.count(Math.round(medianRecencyDays)) }),
    },
    {
      key: 'frequency',
      title: t('frequencyMedian'),
      align: 'end',
      phone: 'none',
      render: ({ people, medianFrequency }) => (people === 0 ? '–' : format.count(medianFrequency)),
    },
    ...(onView ? [view] : []),
  ]
}
