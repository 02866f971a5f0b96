import { type Campaign, type CampaignSummary, campaignsApi } from '@rapport/contract'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { call } from '../../lib/api'
import { useMay } from '../../lib/session'
import { useTexts } from '../../lib/texts'
import { useFormat } from '../../lib/use-format'
import {
  Card,
  type Column,
  DataTable,
  DateTime,
  EmptyState,
  LinkButton,
  listOf,
  QueryView,
  StatusBadge,
  type Tone,
} from '../../ui'
import { homeTexts } from './texts'

const campaignsShown = 5

interface Line {
  readonly campaign: Campaign
  readonly summary: CampaignSummary | undefined
}

/** The campaigns launched last, each with what it brought beyond its hold-out. */
export function RecentCampaigns() {
  const t = useTexts(homeTexts)
  const may = useMay()
  const lines = useQuery({
    queryKey: ['home', 'campaigns'],
    queryFn: ({ signal }) => recentLines(signal),
    enabled: may('campaigns:read'),
  })
  if (!may('campaigns:read')) return null
  return (
    <Card
      title={t('campaigns')}
      hint={t('campaignsHint')}
      extra={<Link to="/campaigns">{t('allCampaigns')}</Link>}
      flush
    >
      <QueryView query={lines}>
        {(data) => (data.length > 0 ? <Lines lines={data} /> : <NoCampaigns />)}
      </QueryView>
    </Card>
  )
}

function Lines({ lines }: { readonly lines: readonly Line[] }) {
  const t = useTexts(homeTexts)
  const format = useFormat()
  const navigate = useNavigate()
  const columns: Column<Line>[] = [
    {
      key: 'name',
      title: t('campaign'),
      phone: 'title',
      render: ({ campaign }) => <Link to={`/campaigns/${campaign.id}`}>{campaign.name}</Link>,
    },
    {
      key: 'date',
      title: t('date'),
      render: ({ campaign }) => <DateTime at={campaign.launchedAt} show="day" />,
    },
    {
      key: 'people',
      title: t('people'),
      align: 'end',
      render: ({ summary }) => (summary ? format.count(summary.people) : '–'),
    },
    {
      key: 'sent',
      title: t('sent'),
      align: 'end',
      render: ({ summary }) => (summary ? format.count(summary.sent) : '–'),
    },
    {
      key: 'incremental',
      title: t('incremental'),
      align: 'end',
      render: ({ summary }) => <IncrementalRevenue summary={summary} />,
    },
    { key: 'verdict', title: t('verdict'), render: ({ summary }) => <Verdict summary={summary} /> },
  ]
  return (
    <DataTable
      label={t('campaigns')}
      columns={columns}
      list={listOf(lines)}
      rowKey={({ campaign }) => campaign.id}
      onOpen={({ campaign }) => void navigate({ to: `/campaigns/${campaign.id}` })}
      bare
    />
  )
}

function IncrementalRevenue({ summary }: { readonly summary: CampaignSummary | undefined }) {
  const t = useTexts(homeTexts)
  const format = useFormat()
  if (summary?.revenue.kind !== 'answer') return <>–</>
  const { estimate, low, high } = summary.revenue.total
  return (
    <span className="r-num" title={t('interval', { low: format.money(low), high: format.money(high) })}>
      {format.moneyCompact(estimate)}
    </span>
  )
}

const tones: Readonly<Record<CampaignSummary['revenue']['verdict'], Tone>> = {
  increase: 'good',
  decrease: 'bad',
  inconclusive: 'plain',
  no_answer: 'plain',
}

function Verdict({ summary }: { readonly summary: CampaignSummary | undefined }) {
  const t = useTexts(homeTexts)
  if (!summary) return <>–</>
  const { verdict } = summary.revenue
  return (
    <StatusBadge tone={tones[verdict]} busy={summary.isOpen}>
      {t(`verdict.${verdict}`)}
      {summary.isOpen && ` · ${t('stillOpen')}`}
    </StatusBadge>
  )
}

function NoCampaigns() {
  const t = useTexts(homeTexts)
  const may = useMay()
  const begin = (
    <LinkButton to="/campaigns/new" isPrimary>
      {t('newCampaign')}
    </LinkButton>
  )
  return (
    <EmptyState
      scene="send"
      title={t('noCampaigns')}
      hint={t('noCampaignsHint')}
      actions={may('campaigns:write') && begin}
      compact
    />
  )
}

async function recentLines(signal: AbortSignal): Promise<Line[]> {
  const { items } = await call(campaignsApi.list, { query: { limit: 20 }, signal })
  const launched = items.filter(({ launchedAt }) => launchedAt !== null).slice(0, campaignsShown)
  if (launched.length === 0) return []
  const ids = launched.map(({ id }) => id).join(',')
  const { items: summaries } = await call(campaignsApi.summaries, { query: { ids }, signal })
  return launched.map((campaign) => ({
    campaign,
    summary: summaries.find(({ campaignId }) => campaignId === campaign.id),
  }))
}
