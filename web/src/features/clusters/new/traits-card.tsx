import { type ClusterTrait, clusterLimits } from '@rapport/contract'
import { Checkbox, Switch } from 'antd'
import { useTexts } from '../../../lib/texts'
import { Card, useTraitLabel } from '../../../ui'
import styles from '../clusters.module.css'
import { clusterTexts } from '../texts'
import { toggled } from './draft'
import type { SettingsProps } from './settings-cards'

/** The traits to group by, each as it is or by its logarithm. */
export function TraitsCard({
  choices,
  draft,
  onChange,
}: SettingsProps & { readonly choices: readonly ClusterTrait[] }) {
  const t = useTexts(clusterTexts)
  return (
    <Card title={t('traitsTitle')} hint={t('traitsHint')}>
      <ul className={styles.traits}>
        {choices.map((choice) => (
          <Choice key={choice.trait} choice={choice} draft={draft} onChange={onChange} />
        ))}
      </ul>
      <p className={styles.traitNote}>
        <span>{t('logHint')}</span>
        <span aria-live="polite">
          {t('traitsCount', { count: draft.traits.length, max: clusterLimits.traitsMax })}
        </span>
      </p>
    </Card>
  )
}

function Choice({ choice, draft, onChange }: SettingsProps & { readonly choice: ClusterTrait }) {
  const t = useTexts(clusterTexts)
  const label = useTraitLabel()(choice.trait)
  const chosen = draft.traits.find(({ trait }) => trait === choice.trait)
  const isFull = draft.traits.length >= clusterLimits.traitsMax
  const setLog = (log: boolean) =>
    onChange({ traits: draft.traits.map((one) => (one.trait === choice.trait ? { ...one, log } : one)) })
  return (
    <li className={styles.trait} data-chosen={chosen !== undefined}>
      <Checkbox
        checked={chosen !== undefined}
        disabled={!chosen && isFull}
        onChange={() => onChange({ traits: toggled(draft.traits, choice) })}
      >
        {label} {choice.kind === 'days_since' && <i>{t('since')}</i>}
      </Checkbox>
      {chosen && (
        // biome-ignore lint/a11y/noLabelWithoutControl: the switch is the control inside it
        <label className={styles.hint}>
          {t('log')}{' '}
          <Switch
            size="small"
            checked={chosen.log}
            aria-label={t('logOf', { trait: label })}
            onChange={setLog}
          />
        </label>
      )}
    </li>
  )
}
