import { Select } from 'antd'
import { useNamed, useTexts } from '../../../lib/texts'
import styles from './builder.module.css'
import { EventPick } from './event-pick'
import { leafTexts } from './leaf-texts'
import type { DraftWindow } from './pieces'
import { builderTexts } from './texts'
import { DayValue, DurationValue } from './value-editors'

const kinds = ['last', 'between', 'since', 'ever'] as const

/** The period in which events count. */
export function WindowEditor(props: {
  readonly window: DraftWindow
  readonly onChange: (window: DraftWindow) => void
}) {
  const t = useTexts(builderTexts)
  const named = useNamed(builderTexts)
  const { window, onChange } = props
  return (
    <span className={styles.pair}>
      <Select
        value={window.kind}
        aria-label={t('window')}
        popupMatchSelectWidth={false}
        options={kinds.map((kind) => ({ value: kind, label: named('window', kind) }))}
        onChange={(kind) => onChange({ ...window, kind })}
      />
      {window.kind === 'last' && (
        <DurationValue value={window.within} onChange={(within) => onChange({ ...window, within })} />
      )}
      {window.kind === 'between' && (
        <>
          <DayValue
            value={window.from}
            label={t('from')}
            onChange={(from) => onChange({ ...window, from })}
          />
          <span aria-hidden="true">–</span>
          <DayValue value={window.to} label={t('to')} onChange={(to) => onChange({ ...window, to })} />
        </>
      )}
      {window.kind === 'since' && <Since window={window} onChange={onChange} />}
    </span>
  )
}

/** Another event that the period begins with. */
function Since(props: { readonly window: DraftWindow; readonly onChange: (window: DraftWindow) => void }) {
  const t = useTexts(leafTexts)
  const { window, onChange } = props
  return (
    <>
      <Select
        value={window.which}
        aria-label={t('sinceWhich')}
        popupMatchSelectWidth={false}
        options={(['first', 'last'] as const).map((which) => ({ value: which, label: t(`since.${which}`) }))}
        onChange={(which) => onChange({ ...window, which })}
      />
      <EventPick
        value={window}
        label={t('sinceEvent')}
        placeholder={t('sinceEvent')}
        onChange={(chosen) => onChange({ ...window, ...chosen })}
      />
      {t('sinceAfter') && <span className={styles.word}>{t('sinceAfter')}</span>}
    </>
  )
}
