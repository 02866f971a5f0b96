import type { Campaign, CampaignSummary } from '@rapport/contract'
import { Link } from '@tanstack/react-router'
import { useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import { type Column, DateTime } from '../../../ui'
import { IntervalLine } from '../interval/interval-line'
import { type Scale, scaleOf } from '../interval/scale'
import { isLaunched } from '../queries'
import { useRoughMoney } from '../rough-money'
import { StateBadge } from '../state-badge'
import { campaignTexts } from '../texts'
import styles from './list.module.css'

type Summaries = ReadonlyMap<string, CampaignSummary> | null

/** The columns of the list; intervals share one scale, so that campaigns can be compared at a glance. */
export function useCampaignColumns(summaries: Summaries): Column<Campaign>[] {
  const t = useTexts(campaignTexts)
  const format = useFormat()
  const scale = scaleOf(
    [...(summaries?.values() ?? [])].flatMap(({ revenue }) =>
      revenue.kind === 'answer' ? [revenue.total] : [],
    ),
  )
  return [
    {
      key: 'name',
      title: t('name'),
      phone: 'title',
      shown: 'always',
      render: (campaign) => <Name campaign={campaign} />,
    },
    { key: 'state', title: t('state'), render: ({ state }) => <StateBadge state={state} /> },
    {
      key: 'started',
      title: t('launched'),
      render: ({ startsAt }) => <DateTime at={startsAt} />,
    },
    {
      key: 'sent',
      title: t('sent'),
      align: 'end',
      render: ({ id }) => {
        const sent = summaries?.get(id)?.sent
        return sent === undefined ? '–' : <span className="r-num">{format.count(sent)}</span>
      },
    },
    {
      key: 'incremental',
      title: t('incrementalRevenue'),
      width: 300,
      render: (campaign) => (
        <Brought campaign={campaign} summary={summaries?.get(campaign.id)} scale={scale} />
      ),
    },
  ]
}

function Name({ campaign }: { readonly campaign: Campaign }) {
  const t = useTexts(campaignTexts)
  const { id, name, audience, audienceName } = campaign
  const whom = audienceName || (audience?.kind === 'rule' ? t('ownRule') : '')
  return (
    <div className={styles.name}>
      <Link to={`/campaigns/${id}`}>{name}</Link>
      {whom && <span className={styles.whom}>{whom}</span>}
    </div>
  )
}

function Brought(props: {
  readonly campaign: Campaign
  readonly summary: CampaignSummary | undefined
  readonly scale: Scale
}) {
  const { campaign, summary, scale } = props
  const t = useTexts(campaignTexts)
  const money = useRoughMoney()
  if (!isLaunched(campaign.state)) return <>–</>
  if (!summary) return <span className="r-muted">…</span>
  const { revenue, isOpen } = summary
  if (revenue.kind === 'no_answer')
    return (
      <span className="r-muted" title={t(`refuse.${revenue.reason}`)}>
        {t('noAnswerShort')}
      </span>
    )
  const { estimate, low, high } = revenue.total
  const words = t('range', { estimate: money(estimate), low: money(low), high: money(high) })
  return (
    <div className={styles.brought} title={words}>
      <span className={styles.figure} data-verdict={revenue.verdict}>
        <span className="r-num">{money(estimate)}</span>
        {isOpen && <span className={styles.open}>{t('measuring')}</span>}
      </span>
      <IntervalLine interval={revenue.total} scale={scale} verdict={revenue.verdict} label={words} />
    </div>
  )
}
