import { type Campaign, type CampaignProgress, deliveryStates, messagesApi } from '@rapport/contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '../../../lib/api'
import { useMay } from '../../../lib/session'
import { useNamed, useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import { Card, ConfirmButton, LinkButton, Loading, Notice, Progress } from '../../../ui'
import { allCampaigns, isBusy, progressQuery } from '../queries'
import { campaignTexts } from '../texts'
import styles from './sending.module.css'

/** How far the sending is, how fast it goes, and what needs somebody. */
export function ProgressCard({ campaign }: { readonly campaign: Campaign }) {
  const t = useTexts(campaignTexts)
  const { id, state } = campaign
  const { data } = useQuery(progressQuery(id, isBusy(state)))
  if (!data)
    return (
      <Card title={t('progressTitle')}>
        <Loading rows={3} />
      </Card>
    )
  return (
    <Card title={t('progressTitle')} extra={<Speed progress={data} />}>
      <div className={styles.progress}>
        {state === 'launching' ? <Assigning progress={data} /> : <Settled progress={data} />}
        <States progress={data} />
        {data.trouble && isBusy(state) && <Trouble problem={data.trouble} />}
        {data.deliveries.uncertain > 0 && <Uncertain campaign={campaign} count={data.deliveries.uncertain} />}
      </div>
    </Card>
  )
}

function Speed({ progress }: { readonly progress: CampaignProgress }) {
  const t = useTexts(campaignTexts)
  const format = useFormat()
  const { messagesPerSecond, secondsLeft } = progress
  if (messagesPerSecond <= 0) return null
  const rate = format.count(Math.max(1, Math.round(messagesPerSecond)))
  const left = secondsLeft ? ` · ${t('left', { time: format.duration(secondsLeft * 1_000) })}` : ''
  return <span className="r-muted r-num">{`${t('speed', { rate })}${left}`}</span>
}

function Assigning({ progress }: { readonly progress: CampaignProgress }) {
  const t = useTexts(campaignTexts)
  const format = useFormat()
  const { treated, holdout } = progress.assigned
  return <p>{t('assigning', { treated: format.count(treated), holdout: format.count(holdout) })}</p>
}

function Settled({ progress }: { readonly progress: CampaignProgress }) {
  const t = useTexts(campaignTexts)
  const { deliveries, assigned } = progress
  const waiting = deliveries.pending + deliveries.held + deliveries.sending
  const total = Math.max(
    assigned.treated,
    deliveryStates.reduce((sum, one) => sum + deliveries[one], 0),
  )
  return <Progress done={Math.max(0, total - waiting)} total={total} label={t('progressNote')} />
}

/** Messages by state; states without any are left out. */
function States({ progress }: { readonly progress: CampaignProgress }) {
  const t = useTexts(campaignTexts)
  const format = useFormat()
  const { deliveries, reasons } = progress
  const shown = deliveryStates.filter((state) => deliveries[state] > 0)
  return (
    <>
      <dl className={styles.states}>
        {shown.map((state) => (
          <div key={state} className={styles.state} data-state={state}>
            <dt>{t(`d.${state}`)}</dt>
            <dd>{format.count(deliveries[state])}</dd>
          </div>
        ))}
      </dl>
      {reasons.length > 0 && (
        <p className={styles.reasons}>
          {reasons
            .map(({ reason, messages }) => `${t(`delivery.${reason}`)} ${format.count(messages)}`)
            .join(' · ')}
        </p>
      )}
      {deliveries.held > 0 && (
        <p className="r-muted">{t('heldNote', { count: format.count(deliveries.held) })}</p>
      )}
    </>
  )
}

function Trouble({ problem }: { readonly problem: string }) {
  const t = useTexts(campaignTexts)
  const named = useNamed(campaignTexts)
  return (
    <Notice
      tone="warn"
      title={t('trouble')}
      actions={
        <LinkButton to="/settings/sending" size="small">
          {t('openSettings')}
        </LinkButton>
      }
    >
      {t('troubleHint', { problem: named('problem', problem) })}
    </Notice>
  )
}

function Uncertain({ campaign, count }: { readonly campaign: Campaign; readonly count: number }) {
  const t = useTexts(campaignTexts)
  const format = useFormat()
  const may = useMay()
  const client = useQueryClient()
  const resend = async () => {
    const body = { campaignId: campaign.id, decision: 'resend' as const }
    await call(messagesApi.settleUncertain, { body })
    await client.invalidateQueries(allCampaigns)
  }
  const words = { count: format.count(count) }
  return (
    <Notice
      tone="warn"
      title={t('uncertainTitle', words)}
      actions={
        may('campaigns:launch') && (
          <ConfirmButton
            size="small"
            title={t('resendAsk', words)}
            detail={t('resendDetail')}
            verb={t('resendUncertain')}
            onConfirm={resend}
            done={t('resent')}
          >
            {t('resendUncertain')}
          </ConfirmButton>
        )
      }
    >
      {t('uncertainHint')}
    </Notice>
  )
}
