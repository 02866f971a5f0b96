import type { LookalikeFeature } from '@rapport/contract'
import { useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import { Card, ScrollBox, useTraitLabel, useTraitValueLabel } from '../../../ui'
import styles from './lookalikes.module.css'
import { lookalikeTexts } from './texts'

const shownMax = 12

/** What counts most, in which direction, with the means of both sides. */
export function FeaturesCard({ features }: { readonly features: readonly LookalikeFeature[] }) {
  const t = useTexts(lookalikeTexts)
  const figureOf = useFigure()
  const nameOf = useName()
  const most = Math.max(...features.map(({ weight }) => Math.abs(weight)), Number.MIN_VALUE)
  return (
    <Card title={t('featuresTitle')} hint={t('featuresHint')} flush>
      <ScrollBox label={t('featuresTitle')}>
        <table className={styles.features}>
          <thead>
            <tr>
              <th scope="col">{t('feature')}</th>
              <th scope="col">{t('weight')}</th>
              <th scope="col">{t('seedMean')}</th>
              <th scope="col">{t('othersMean')}</th>
            </tr>
          </thead>
          <tbody>
            {features.slice(0, shownMax).map((feature) => (
              <tr key={`${feature.trait} ${feature.value}`}>
                <th scope="row">{nameOf(feature)}</th>
                <td>
                  <span className={styles.weight} data-less={feature.weight < 0} aria-hidden="true">
                    <i style={barOf(feature.weight / most)} />
                    <b />
                  </span>
                  <span className={styles.weightFigure}>{feature.weight.toFixed(2).replace('-', '−')}</span>
                </td>
                <td>{figureOf(feature, feature.seed)}</td>
                <td>{figureOf(feature, feature.others)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </Card>
  )
}

/** Half of the track is the largest weight. */
function barOf(share: number) {
  const width = Math.abs(share) * 50
  return { width: `${width}%`, left: `${share < 0 ? 50 - width : 50}%` }
}

function useName(): (feature: LookalikeFeature) => string {
  const t = useTexts(lookalikeTexts)
  const labelOf = useTraitLabel()
  const valueLabel = useTraitValueLabel()
  return ({ trait, kind, value }) => {
    if (value !== null) return t('hasValue', { trait: labelOf(trait), value: valueLabel(value) })
    return kind === 'days_since' ? t('sinceDays', { trait: labelOf(trait) }) : labelOf(trait)
  }
}

function useFigure(): (feature: LookalikeFeature, value: number) => string {
  const t = useTexts(lookalikeTexts)
  const format = useFormat()
  return ({ trait, kind, value: category }, value) => {
    if (category !== null || trait === 'discount_share') return format.percent(value, 1)
    if (kind === 'money') return format.moneyCompact(Math.round(value))
    if (kind === 'days_since') return t('daysAgo', { count: format.count(Math.round(value)) })
    return format.count(Number(value.toPrecision(3)))
  }
}
