import { ruleLimits } from '@rapport/contract'
import { Input, Select } from 'antd'
import { useTexts } from '../../../../lib/texts'
import styles from '../builder.module.css'
import { leafTexts } from '../leaf-texts'
import { NumberValue } from '../value-editors'
import { type DraftDistance, placeIn } from './distance'
import type { LeafRowProps } from './row'

/** A condition on how far from a place a customer is. */
export function DistanceRow({ node, onChange }: LeafRowProps<DraftDistance>) {
  const t = useTexts(leafTexts)
  return (
    <>
      <span className={styles.word}>{t('distanceFrom')}</span>
      <Input
        className={styles.place}
        value={node.from}
        aria-label={t('distancePlace')}
        placeholder="31.2304, 121.4737"
        inputMode="decimal"
        status={placeIn(node.from) ? undefined : 'warning'}
        onChange={(event) => onChange({ ...node, from: event.target.value })}
      />
      <Select
        value={node.op}
        aria-label={t('distanceLabel')}
        popupMatchSelectWidth={false}
        options={(['within', 'not_within'] as const).map((op) => ({ value: op, label: t(`distance.${op}`) }))}
        onChange={(op) => onChange({ ...node, op })}
      />
      <span className={styles.pair}>
        <NumberValue
          value={node.km}
          label={t('distanceKm')}
          min={ruleLimits.distanceKmMin}
          max={ruleLimits.distanceKmMax}
          onChange={(km) => onChange({ ...node, km })}
        />
        <span className={styles.word}>{t('kilometres')}</span>
      </span>
    </>
  )
}
