import { type HomeReport, reportsApi } from '@rapport/contract'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { z } from 'zod'
import { call } from '../../lib/api'
import { zoneLabel } from '../../lib/format-time'
import { useSearchState } from '../../lib/search-state'
import { useSession } from '../../lib/session'
import { useTexts } from '../../lib/texts'
import { useDayWords, useFormat } from '../../lib/use-format'
import { useNow } from '../../lib/use-now'
import { Notice, Page, PeriodChoice, QueryView } from '../../ui'
import { Attention } from './attention'
import { DemoProgressCard, useDemo, useWhenEnded } from './demo-progress'
import { FigureBoard } from './figure-board'
import { FirstRun } from './first-run'
import { GettingStarted } from './getting-started'
import styles from './home.module.css'
import { LifecycleCard } from './lifecycle-card'
import { RecentCampaigns } from './recent-campaigns'
import { homeTexts } from './texts'

const periods = [7, 30, 90, 365] as const
const search = z.object({ days: z.union(periods.map((days) => z.literal(days))).default(30) })

/** The shop's numbers, what needs attention, and what the last campaigns brought. */
export function HomePage() {
  const { workspace } = useSession()
  const greeting = useGreeting()
  const [{ days }, change] = useSearchState(search)
  const { progress } = useDemo()
  const isDemoLoading = progress?.state === 'running'
  const report = useQuery({
    queryKey: ['reports', 'home', days],
    queryFn: ({ signal }) => call(reportsApi.home, { query: { days }, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: isDemoLoading ? 5_000 : 60_000,
  })
  useWhenEnded(isDemoLoading, () => void report.refetch())
  const isEmpty = report.data?.newestEventAt === null && report.data.customers === 0
  if (isEmpty && workspace?.startedWith !== 'empty') return <FirstRun />
  if (isEmpty) return <GettingStarted />
  return (
    <Page
      title={greeting}
      lead={report.data && <PeriodWords report={report.data} days={days} />}
      actions={<PeriodChoice choices={periods} days={days} onChange={(next) => change({ days: next })} />}
    >
      {isDemoLoading && <DemoProgressCard />}
      <QueryView query={report} rows={8}>
        {(data) => (
          <>
            {data.endsWithData && !isDemoLoading && <DataEnds day={data.period.to} />}
            <FigureBoard report={data} />
            <div className={styles.columns}>
              <LifecycleCard report={data} />
              <Attention />
            </div>
            <RecentCampaigns />
          </>
        )}
      </QueryView>
    </Page>
  )
}

/** Which days these are and what they are compared with. Days stand for themselves, so they are written as of UTC. */
function PeriodWords({ report, days }: { readonly report: HomeReport; readonly days: number }) {
  const t = useTexts(homeTexts)
  const { locale } = useFormat()
  const day = useDayWords()
  const zone = zoneLabel(report.timezone, locale, report.period.to)
  return <>{t('lead', { from: day(report.period.from), to: day(report.period.to), days, zone })}</>
}

function DataEnds({ day }: { readonly day: string }) {
  const t = useTexts(homeTexts)
  return <Notice tone="info">{t('endsWithData', { day: useDayWords()(day) })}</Notice>
}

const partsOfDay = [
  { until: 5, key: 'hello.evening' },
  { until: 11, key: 'hello.morning' },
  { until: 13, key: 'hello.noon' },
  { until: 18, key: 'hello.afternoon' },
  { until: 24, key: 'hello.evening' },
] as const

/** By the reader's own clock: it is their morning, not the shop's. */
function useGreeting(): string {
  const t = useTexts(homeTexts)
  const { me } = useSession()
  const hour = useNow().getHours()
  const part = partsOfDay.find(({ until }) => hour < until) ?? partsOfDay[0]
  return t(part.key, { name: me.user.name })
}
