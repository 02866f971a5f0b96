import type { CampaignResults } from '@rapport/contract'
import { useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import { Card } from '../../../ui'
import { campaignTexts } from '../texts'
import styles from './results.module.css'

/** What last clicks claim; set back, because it is not what the campaign caused. */
export function AttributedCard({ results }: { readonly results: CampaignResults }) {
  const t = useTexts(campaignTexts)
  const format = useFormat()
  const { attributed, currency } = results
  return (
    <Card title={t('attributedTitle')}>
      <div className={styles.attributed}>
        <span className={styles.attributedFigure}>{format.money(attributed.revenueMinor, currency)}</span>
        <span className="r-muted">
          {t('attributedNote', {
            orders: format.count(attributed.orders),
            people: format.count(attributed.people),
          })}
        </span>
      </div>
      <p className={styles.note}>{t('attributedHint')}</p>
    </Card>
  )
}
