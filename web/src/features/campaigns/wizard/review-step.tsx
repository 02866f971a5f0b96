import { type Campaign, type CampaignPreview, campaignsApi, type LaunchCheck } from '@rapport/contract'
import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { call } from '../../../lib/api'
import { useNamed, useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import { Avatar, Card, ErrorState, Icon, Loading, Notice, Stat, useCustomerName } from '../../../ui'
import { campaignTexts } from '../texts'
import { type Step, stepOfCheck } from './draft'
import styles from './wizard.module.css'

/** What a launch would do now; asked anew whenever the draft has changed. */
export function usePreview(campaign: Campaign, isWanted: boolean): UseQueryResult<CampaignPreview> {
  return useQuery({
    queryKey: ['campaigns', 'preview', campaign.id, campaign.version],
    queryFn: ({ signal }) => call(campaignsApi.preview, { params: { id: campaign.id }, signal }),
    enabled: isWanted,
    staleTime: 0,
    gcTime: 0,
  })
}

/** The last look before it goes out. */
export function ReviewStep(props: {
  readonly preview: UseQueryResult<CampaignPreview>
  readonly onStep: (step: Step) => void
}) {
  const { preview, onStep } = props
  const t = useTexts(campaignTexts)
  if (preview.isError) return <ErrorState error={preview.error} onRetry={() => void preview.refetch()} />
  if (!preview.data)
    return (
      <Card title={t('checking')}>
        <Loading rows={6} />
      </Card>
    )
  return (
    <div className={styles.stack}>
      <Checks checks={preview.data.checks} onStep={onStep} />
      <Outlook preview={preview.data} onAgain={() => void preview.refetch()} isBusy={preview.isFetching} />
      <Findings preview={preview.data} />
    </div>
  )
}

function Checks(props: { readonly checks: readonly LaunchCheck[]; readonly onStep: (step: Step) => void }) {
  const { checks, onStep } = props
  const t = useTexts(campaignTexts)
  if (checks.length === 0)
    return (
      <Notice tone="good" title={t('allGood')}>
        {t('allGoodHint')}
      </Notice>
    )
  const hasErrors = checks.some(({ level }) => level === 'error')
  return (
    <Card title={t(hasErrors ? 'mustFix' : 'shouldKnow')}>
      <ul className={styles.checks}>
        {checks.map((check) => (
          <CheckLine key={check.code} check={check} onStep={onStep} />
        ))}
      </ul>
    </Card>
  )
}

function CheckLine({
  check,
  onStep,
}: {
  readonly check: LaunchCheck
  readonly onStep: (step: Step) => void
}) {
  const t = useTexts(campaignTexts)
  const named = useNamed(campaignTexts)
  const format = useFormat()
  const { code, level, details } = check
  const words = Object.fromEntries(
    Object.entries(details).map(([name, value]) => [
      name,
      typeof value === 'number' ? format.count(value) : name === 'problem' ? named('problem', value) : value,
    ]),
  )
  return (
    <li className={styles.check} data-level={level}>
      <span className={styles.checkMark}>
        <Icon name="alert" size={16} />
      </span>
      <span className={styles.checkText}>{t(`check.${code}`, words)}</span>
      {code === 'channel_missing' ? (
        <Link to="/settings/sending">{t('openSettings')}</Link>
      ) : (
        <Button size="small" type="link" onClick={() => onStep(stepOfCheck(code))}>
          {t('fixIt')}
        </Button>
      )}
    </li>
  )
}

function Outlook(props: {
  readonly preview: CampaignPreview
  readonly onAgain: () => void
  readonly isBusy: boolean
}) {
  const { preview, onAgain, isBusy } = props
  const t = useTexts(campaignTexts)
  const format = useFormat()
  const { smallestDetectableMinor: detectable, peopleLookedAt, audience } = preview
  const figures = ['audience', 'treated', 'holdout', 'reachable', 'expectedSends'] as const
  return (
    <Card
      title={t('reviewTitle')}
      extra={
        <Button size="small" icon={<Icon name="refresh" size={14} />} onClick={onAgain} loading={isBusy}>
          {t('recheck')}
        </Button>
      }
    >
      <div className={styles.stack}>
        <div className={styles.figures}>
          {figures.map((figure) => (
            <Stat key={figure} label={t(`preview.${figure}`)} value={format.count(preview[figure])} />
          ))}
        </div>
        <Skips preview={preview} />
        {peopleLookedAt < audience && (
          <p className={styles.hint}>{t('previewEstimated', { count: format.count(peopleLookedAt) })}</p>
        )}
        {detectable !== null && (
          <p className={styles.hint}>
            {t('previewDetectable', { amount: format.moneyCompact(Math.round(detectable)) })}
          </p>
        )}
        <Sample preview={preview} />
      </div>
    </Card>
  )
}

function Skips({ preview }: { readonly preview: CampaignPreview }) {
  const t = useTexts(campaignTexts)
  const format = useFormat()
  if (preview.skips.length === 0) return null
  return (
    <div>
      <div className={styles.label}>{t('previewSkips')}</div>
      <ul className={styles.skips}>
        {preview.skips.map(({ reason, people }) => (
          <li key={reason}>{`${t(`delivery.${reason}`)} ${format.count(people)}`}</li>
        ))}
      </ul>
    </div>
  )
}

function Sample({ preview }: { readonly preview: CampaignPreview }) {
  const nameOf = useCustomerName()
  const t = useTexts(campaignTexts)
  if (preview.sample.length === 0) return null
  return (
    <div>
      <div className={styles.label}>{t('previewSample')}</div>
      <div className={styles.people}>
        {preview.sample.map(({ id, name }) => (
          <Link key={id} to={`/customers/${id}`} className={styles.person}>
            <Avatar name={name} seed={id} size={24} />
            {nameOf(name, id)}
          </Link>
        ))}
      </div>
    </div>
  )
}

function Findings({ preview }: { readonly preview: CampaignPreview }) {
  const t = useTexts(campaignTexts)
  if (preview.findings.length === 0) return null
  return (
    <Card title={t('findings')}>
      <ul className={styles.checks}>
        {preview.findings.map(({ level, code, locale, part, subject, message }) => (
          <li key={`${code} ${locale} ${part} ${subject}`} className={styles.check} data-level={level}>
            <span className={styles.checkMark}>
              <Icon name="alert" size={16} />
            </span>
            <span className={styles.checkText}>{[locale, message].filter(Boolean).join(' · ')}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
