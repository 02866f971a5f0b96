import { Button, Select } from 'antd'
import { useNamed, useTexts } from '../../../lib/texts'
import { Icon } from '../../../ui'
import styles from './builder.module.css'
import { leafTexts } from './leaf-texts'
import type { DraftWeekTimes } from './pieces'

const weekdays = [1, 2, 3, 4, 5, 6, 7]
const workHours = { from: 9, to: 18 }

/** On which days of the week and in which hours; hours may go over midnight. */
export function WeekTimesEditor(props: {
  readonly value: DraftWeekTimes
  readonly onChange: (value: DraftWeekTimes | null) => void
}) {
  const t = useTexts(leafTexts)
  const named = useNamed(leafTexts)
  const { value, onChange } = props
  const { hours } = value
  return (
    <div className={styles.filter}>
      <span className={styles.word}>{t('onDays')}</span>
      <Select<number[]>
        mode="multiple"
        className={styles.weekdays}
        value={[...value.weekdays]}
        aria-label={t('weekdays')}
        placeholder={t('anyDay')}
        popupMatchSelectWidth={false}
        options={weekdays.map((day) => ({ value: day, label: named('day', String(day)) }))}
        onChange={(days) => onChange({ ...value, weekdays: days.sort((left, right) => left - right) })}
      />
      <Select<'all' | 'some'>
        value={hours ? 'some' : 'all'}
        aria-label={t('hours')}
        popupMatchSelectWidth={false}
        options={[
          { value: 'all', label: t('anyHour') },
          { value: 'some', label: t('setHours') },
        ]}
        onChange={(chosen) => onChange({ ...value, hours: chosen === 'some' ? workHours : null })}
      />
      {hours && <Hours hours={hours} onChange={(next) => onChange({ ...value, hours: next })} />}
      <Button
        type="text"
        size="small"
        icon={<Icon name="close" size={14} />}
        aria-label={t('removeTimes')}
        onClick={() => onChange(null)}
      />
    </div>
  )
}

type Hours = NonNullable<DraftWeekTimes['hours']>

function Hours({ hours, onChange }: { readonly hours: Hours; readonly onChange: (hours: Hours) => void }) {
  const t = useTexts(leafTexts)
  const { from, to } = hours
  const endsNextDay = (hour: number) => hour < from
  return (
    <span className={styles.pair}>
      <Select<number>
        value={from}
        aria-label={t('hourFrom')}
        popupMatchSelectWidth={false}
        options={range(0, 23).map((hour) => ({ value: hour, label: t('hour', { hour }) }))}
        onChange={(next) => onChange({ from: next, to })}
      />
      <span className={styles.word}>{t('until')}</span>
      <Select<number>
        value={to}
        aria-label={t('hourTo')}
        status={from === to ? 'warning' : undefined}
        popupMatchSelectWidth={false}
        options={range(1, 24).map((hour) => ({
          value: hour,
          label: t(endsNextDay(hour) ? 'nextDay' : 'hour', { hour }),
        }))}
        onChange={(next) => onChange({ from, to: next })}
      />
    </span>
  )
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at)
