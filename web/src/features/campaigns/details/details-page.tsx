import type { Campaign } from '@rapport/contract'
import { Link } from '@tanstack/react-router'
import { useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import { Card, DateTime, Facts, Notice } from '../../../ui'
import { CampaignFrame } from '../campaign-frame'
import styles from '../results/results.module.css'
import { campaignTexts } from '../texts'

/** What was planned, by whom, and how it is measured. */
export function DetailsPage() {
  return <CampaignFrame>{(campaign) => <Details campaign={campaign} />}</CampaignFrame>
}

function Details({ campaign }: { readonly campaign: Campaign }) {
  const t = useTexts(campaignTexts)
  const format = useFormat()
  return (
    <div className={styles.stack}>
      {campaign.state === 'scheduled' && campaign.startsAt && (
        <Notice title={t('scheduledFor', { time: format.moment(campaign.startsAt) })}>
          {t('scheduledHint')}
        </Notice>
      )}
      <Card title={t('details')}>
        <Facts
          facts={[...contentFacts(campaign, t), ...useMeasureFacts(campaign), ...useLifeFacts(campaign)]}
        />
      </Card>
    </div>
  )
}

type Translate = ReturnType<typeof useTexts<keyof (typeof campaignTexts.catalogue)['en']>>

function contentFacts({ audience, audienceName, templateId, templateName, ...rest }: Campaign, t: Translate) {
  const { templateVersion, schedule, startsAt } = rest
  const segment =
    audience?.kind === 'segment' ? (
      <Link to={`/segments/${audience.segmentId}`}>{audienceName}</Link>
    ) : (
      audienceName || (audience ? t('ownRule') : '–')
    )
  const template = templateId ? (
    <Link to={`/templates/${templateId}`}>{templateName}</Link>
  ) : (
    templateName || '–'
  )
  const when =
    schedule.kind === 'at' ? `${schedule.localTime.replace('T', ' ')} (${schedule.timezone})` : t('when.now')
  return [
    { label: t('audience'), value: segment },
    { label: t('template'), value: template },
    ...(templateVersion === null
      ? []
      : [{ label: t('version'), value: t('templateVersion', { version: templateVersion }) }]),
    { label: t('schedule'), value: startsAt ? <DateTime at={startsAt} /> : when },
  ]
}

function useMeasureFacts({ holdoutShare, holdoutReason, ...rest }: Campaign) {
  const t = useTexts(campaignTexts)
  const format = useFormat()
  const { conversionEvent, windowDays, prePeriodDays } = rest
  return [
    {
      label: t('holdoutShare'),
      value:
        holdoutShare === 0
          ? t('noHoldoutReason', { reason: holdoutReason || '–' })
          : format.percent(holdoutShare),
    },
    { label: t('conversionEvent'), value: conversionEvent },
    { label: t('window'), value: t('windowDays', { days: windowDays }) },
    {
      label: t('prePeriod'),
      value: prePeriodDays === 0 ? t('noPrePeriod') : t('daysCount', { count: prePeriodDays }),
    },
  ]
}

function useLifeFacts({ createdBy, createdAt, launchedBy, launchedAt, finishedAt }: Campaign) {
  const t = useTexts(campaignTexts)
  const format = useFormat()
  const by = (name: string, at: string) => t('byAt', { name: name || '–', at: format.moment(at) })
  return [
    { label: t('createdBy'), value: by(createdBy, createdAt) },
    ...(launchedAt ? [{ label: t('launchedBy'), value: by(launchedBy, launchedAt) }] : []),
    ...(finishedAt ? [{ label: t('finished'), value: <DateTime at={finishedAt} /> }] : []),
  ]
}
