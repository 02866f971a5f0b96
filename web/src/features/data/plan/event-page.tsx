import {
  type PlannedEvent,
  type PlannedType,
  plannedEventSchema,
  plannedStatuses,
  plannedTypes,
  type SavedPlan,
} from '@rapport/contract'
import { useNavigate } from '@tanstack/react-router'
import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import { useSearchState } from '../../../lib/search-state'
import { useMay } from '../../../lib/session'
import { useTexts } from '../../../lib/texts'
import { Card, ConfirmButton, Notice, Page, QueryView, StatusBadge } from '../../../ui'
import { keyOf, withEvents, withoutEvent } from './event-lines'
import { usePlannedName } from './events-panel'
import styles from './plan.module.css'
import { PropertiesEditor } from './properties-editor'
import { isChangedMeanwhile, useDraft, usePlan, useReloadPlan, useSavePlan } from './queries'
import { ReactionSetting, reactions, strictReactions } from './rules-panel'
import { planTexts } from './texts'

const stateSchema = z.object({
  type: z.enum(plannedTypes).optional(),
  name: z.coerce.string().default(''),
})

const blank: PlannedEvent = plannedEventSchema.parse({ type: 'page' })

/** One event of the plan: declared already, seen and not declared, or new. */
export function PlannedEventPage() {
  const [{ type, name }] = useSearchState(stateSchema)
  const query = usePlan()
  const t = useTexts(planTexts)
  const nameOf = usePlannedName()
  const key = type && keyOf({ type, name })
  const isDeclared = query.data?.plan.events.some((event) => keyOf(event) === key) ?? false
  const draft = useDraft(Boolean(key) && query.isSuccess && !isDeclared)
  const [round, setRound] = useState(0)
  const reload = useReloadPlan()
  const editor = (saved: SavedPlan, drafted?: readonly PlannedEvent[]) => (
    <EventEditor
      key={`${key} ${round}`}
      saved={saved}
      initial={startOf(saved, drafted, type, name)}
      isDeclared={isDeclared}
      onReload={() => void reload().then(() => setRound(round + 1))}
    />
  )
  return (
    <Page
      title={type ? nameOf({ type, name }) : t('newTitle')}
      crumbs={[{ label: t('back'), to: '/data/plan' }]}
      badge={
        key &&
        !isDeclared &&
        draft.isSuccess && <StatusBadge tone="warn">{t('status.undeclared')}</StatusBadge>
      }
      width="narrow"
    >
      <QueryView query={query} rows={8}>
        {(saved) =>
          !key || isDeclared ? (
            editor(saved)
          ) : (
            <QueryView query={draft} rows={8}>
              {({ plan }) => editor(saved, plan.events)}
            </QueryView>
          )
        }
      </QueryView>
    </Page>
  )
}

/** What editing begins with: the declaration, what was inferred, or nothing. */
function startOf(
  { plan }: SavedPlan,
  drafted: readonly PlannedEvent[] | undefined,
  type: PlannedType | undefined,
  name: string,
): PlannedEvent {
  const key = type && keyOf({ type, name })
  const isIt = (event: PlannedEvent) => keyOf(event) === key
  return plan.events.find(isIt) ?? drafted?.find(isIt) ?? { ...blank, type: type ?? 'track', name }
}

