import { type ClusterInput, clusterLimits, clusterMissing } from '@rapport/contract'
import { InputNumber } from 'antd'
import { useId } from 'react'
import { useNamed, useTexts } from '../../../lib/texts'
import { Card, ChoiceCards } from '../../../ui'
import styles from '../clusters.module.css'
import { clusterTexts } from '../texts'
import type { Draft } from './draft'

export interface SettingsProps {
  readonly draft: Draft
  readonly onChange: (change: Partial<Draft>) => void
}

const kBegin = 4
const seedMax = 4_294_967_295

/** How many groups: as the data suggests, or a number. */
export function KCard({ draft, onChange }: SettingsProps) {
  const t = useTexts(clusterTexts)
  const id = useId()
  return (
    <Card title={t('kTitle')}>
      <ChoiceCards<'suggest' | 'own'>
        label={t('kTitle')}
        value={draft.kOwn === null ? 'suggest' : 'own'}
        choices={[
          { value: 'suggest', title: t('kSuggest'), hint: t('kSuggestHint') },
          { value: 'own', title: t('kOwn'), hint: t('kOwnHint') },
        ]}
        onChange={(choice) => onChange({ kOwn: choice === 'own' ? (draft.kOwn ?? kBegin) : null })}
      />
      {draft.kOwn !== null && (
        <div className={styles.own}>
          <label htmlFor={id} className={styles.label}>
            {t('kLabel')}
          </label>
          <InputNumber
            id={id}
            value={draft.kOwn}
            min={clusterLimits.kMin}
            max={clusterLimits.kMax}
            precision={0}
            onChange={(kOwn) => onChange({ kOwn: kOwn ?? kBegin })}
          />
        </div>
      )}
    </Card>
  )
}

/** What becomes of people who lack a trait, and the seed. */
export function MissingCard({ draft, onChange }: SettingsProps) {
  const t = useTexts(clusterTexts)
  const named = useNamed(clusterTexts)
  const id = useId()
  return (
    <Card title={t('missingTitle')}>
      <ChoiceCards<ClusterInput['missing']>
        label={t('missingTitle')}
        value={draft.missing}
        choices={clusterMissing.map((value) => ({
          value,
          title: named('missing', value),
          hint: named('missing', `${value}.hint`),
        }))}
        onChange={(missing) => onChange({ missing })}
      />
      <div className={styles.own}>
        <label htmlFor={id} className={styles.label}>
          {t('more')}
        </label>
        <InputNumber
          id={id}
          value={draft.seed}
          min={0}
          max={seedMax}
          precision={0}
          onChange={(seed) => onChange({ seed: seed ?? 1 })}
        />
        <span className={styles.hint}>{t('moreHint')}</span>
      </div>
    </Card>
  )
}
