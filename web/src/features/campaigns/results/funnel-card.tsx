import type { CampaignResults } from '@rapport/contract'
import { useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import { Card } from '../../../ui'
import { campaignTexts } from '../texts'
import styles from './results.module.css'

/** How far those written to came, stage by stage. */
export function FunnelCard({ results }: { readonly results: CampaignResults }) {
  const t = useTexts(campaignTexts)
  const format = useFormat()
  const sent = results.funnel[0]?.people ?? 0
  return (
    <Card title={t('funnelTitle')} hint={t('funnelHint')}>
      <div className={styles.funnel}>
        {results.funnel.map(({ stage, people, ofSent }) => (
          <div key={stage} className={styles.stage}>
            <span className={styles.stageName}>{t(`stage.${stage}`)}</span>
            <span className={styles.track} aria-hidden="true">
              {people > 0 && <span className={styles.bar} style={{ width: `${(people / sent) * 100}%` }} />}
            </span>
            <span className={styles.stageFigures}>
              <b>{format.count(people)}</b>
              {ofSent && (
                <span>
                  {format.percent(ofSent.estimate)} (
                  {t('rangeShort', { low: format.percent(ofSent.low), high: format.percent(ofSent.high) })})
                </span>
              )}
            </span>
          </div>
        ))}
      </div>
      <p className={styles.note}>
        {[
          `${t('bounced')} ${format.count(results.bounced)}`,
          `${t('unsubscribed')} ${format.count(results.unsubscribed)}`,
          `${t('complained')} ${format.count(results.complained)}`,
        ].join(' · ')}
      </p>
    </Card>
  )
}
