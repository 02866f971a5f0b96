import { ruleLimits } from '@rapport/contract'
import { Button, Select } from 'antd'
import type { ReactNode } from 'react'
import { useTexts } from '../../../../lib/texts'
import { Icon } from '../../../../ui'
import { AddMore } from '../add-more'
import styles from '../builder.module.css'
import { EventPick } from '../event-pick'
import { leafTexts } from '../leaf-texts'
import { OccurrenceLimits } from '../occurrence-limits'
import { builderTexts } from '../texts'
import { DurationValue } from '../value-editors'
import { WindowEditor } from '../window-editor'
import type { LeafRowProps } from './row'
import { type DraftSequence, type DraftStep, newStep } from './sequence'

/** Events one after another, a line a step, and what must not follow. */
export function SequenceRow({ node, onChange }: LeafRowProps<DraftSequence>) {
  const t = useTexts(leafTexts)
  const { steps, absent } = node
  const set = (change: Partial<DraftSequence>) => onChange({ ...node, ...change })
  const setStep = (step: DraftStep) =>
    set({ steps: steps.map((before) => (before.id === step.id ? step : before)) })
  const withoutStep = (id: string) => {
    const [first, ...rest] = steps.filter((step) => step.id !== id)
    set({ steps: first ? [{ ...first, within: null }, ...rest] : [] })
  }
  return (
    <div className={styles.sequence}>
      <WindowEditor window={node.window} onChange={(window) => set({ window })} />
      <ol className={styles.steps}>
        {steps.map((step, at) => (
          <Step
            key={step.id}
            step={step}
            label={t('stepLabel', { number: at + 1 })}
            lead={at === 0 ? t(steps.length > 1 ? 'stepFirst' : 'stepOnly') : t('stepThen')}
            tail={at === 0 ? '' : t('stepAgain')}
            timed={at === 0 ? 'never' : 'maybe'}
            onChange={setStep}
            onRemove={steps.length > 1 ? () => withoutStep(step.id) : undefined}
          />
        ))}
        {absent && (
          <Step
            step={absent}
            label={t('absentLabel')}
            lead={t('stepNot')}
            tail={t('stepNotDone')}
            timed="always"
            onChange={(next) => set({ absent: next })}
            onRemove={() => set({ absent: null })}
          />
        )}
      </ol>
      <span className={styles.limits}>
        {steps.length < ruleLimits.sequenceStepsMax && (
          <AddMore label={t('addStep')} onClick={() => set({ steps: [...steps, newStep()] })} />
        )}
        {!absent && <AddMore label={t('addAbsent')} onClick={() => set({ absent: newStep() })} />}
      </span>
    </div>
  )
}

interface StepProps {
  readonly step: DraftStep
  readonly label: string
  /** The words before and after how soon it comes. */
  readonly lead: string
  readonly tail: string
  /** Whether it comes within a time after the step before it. */
  readonly timed: 'never' | 'maybe' | 'always'
  readonly onChange: (step: DraftStep) => void
  readonly onRemove?: () => void
}

function Step({ step, label, lead, tail, timed, onChange, onRemove }: StepProps) {
  const t = useTexts(builderTexts)
  const leaf = useTexts(leafTexts)
  const set = (change: Partial<DraftStep>) => onChange({ ...step, ...change })
  return (
    <li className={styles.step} aria-label={label}>
      <Word>{lead}</Word>
      {timed !== 'never' && <HowSoon step={step} isFixed={timed === 'always'} onChange={onChange} />}
      <Word>{tail}</Word>
      <EventPick value={step} label={t('behaviour')} placeholder={t('chooseEvent')} onChange={set} />
      {onRemove && (
        <Button
          type="text"
          size="small"
          icon={<Icon name="close" size={14} />}
          aria-label={`${leaf('removeStep')}: ${label}`}
          title={leaf('removeStep')}
          onClick={onRemove}
        />
      )}
      <OccurrenceLimits value={step} onChange={set} />
    </li>
  )
}

const aDay = { amount: 1, unit: 'day' } as const

function HowSoon(props: {
  readonly step: DraftStep
  readonly isFixed: boolean
  readonly onChange: (step: DraftStep) => void
}) {
  const leaf = useTexts(leafTexts)
  const { step, isFixed, onChange } = props
  return (
    <span className={styles.pair}>
      {isFixed ? (
        leaf('withinWord') && <Word>{leaf('withinWord')}</Word>
      ) : (
        <Select<'any' | 'some'>
          value={step.within ? 'some' : 'any'}
          aria-label={leaf('howSoon')}
          popupMatchSelectWidth={false}
          options={[
            { value: 'some', label: leaf('withinSome') },
            { value: 'any', label: leaf('anyTime') },
          ]}
          onChange={(chosen) => onChange({ ...step, within: chosen === 'some' ? aDay : null })}
        />
      )}
      {step.within && (
        <DurationValue value={step.within} onChange={(within) => onChange({ ...step, within })} />
      )}
      {step.within && !isFixed && <Word>{leaf('stepWithin')}</Word>}
    </span>
  )
}

function Word({ children }: { readonly children: ReactNode }) {
  return children ? <span className={styles.word}>{children}</span> : null
}
