import type { RfmRun } from '@rapport/contract'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useMay } from '../../../lib/session'
import { useNamed, useTexts } from '../../../lib/texts'
import { useDayWords, useFormat } from '../../../lib/use-format'
import {
  Card,
  EmptyState,
  Icon,
  LinkButton,
  Money,
  Notice,
  Page,
  Progress,
  QueryView,
  StatStrip,
} from '../../../ui'
import { rfmLatestQuery } from '../queries'
import { ClassesCard } from './classes-card'
import { CutsCard } from './cuts-card'
import { GridCard } from './grid-card'
import { HistoryCard } from './history-card'
import { PeopleCard } from './people-card'
import styles from './rfm.module.css'
import { RunButton } from './run-button'
import { SegmentsCard } from './segments-card'
import type { Selection } from './selection'
import { SharesCard } from './shares-card'
import { rfmTexts } from './texts'

/** Everybody who bought, scored by recency, frequency and money: the grid, the named segments, the eight classes. */
export function RfmPage() {
  const t = useTexts(rfmTexts)
  const latest = useQuery(rfmLatestQuery)
  const run = latest.data?.run ?? null
  return (
    <Page
      title={t('title')}
      lead={run ? <RanOn run={run} /> : t('lead')}
      actions={
        <Actions
          isFirst={run === null}
          lastOrderDay={latest.data?.lastOrderDay ?? null}
          isBusy={Boolean(latest.data?.current)}
        />
      }
    >
      {latest.data?.current && (
        <Card>
          <Progress
            label={t('running')}
            done={latest.data.current.progress.done}
            total={latest.data.current.progress.total}
          />
        </Card>
      )}
      <QueryView query={latest} rows={8}>
        {({ run: shown }) => (shown?.summary ? <Run run={shown} /> : <NoRun />)}
      </QueryView>
    </Page>
  )
}

function RanOn({ run }: { readonly run: RfmRun }) {
  const t = useTexts(rfmTexts)
  const format = useFormat()
  const dayWords = useDayWords()
  return <>{t('ranOn', { day: dayWords(run.asOf), by: run.startedBy, at: format.moment(run.startedAt) })}</>
}

function Actions(props: {
  readonly isFirst: boolean
  readonly lastOrderDay: string | null
  readonly isBusy: boolean
}) {
  const t = useTexts(rfmTexts)
  const may = useMay()
  const transitions = (
    <LinkButton to="/segments/rfm/transitions" icon={<Icon name="chart" size={16} />}>
      {t('transitions')}
    </LinkButton>
  )
  if (!may('segments:write')) return transitions
  return (
    <>
      {transitions}
      <LinkButton to="/segments/rfm/settings" icon={<Icon name="settings" size={16} />}>
        {t('settings')}
      </LinkButton>
      <RunButton {...props} />
    </>
  )
}

function NoRun() {
  const t = useTexts(rfmTexts)
  return <EmptyState scene="chart" title={t('emptyTitle')} hint={t('emptyHint')} />
}

function Run({ run }: { readonly run: RfmRun }) {
  const t = useTexts(rfmTexts)
  const named = useNamed(rfmTexts)
  const format = useFormat()
  const [selection, setSelection] = useState<Selection | null>(null)
  const { summary, config } = run
  if (!summary) return null
  const { people, orders, revenueMinor } = summary
  const pick = run.writesTraits ? setSelection : undefined
  return (
    <>
      {!run.writesTraits && <Notice>{t('lookOnly')}</Notice>}
      <StatStrip
        label={t('figures')}
        items={[
          {
            label: t('buyers'),
            value: format.count(people),
            note: run.writesTraits ? t('changed', { count: format.count(run.changed) }) : undefined,
          },
          { label: t('orders'), value: format.count(orders) },
          { label: t('revenue'), value: <Money minor={revenueMinor} compact /> },
          {
            label: t('aov'),
            value: <Money minor={orders > 0 ? Math.round(revenueMinor / orders) : null} />,
          },
          {
            label: t('method'),
            value: <span className={styles.method}>{named('method', config.method.kind)}</span>,
          },
        ]}
      />
      <div className={styles.columns}>
        <GridCard summary={summary} selection={selection} onSelect={pick} />
        <SharesCard run={run} summary={summary} />
      </div>
      {selection && (
        <PeopleCard run={run} summary={summary} selection={selection} onClear={() => setSelection(null)} />
      )}
      <SegmentsCard run={run} summary={summary} selection={selection} onSelect={pick} />
      <ClassesCard run={run} summary={summary} selection={selection} onSelect={pick} />
      <div className={styles.stacked}>
        <CutsCard cutPoints={summary.cutPoints} />
        <HistoryCard />
      </div>
    </>
  )
}
