import { Select } from 'antd'
import { useNamed, useTexts } from '../../../../lib/texts'
import styles from '../builder.module.css'
import { ComparisonEditor } from '../comparison-editor'
import { EventPick } from '../event-pick'
import { PropertyPick } from '../filter-row'
import { leafTexts } from '../leaf-texts'
import { OccurrenceLimits } from '../occurrence-limits'
import { Phrase } from '../phrase'
import { builderTexts } from '../texts'
import { useEventProperties } from '../vocabulary'
import { WindowEditor } from '../window-editor'
import type { DraftEvent, MeasureKind } from './event'
import type { LeafRowProps } from './row'

/** The choices of the first menu: a count of none is "did not". */
const looks = [
  'did',
  'did_not',
  'sum_value',
  'average_value',
  'sum_property',
  'average_property',
  'distinct',
] as const
type Look = (typeof looks)[number]

const counted = {
  'zh-CN': ['window', 'look', 'events', 'compare'],
  en: ['look', 'events', 'compare', 'window'],
} as const
const measured = {
  'zh-CN': ['window', 'events', 'of', 'field', 'look', 'compare'],
  en: ['look', 'field', 'of', 'events', 'compare', 'window'],
} as const

/** A condition on what a customer did: how often, or how much, in which period, with which fields. */
export function EventRow({ node, onChange }: LeafRowProps<DraftEvent>) {
  const t = useTexts(builderTexts)
  const named = useNamed(builderTexts)
  const look = lookOf(node)
  const set = (change: Partial<DraftEvent>) => onChange({ ...node, ...change })
  const parts = {
    look: (
      <Select<Look>
        value={look}
        aria-label={t('measure')}
        popupMatchSelectWidth={false}
        options={looks.map((value) => ({ value, label: named('measure', value) }))}
        onChange={(next) => set(measureFor(next))}
      />
    ),
    events: <EventPick value={node} label={t('behaviour')} placeholder={t('chooseEvent')} onChange={set} />,
    of: <Of hasField={hasField(look)} />,
    field: hasField(look) && <MeasuredField node={node} set={set} />,
    compare: look !== 'did_not' && <Compare node={node} set={set} />,
    window: <WindowEditor window={node.window} onChange={(window) => set({ window })} />,
  }
  return (
    <>
      <Phrase parts={parts} order={look === 'did' || look === 'did_not' ? counted : measured} />
      <OccurrenceLimits value={node} onChange={set} />
    </>
  )
}

interface PartProps {
  readonly node: DraftEvent
  readonly set: (change: Partial<DraftEvent>) => void
}

/** The small word between the events and their field. */
function Of({ hasField: isThere }: { readonly hasField: boolean }) {
  const t = useTexts(leafTexts)
  const word = t('of') || (isThere ? t('inEvents') : '')
  return word ? <span className={styles.word}>{word}</span> : null
}

function MeasuredField({ node, set }: PartProps) {
  const t = useTexts(builderTexts)
  const properties = useEventProperties(node)
  const usable =
    node.measure === 'distinct' ? properties : properties.filter(({ types }) => types.includes('number'))
  return (
    <PropertyPick
      properties={usable}
      label={t('measured')}
      value={node.measured}
      onChange={(path) => set({ measured: path })}
    />
  )
}

const kinds = {
  count: 'whole',
  distinct: 'whole',
  sum_value: 'money',
  average_value: 'money',
  sum_property: 'number',
  average_property: 'number',
} as const satisfies Record<MeasureKind, string>

function Compare({ node, set }: PartProps) {
  const t = useTexts(builderTexts)
  const leaf = useTexts(leafTexts)
  const units = { count: t('times'), distinct: leaf('sizeUnit') }
  return (
    <ComparisonEditor
      compare={node.compare}
      kind={kinds[node.measure]}
      unit={units[node.measure as keyof typeof units]}
      onChange={(compare) => set({ compare })}
    />
  )
}

const hasField = (look: Look) => look === 'sum_property' || look === 'average_property' || look === 'distinct'

function lookOf({ measure, compare }: DraftEvent): Look {
  if (measure !== 'count') return measure
  return compare.op === 'is' && compare.value === 0 ? 'did_not' : 'did'
}

function measureFor(look: Look): Partial<DraftEvent> {
  if (look === 'did') return { measure: 'count', compare: { op: 'at_least', value: 1 } }
  if (look === 'did_not') return { measure: 'count', compare: { op: 'is', value: 0 } }
  return { measure: look, compare: { op: 'at_least', value: null } }
}
