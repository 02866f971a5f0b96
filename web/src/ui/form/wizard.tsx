import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useTexts } from '../../lib/texts'
import { Icon } from '../icons/icon'
import { uiTexts } from '../texts'
import styles from './form.module.css'

export interface WizardStep {
  readonly key: string
  readonly title: string
  readonly hint?: string
}

export interface WizardProps {
  readonly steps: readonly WizardStep[]
  readonly current: string
  /** Called for going back and for jumps to steps already done. */
  readonly onStep: (key: string) => void
  /** What the main button does; it comes with the step, since each step ends differently. */
  readonly onNext?: () => void
  readonly nextLabel?: string
  readonly canGoOn?: boolean
  readonly isBusy?: boolean
  /** More buttons, left of the main one. */
  readonly extra?: ReactNode
  readonly children: ReactNode
}

/** The frame of a task in steps: where one is, back, on. The page keeps the state. */
export function Wizard(props: WizardProps) {
  const { steps, current, onStep, onNext, nextLabel, canGoOn = true, isBusy = false, extra, children } = props
  const t = useTexts(uiTexts)
  const at = Math.max(
    0,
    steps.findIndex(({ key }) => key === current),
  )
  const before = steps[at - 1]
  return (
    <div className={styles.wizard}>
      <ol className={styles.steps} aria-label={t('stepOf', { step: at + 1, total: steps.length })}>
        {steps.map((step, index) => (
          <StepMark
            key={step.key}
            step={step}
            number={index + 1}
            state={index < at ? 'done' : index === at ? 'now' : 'later'}
            onPick={() => onStep(step.key)}
          />
        ))}
      </ol>
      <div className={styles.wizardBody}>
        {children}
        <div className={styles.wizardFoot}>
          {before && (
            <Button onClick={() => onStep(before.key)} disabled={isBusy}>
              {t('back')}
            </Button>
          )}
          {extra}
          {onNext && (
            <Button type="primary" onClick={onNext} disabled={!canGoOn} loading={isBusy}>
              {nextLabel ?? t('next')}
            </Button>
          )}
        </div>
      </div>
    </div>
  )
}

function StepMark(props: {
  readonly step: WizardStep
  readonly number: number
  readonly state: 'done' | 'now' | 'later'
  readonly onPick: () => void
}) {
  const { step, number, state, onPick } = props
  return (
    <li className={styles.step} data-state={state} aria-current={state === 'now' ? 'step' : undefined}>
      <span className={styles.stepDot} aria-hidden="true">
        {state === 'done' ? <Icon name="check" size={14} /> : number}
      </span>
      <div>
        {state === 'done' ? (
          <button type="button" className={styles.stepTitle} onClick={onPick}>
            {step.title}
          </button>
        ) : (
          <div className={styles.stepTitle}>{step.title}</div>
        )}
        {step.hint && <div className={styles.stepHint}>{step.hint}</div>}
      </div>
    </li>
  )
}
