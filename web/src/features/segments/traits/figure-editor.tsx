import { propertyValueTypes } from '@rapport/contract'
import { Select } from 'antd'
import { useTexts } from '../../../lib/texts'
import { EventPick } from '../builder/event-pick'
import { PropertyPick } from '../builder/filter-row'
import { OccurrenceLimits } from '../builder/occurrence-limits'
import { typeOfProperty } from '../builder/operators'
import { Phrase } from '../builder/phrase'
import { useEventProperties } from '../builder/vocabulary'
import { WindowEditor } from '../builder/window-editor'
import {
  type DraftFigure,
  isAmount,
  isValue,
  type MeasureKind,
  measureKinds,
  readsProperty,
  type ValueAs,
} from './draft'
import { computedTexts } from './texts'
import styles from './traits.module.css'

interface FigureProps {
  readonly figure: DraftFigure
  readonly onChange: (figure: DraftFigure) => void
}

const order = {
  'zh-CN': ['window', 'events', 'word', 'of', 'field', 'as', 'measure'],
  en: ['measure', 'of', 'field', 'as', 'word', 'events', 'window'],
} as const

/** What is measured of which events, in which period. */
export function FigureEditor({ figure, onChange }: FigureProps) {
  const t = useTexts(computedTexts)
  const set = (change: Partial<DraftFigure>) => onChange({ ...figure, ...change })
  const { measure } = figure
  const parts = {
    measure: (
      <Select<MeasureKind>
        value={measure}
        aria-label={t('measure')}
        popupMatchSelectWidth={false}
        options={measureKinds.map((kind) => ({ value: kind, label: t(`measure.${kind}`) }))}
        onChange={(next) => set({ measure: next })}
      />
    ),
    of: isAmount(measure) && (
      <Select<DraftFigure['of']>
        value={figure.of}
        aria-label={t('of')}
        popupMatchSelectWidth={false}
        options={(['value', 'property'] as const).map((of) => ({ value: of, label: t(`of.${of}`) }))}
        onChange={(of) => set({ of })}
      />
    ),
    field: readsProperty(figure) && <Field figure={figure} onChange={onChange} />,
    as: isValue(measure) && figure.property !== '' && (
      <Select<ValueAs>
        value={figure.as}
        aria-label={t('as')}
        popupMatchSelectWidth={false}
        options={propertyValueTypes.map((as) => ({ value: as, label: t(`type.${as}`) }))}
        onChange={(as) => set({ as })}
      />
    ),
    word: <span className={styles.word}>{t('ofEvents')}</span>,
    events: <EventPick value={figure} label={t('events')} placeholder={t('chooseEvents')} onChange={set} />,
    window: <WindowEditor window={figure.window} onChange={(window) => set({ window })} />,
  }
  return (
    <div className={styles.figure} data-draft>
      <Phrase parts={parts} order={order} />
      <OccurrenceLimits value={figure} onChange={set} />
    </div>
  )
}

/** A field of the events; what it has been seen to hold decides the type of its values. */
function Field({ figure, onChange }: FigureProps) {
  const t = useTexts(computedTexts)
  const properties = useEventProperties(figure)
  const usable = isAmount(figure.measure)
    ? properties.filter(({ types }) => types.includes('number'))
    : properties
  const choose = (property: string) => {
    const known = properties.find(({ path }) => path === property)
    const type = known ? typeOfProperty(known.types, known.example) : 'text'
    const as = propertyValueTypes.find((one) => one === type) ?? 'text'
    onChange({ ...figure, property, as })
  }
  return <PropertyPick properties={usable} label={t('field')} value={figure.property} onChange={choose} />
}