function EventEditor(props: {
  readonly saved: SavedPlan
  readonly initial: PlannedEvent
  readonly isDeclared: boolean
  readonly onReload: () => void
}) {
  const { initial, onReload } = props
  // what editing began with: what others save meanwhile is found by its version, not taken in unseen
  const [{ saved, isDeclared }] = useState(props)
  const t = useTexts(planTexts)
  const may = useMay()
  const save = useSavePlan()
  const navigate = useNavigate()
  const nameOf = usePlannedName()
  const [event, setEvent] = useState(initial)
  const change = (next: Partial<PlannedEvent>) => setEvent({ ...event, ...next })
  const isReadOnly = !may('data:write')
  const isUsable = plannedEventSchema.safeParse(event).success
  const done = () => void navigate({ to: '/data/plan' })
  const keep = () => {
    const rest =
      isDeclared && keyOf(initial) !== keyOf(event) ? withoutEvent(saved.plan, keyOf(initial)) : saved.plan
    save.mutate({ from: saved, plan: withEvents(rest, [event]) }, { onSuccess: done })
  }
  const remove = async () => {
    await save.mutateAsync({ from: saved, plan: withoutEvent(saved.plan, keyOf(initial)) })
    done()
  }
  return (
    <div className={styles.stack}>
      {isReadOnly && <Notice tone="plain">{t('readOnly')}</Notice>}
      {!isDeclared && initial.properties.length > 0 && <Notice tone="info">{t('declareThis')}</Notice>}
      {isChangedMeanwhile(save.error) && (
        <Notice
          tone="bad"
          actions={
            <Button size="small" onClick={onReload}>
              {t('reload')}
            </Button>
          }
        >
          {t('changed')}
        </Notice>
      )}
      <Card title={t('basics')}>
        <Basics event={event} disabled={isReadOnly} onChange={change} />
      </Card>
      <Card
        title={event.type === 'identify' ? t('traits') : t('properties')}
        hint={t(event.type === 'identify' ? 'traitsHint' : 'propertiesHint')}
      >
        <PropertiesEditor
          properties={event.properties}
          disabled={isReadOnly}
          onChange={(properties) => change({ properties })}
        />
      </Card>
      <Card title={t('reactions')} hint={t('reactionsHint')}>
        <ReactionSetting
          name="onUnknownProperty"
          choices={['inherit', ...reactions] as const}
          value={event.onUnknownProperty ?? 'inherit'}
          disabled={isReadOnly}
          onChange={(value) => change({ onUnknownProperty: value === 'inherit' ? null : value })}
        />
        <ReactionSetting
          name="onViolation"
          choices={['inherit', ...strictReactions] as const}
          value={event.onViolation ?? 'inherit'}
          disabled={isReadOnly}
          onChange={(value) => change({ onViolation: value === 'inherit' ? null : value })}
        />
      </Card>
      {!isReadOnly && (
        <div className={styles.foot}>
          {isDeclared && (
            <ConfirmButton
              danger
              title={t('removeTitle', { name: nameOf(initial) })}
              detail={t('removeText')}
              verb={t('remove')}
              done={t('removed')}
              onConfirm={remove}
            >
              {t('remove')}
            </ConfirmButton>
          )}
          <Button onClick={done}>{t('cancel')}</Button>
          <Button type="primary" disabled={!isUsable} loading={save.isPending} onClick={keep}>
            {t('save')}
          </Button>
        </div>
      )}
    </div>
  )
}

function Basics(props: {
  readonly event: PlannedEvent
  readonly disabled: boolean
  readonly onChange: (next: Partial<PlannedEvent>) => void
}) {
  const { event, disabled, onChange } = props
  const t = useTexts(planTexts)
  const isView = event.type === 'page' || event.type === 'screen'
  return (
    <div className={styles.fields}>
      <div className={styles.field}>
        <span className={styles.label}>{t('type')}</span>
        <Select
          aria-label={t('type')}
          value={event.type}
          disabled={disabled}
          options={plannedTypes.map((value) => ({ value, label: t(`type.${value}`) }))}
          onChange={(type) => onChange({ type, ...(type === 'identify' && { name: '' }) })}
        />
      </div>
      <div className={styles.field}>
        <span className={styles.label}>{t('status')}</span>
        <Select
          aria-label={t('status')}
          value={event.status}
          disabled={disabled}
          options={plannedStatuses.map((value) => ({ value, label: t(`status.${value}`) }))}
          onChange={(status) => onChange({ status })}
        />
      </div>
      {event.type !== 'identify' && (
        <div className={`${styles.field} ${styles.wide}`}>
          <span className={styles.label}>{t(isView ? 'namePage' : 'name')}</span>
          <Input
            aria-label={t(isView ? 'namePage' : 'name')}
            value={event.name}
            maxLength={200}
            disabled={disabled}
            onChange={(change) => onChange({ name: change.target.value })}
          />
          <span className={styles.hint}>{t(isView ? 'namePageHint' : 'nameHint')}</span>
        </div>
      )}
      <div className={`${styles.field} ${styles.wide}`}>
        <span className={styles.label}>{t('description')}</span>
        <Input.TextArea
          aria-label={t('description')}
          placeholder={t('descriptionHint')}
          value={event.description}
          maxLength={2_000}
          disabled={disabled}
          autoSize={{ minRows: 2 }}
          onChange={(change) => onChange({ description: change.target.value })}
        />
      </div>
    </div>
  )
}
