import type { CampaignResults } from '@rapport/contract'
import { useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import { Card } from '../../../ui'
import { campaignTexts } from '../texts'
import styles from './results.module.css'

/** Those who were assigned and got nothing, and why. */
export function NotSentCard({ results }: { readonly results: CampaignResults }) {
  const t = useTexts(campaignTexts)
  const format = useFormat()
  return (
    <Card title={t('notSentTitle')} hint={t('notSentHint')}>
      {results.notSent.length === 0 ? (
        <p className="r-muted">{t('notSentNone')}</p>
      ) : (
        <ul className={styles.reasons}>
          {results.notSent.map(({ reason, people }) => (
            <li key={reason} className={styles.reason}>
              <span>{t(`delivery.${reason}`)}</span>
              <span>{format.count(people)}</span>
            </li>
          ))}
        </ul>
      )}
      <p className={styles.note}>{t('ittNote')}</p>
    </Card>
  )
}
