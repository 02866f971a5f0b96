import { campaignLimits, dataApi } from '@rapport/contract'
import { useQuery } from '@tanstack/react-query'
import { AutoComplete, DatePicker, Input, InputNumber, Select, Slider } from 'antd'
import dayjs from 'dayjs'
import { type ReactNode, useId, useMemo } from 'react'
import { call } from '../../../lib/api'
import { useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import { useWorkspace } from '../../../lib/workspace'
import { Card, ChoiceCards } from '../../../ui'
import { campaignTexts } from '../texts'
import type { StepProps } from './audience-step'
import styles from './wizard.module.css'

/** When it goes out, who is held out, and how it is measured. */
export function ScheduleStep(props: StepProps) {
  return (
    <div className={styles.stack}>
      <When {...props} />
      <Holdout {...props} />
      <Measure {...props} />
    </div>
  )
}

const localFormat = 'YYYY-MM-DDTHH:mm'
const tomorrowHour = 10

function When({ draft, onChange }: StepProps) {
  const t = useTexts(campaignTexts)
  const { timezone } = useWorkspace()
  const { schedule } = draft
  const pick = (kind: 'now' | 'at') => {
    if (kind === 'now') return onChange({ schedule: { kind } })
    const localTime = dayjs().add(1, 'day').hour(tomorrowHour).minute(0).format(localFormat)
    onChange({ schedule: { kind, localTime, timezone } })
  }
  return (
    <Card title={t('whenTitle')}>
      <div className={styles.stack}>
        <ChoiceCards
          label={t('whenTitle')}
          value={schedule.kind}
          onChange={pick}
          choices={[
            { value: 'now', title: t('when.now'), hint: t('when.nowHint') },
            { value: 'at', title: t('when.at'), hint: t('when.atHint') },
          ]}
        />
        {schedule.kind === 'at' && (
          <div className={styles.pair}>
            <Field label={t('whenTime')}>
              {(id) => (
                <DatePicker
                  id={id}
                  showTime={{ format: 'HH:mm' }}
                  format="YYYY-MM-DD HH:mm"
                  allowClear={false}
                  value={dayjs(schedule.localTime)}
                  onChange={(value) =>
                    value && onChange({ schedule: { ...schedule, localTime: value.format(localFormat) } })
                  }
                />
              )}
            </Field>
            <Field label={t('whenZone')}>
              {(id) => (
                <Select
                  id={id}
                  showSearch
                  value={schedule.timezone}
                  options={zoneOptions}
                  onChange={(zone) => onChange({ schedule: { ...schedule, timezone: zone } })}
                />
              )}
            </Field>
          </div>
        )}
      </div>
    </Card>
  )
}

const zoneOptions = Intl.supportedValuesOf('timeZone').map((zone) => ({ value: zone, label: zone }))

function Holdout({ draft, onChange }: StepProps) {
  const t = useTexts(campaignTexts)
  const format = useFormat()
  const percent = Math.round(draft.holdoutShare * 1_000) / 10
  const setPercent = (value: number | null) => onChange({ holdoutShare: (value ?? 0) / 100 })
  const percentMax = campaignLimits.holdoutShareMax * 100
  return (
    <Card title={t('holdoutTitle')} hint={t('holdoutExplain')}>
      <div className={styles.stack}>
        <Field label={t('holdoutShare')}>
          {(id) => (
            <div className={styles.holdout}>
              <Slider
                min={0}
                max={percentMax}
                step={1}
                value={percent}
                onChange={setPercent}
                ariaLabelForHandle={t('holdoutShare')}
                tooltip={{ formatter: (value) => format.percent((value ?? 0) / 100) }}
              />
              <InputNumber
                id={id}
                min={0}
                max={percentMax}
                value={percent}
                onChange={setPercent}
                suffix="%"
                style={{ width: 96 }}
              />
            </div>
          )}
        </Field>
        {draft.holdoutShare === 0 && (
          <Field label={t('holdoutReason')} hint={t('holdoutReasonHint')}>
            {(id) => (
              <Input.TextArea
                id={id}
                rows={2}
                maxLength={campaignLimits.reasonCharsMax}
                value={draft.holdoutReason}
                onChange={(event) => onChange({ holdoutReason: event.target.value })}
              />
            )}
          </Field>
        )}
      </div>
    </Card>
  )
}

function Measure({ draft, onChange }: StepProps) {
  const t = useTexts(campaignTexts)
  const { data: events } = useQuery({
    queryKey: ['campaigns', 'events'],
    queryFn: async ({ signal }) => (await call(dataApi.events, { signal })).items,
  })
  const names = useMemo(
    () => [...new Set((events ?? []).filter(({ type }) => type === 'track').map(({ name }) => name))],
    [events],
  )
  return (
    <Card title={t('measureTitle')}>
      <div className={styles.pair}>
        <Field label={t('conversionEvent')} hint={t('conversionEventHint')}>
          {(id) => (
            <AutoComplete
              id={id}
              value={draft.conversionEvent}
              options={names.map((name) => ({ value: name }))}
              showSearch={{ filterOption: (typed, option) => isLike(option?.value ?? '', typed) }}
              onChange={(conversionEvent) => onChange({ conversionEvent })}
            />
          )}
        </Field>
        <Field label={t('windowLabel')} hint={t('windowHint')}>
          {(id) => (
            <InputNumber
              id={id}
              min={1}
              max={campaignLimits.windowDaysMax}
              precision={0}
              value={draft.windowDays}
              onChange={(value) => value && onChange({ windowDays: value })}
            />
          )}
        </Field>
        <Field label={t('prePeriodLabel')} hint={t('prePeriodHint')}>
          {(id) => (
            <InputNumber
              id={id}
              min={0}
              max={campaignLimits.prePeriodDaysMax}
              precision={0}
              value={draft.prePeriodDays}
              onChange={(value) => onChange({ prePeriodDays: value ?? 0 })}
            />
          )}
        </Field>
      </div>
    </Card>
  )
}

function isLike(name: string, typed: string): boolean {
  return name.toLowerCase().includes(typed.toLowerCase())
}

function Field(props: {
  readonly label: string
  readonly hint?: string
  readonly children: (id: string) => ReactNode
}) {
  const id = useId()
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{props.label}</label>
      {props.children(id)}
      {props.hint && <p className={styles.hint}>{props.hint}</p>}
    </div>
  )
}
