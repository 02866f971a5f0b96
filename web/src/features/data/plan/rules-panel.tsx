import type { Reaction, SavedPlan, StrictReaction, TrackingPlan } from '@rapport/contract'
import { Button, Segmented, Switch } from 'antd'
import { useState } from 'react'
import { useMay } from '../../../lib/session'
import { useNamed, useTexts } from '../../../lib/texts'
import { Card } from '../../../ui'
import styles from './plan.module.css'
import { useSavePlan } from './queries'
import { planTexts } from './texts'

export const reactions: readonly Reaction[] = ['allow', 'report', 'quarantine']
export const strictReactions: readonly StrictReaction[] = ['report', 'quarantine']

/** What becomes of messages that are not as planned. */
export function RulesPanel({ saved }: { readonly saved: SavedPlan }) {
  const t = useTexts(planTexts)
  const may = useMay()
  const save = useSavePlan()
  const [plan, setPlan] = useState(saved.plan)
  const change = (next: Partial<TrackingPlan>) => setPlan({ ...plan, ...next })
  const isReadOnly = !may('data:write')
  const isChanged = JSON.stringify(plan) !== JSON.stringify(saved.plan)
  return (
    <Card title={t('tab.rules')} hint={t('rulesLead')}>
      <div className={styles.setting}>
        <div className={styles.settingText}>
          <span className={styles.settingName}>{t('isOn')}</span>
          <span className={styles.hint}>{t('isOnHint')}</span>
        </div>
        <Switch
          aria-label={t('isOn')}
          checked={plan.isOn}
          disabled={isReadOnly}
          onChange={(isOn) => change({ isOn })}
        />
      </div>
      <ReactionSetting
        name="onUnknownEvent"
        choices={reactions}
        value={plan.onUnknownEvent}
        disabled={isReadOnly}
        onChange={(onUnknownEvent) => change({ onUnknownEvent })}
      />
      <ReactionSetting
        name="onUnknownProperty"
        choices={reactions}
        value={plan.onUnknownProperty}
        disabled={isReadOnly}
        onChange={(onUnknownProperty) => change({ onUnknownProperty })}
      />
      <ReactionSetting
        name="onViolation"
        choices={strictReactions}
        value={plan.onViolation}
        disabled={isReadOnly}
        onChange={(onViolation) => change({ onViolation })}
      />
      {isReadOnly ? (
        <p className={styles.hint}>{t('readOnly')}</p>
      ) : (
        <div className={styles.foot}>
          <Button
            type="primary"
            disabled={!isChanged}
            loading={save.isPending}
            onClick={() => save.mutate({ from: saved, plan })}
          >
            {t('save')}
          </Button>
        </div>
      )}
    </Card>
  )
}

/** One kind of fault and what becomes of it, with what the choice means. */
export function ReactionSetting<R extends Reaction | 'inherit'>(props: {
  readonly name: 'onUnknownEvent' | 'onUnknownProperty' | 'onViolation'
  readonly choices: readonly R[]
  readonly value: R
  readonly disabled: boolean
  readonly onChange: (value: R) => void
}) {
  const { name, choices, value, disabled, onChange } = props
  const t = useTexts(planTexts)
  const named = useNamed(planTexts)
  return (
    <div className={styles.setting}>
      <div className={styles.settingText}>
        <span className={styles.settingName}>{t(name)}</span>
        <span className={styles.hint}>{t(`${name}Hint`)}</span>
      </div>
      <Segmented<R>
        aria-label={t(name)}
        value={value}
        disabled={disabled}
        options={choices.map((choice) => ({
          value: choice,
          label: named('reaction', choice),
          title: choice === 'inherit' ? '' : named('reactionHint', choice),
        }))}
        onChange={onChange}
      />
    </div>
  )
}
