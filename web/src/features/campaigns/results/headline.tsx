import type { CampaignResults, Incremental } from '@rapport/contract'
import { Tooltip } from 'antd'
import { useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import { Card, StatusBadge, type Tone } from '../../../ui'
import { IntervalLine } from '../interval/interval-line'
import { scaleOf } from '../interval/scale'
import { useRoughMoney } from '../rough-money'
import { campaignTexts } from '../texts'
import { conclude } from './conclusion'
import styles from './results.module.css'

const tones: Readonly<Record<Incremental['verdict'], Tone>> = {
  increase: 'good',
  decrease: 'bad',
  inconclusive: 'warn',
  no_answer: 'plain',
}

/** The answer: what the campaign brought, how sure that is, and what may be concluded. */
export function Headline({ results }: { readonly results: CampaignResults }) {
  const t = useTexts(campaignTexts)
  const format = useFormat()
  const { revenue } = results
  const money = useRoughMoney(results.currency)
  const sentences = conclude(results, { money, count: format.count, moment: format.moment })
  return (
    <Card className={styles.headline}>
      <div className={styles.headTop}>
        <h2 className={styles.headTitle}>{t('headline')}</h2>
        <span className={styles.badges}>
          <StatusBadge tone={tones[revenue.verdict]}>{t(`headline.${revenue.verdict}`)}</StatusBadge>
          <SplitBadge results={results} />
        </span>
      </div>
      <div className={styles.headBody}>
        <div>
          {revenue.kind === 'answer' && (
            <>
              <div className={styles.big} data-verdict={revenue.verdict}>
                {money(revenue.total.estimate)}
              </div>
              <div className={styles.under}>
                {t('interval95')}{' '}
                <span className="r-num">
                  {t('rangeShort', { low: money(revenue.total.low), high: money(revenue.total.high) })}
                </span>
                {' · '}
                {t('perPerson', { amount: money(revenue.perPerson.estimate) })}
              </div>
            </>
          )}
          {sentences.map(({ key, values }, index) => (
            <p key={key} className={index === 0 ? styles.lead : styles.also}>
              {t(key, values)}
            </p>
          ))}
          {results.holdout.plannedShare === 0 && results.holdout.reason && (
            <p className={styles.also}>{t('noHoldoutReason', { reason: results.holdout.reason })}</p>
          )}
        </div>
        <Comparison results={results} />
      </div>
    </Card>
  )
}

/** Whether the groups have the sizes that were planned. */
function SplitBadge({ results }: { readonly results: CampaignResults }) {
  const t = useTexts(campaignTexts)
  const format = useFormat()
  const { sampleRatio, holdout } = results
  if (holdout.plannedShare === 0) return null
  const help = t('srmHelp', {
    share: format.percent(holdout.share, 2),
    planned: format.percent(holdout.plannedShare, 2),
    p: sampleRatio.pValue.toPrecision(2),
  })
  return (
    <Tooltip title={help}>
      <span>
        <StatusBadge tone={sampleRatio.isMismatch ? 'bad' : 'good'}>
          {t(sampleRatio.isMismatch ? 'srmBad' : 'srmOk')}
        </StatusBadge>
      </span>
    </Tooltip>
  )
}

/** Both estimates of revenue on one scale, and conversions on another. */
function Comparison({ results }: { readonly results: CampaignResults }) {
  const t = useTexts(campaignTexts)
  const format = useFormat()
  const { revenue, revenueUnadjusted, conversions, varianceReduction, currency } = results
  const money = useRoughMoney(currency)
  const people = (value: number) => t('conversionsTotal', { count: format.count(Math.round(value)) })
  const isAdjusted = revenue.kind === 'answer' && revenue.method === 'cuped'
  const answers = [revenue, revenueUnadjusted].flatMap((one) => (one.kind === 'answer' ? [one.total] : []))
  const scale = scaleOf(answers)
  const gain =
    varianceReduction !== null && varianceReduction > 0.005
      ? t('narrower', { share: format.percent(varianceReduction) })
      : undefined
  return (
    <div className={styles.intervals}>
      {isAdjusted && (
        <IntervalRow title={t('adjusted')} note={gain} answer={revenue} scale={scale} write={money} />
      )}
      <IntervalRow title={t('unadjusted')} answer={revenueUnadjusted} scale={scale} write={money} />
      <IntervalRow
        title={t('headlineConversions')}
        answer={conversions}
        scale={scaleOf(conversions.kind === 'answer' ? [conversions.total] : [])}
        write={people}
      />
      <p className={styles.zeroNote}>{t('zeroLine')}</p>
    </div>
  )
}

function IntervalRow(props: {
  readonly title: string
  readonly note?: string
  readonly answer: Incremental
  readonly scale: ReturnType<typeof scaleOf>
  readonly write: (value: number) => string
}) {
  const { title, note, answer, scale, write } = props
  const t = useTexts(campaignTexts)
  if (answer.kind === 'no_answer')
    return (
      <div className={styles.intervalRow}>
        <span className={styles.intervalTitle}>{title}</span>
        <span className="r-muted" title={t(`refuse.${answer.reason}`)}>
          {t('noAnswerShort')}
        </span>
      </div>
    )
  const { estimate, low, high } = answer.total
  const words = t('range', { estimate: write(estimate), low: write(low), high: write(high) })
  return (
    <div className={styles.intervalRow}>
      <span className={styles.intervalTitle}>
        {title}
        {note && <span className={styles.gain}>{note}</span>}
      </span>
      <span className={styles.intervalEnds}>
        <b>{write(estimate)}</b> {t('rangeShort', { low: write(low), high: write(high) })}
      </span>
      <IntervalLine
        interval={answer.total}
        scale={scale}
        verdict={answer.verdict}
        label={`${title}: ${words}`}
        size="large"
      />
    </div>
  )
}
