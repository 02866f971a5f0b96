import type { EventRule } from '@rapport/contract'
import { Button, Select } from 'antd'
import { useNamed, useTexts } from '../../../lib/texts'
import { Icon, useEventName } from '../../../ui'
import styles from './builder.module.css'
import type { DraftComparison, DraftEvent, DraftFilter, MeasureKind } from './draft'
import { newId } from './draft'
import { FilterRow, propertyGroups } from './filter-row'
import { firstCondition, operatorsOf } from './operators'
import { PickMany, PickOne } from './pick'
import { builderTexts } from './texts'
import { MoneyValue, NumberValue } from './value-editors'
import { propertiesOf, useEventOptions } from './vocabulary'
import { WindowEditor } from './window-editor'

/** The choices of the first menu: a count of none is "did not". */
const looks = ['did', 'did_not', 'sum_value', 'average_value', 'sum_property', 'average_property'] as const
type Look = (typeof looks)[number]

export interface EventRowProps {
  readonly node: DraftEvent
  readonly onChange: (node: DraftEvent) => void
}

/** A condition on what a customer did: how often, or how much, in which period, with which fields. */
export function EventRow({ node, onChange }: EventRowProps) {
  const t = useTexts(builderTexts)
  const named = useNamed(builderTexts)
  const { groups, events } = useEventOptions()
  const eventName = useEventName()
  const properties = propertiesOf(events, node.type, node.events)
  const look = lookOf(node)
  const set = (change: Partial<DraftEvent>) => onChange({ ...node, ...change })
  const setFilter = (filter: DraftFilter) =>
    set({ where: node.where.map((before) => (before.id === filter.id ? filter : before)) })
  return (
    <>
      <Select<Look>
        value={look}
        aria-label={t('measure')}
        popupMatchSelectWidth={false}
        options={looks.map((value) => ({ value, label: named('measure', value) }))}
        onChange={(next) => set(measureFor(next))}
      />
      <PickMany
        groups={node.events.length === 0 ? groups : groups.filter((group) => holdsType(group, node.type))}
        label={t('behaviour')}
        placeholder={t('chooseEvent')}
        nameOf={(value) => eventName(partsOf(value))}
        values={node.events.map((name) => `${node.type} ${name}`)}
        onChange={(values) => set(eventsFrom(values))}
      />
      {(look === 'sum_property' || look === 'average_property') && (
        <PickOne
          groups={propertyGroups(
            properties.filter(({ types }) => types.includes('number')),
            (path) => named('property', path),
          )}
          label={t('measured')}
          placeholder={t('chooseProperty')}
          nameOf={(path) => named('property', path)}
          value={node.measured}
          onChange={(measured) => set({ measured })}
        />
      )}
      {look !== 'did_not' && <Compare node={node} onChange={(compare) => set({ compare })} />}
      <WindowEditor window={node.window} onChange={(window) => set({ window })} />
      {node.where.map((filter) => (
        <FilterRow
          key={filter.id}
          filter={filter}
          event={node.events[0] ?? ''}
          properties={properties}
          onChange={setFilter}
          onRemove={() => set({ where: node.where.filter(({ id }) => id !== filter.id) })}
        />
      ))}
      {node.events.length > 0 && (
        <Button
          type="text"
          size="small"
          className={styles.addFilter}
          icon={<Icon name="plus" size={14} />}
          onClick={() => set({ where: [...node.where, newFilter()] })}
        >
          {t('addFilter')}
        </Button>
      )}
    </>
  )
}

function Compare({
  node,
  onChange,
}: {
  readonly node: DraftEvent
  readonly onChange: (compare: DraftComparison) => void
}) {
  const t = useTexts(builderTexts)
  const named = useNamed(builderTexts)
  const { compare } = node
  const isMoney = node.measure === 'sum_value' || node.measure === 'average_value'
  const isCount = node.measure === 'count'
  const set = (change: Partial<DraftComparison>) => onChange({ ...compare, ...change })
  const amount = (value: number | null | undefined, label: string, key: 'value' | 'from' | 'to') =>
    isMoney ? (
      <MoneyValue value={value} label={label} onChange={(next) => set({ [key]: next })} />
    ) : (
      <NumberValue
        value={value}
        label={label}
        min={isCount ? 0 : undefined}
        precision={isCount ? 0 : undefined}
        onChange={(next) => set({ [key]: next })}
      />
    )
  return (
    <span className={styles.pair}>
      <Select<DraftComparison['op']>
        value={compare.op}
        aria-label={t('operator')}
        popupMatchSelectWidth={false}
        options={operatorsOf.number.map((op) => ({ value: op, label: named('op.number', op) }))}
        onChange={(op) => set({ op })}
      />
      {compare.op === 'between' ? (
        <>
          {amount(compare.from, t('from'), 'from')}
          <span aria-hidden="true">–</span>
          {amount(compare.to, t('to'), 'to')}
        </>
      ) : (
        amount(compare.value, t('value'), 'value')
      )}
      {isCount && <span className={styles.word}>{t('times')}</span>}
    </span>
  )
}

function lookOf({ measure, compare }: DraftEvent): Look {
  if (measure !== 'count') return measure
  return compare.op === 'is' && compare.value === 0 ? 'did_not' : 'did'
}

function measureFor(look: Look): Partial<DraftEvent> {
  if (look === 'did') return { measure: 'count', compare: { op: 'at_least', value: 1 } }
  if (look === 'did_not') return { measure: 'count', compare: { op: 'is', value: 0 } }
  return { measure: look as MeasureKind, compare: { op: 'at_least', value: null } }
}

function newFilter(): DraftFilter {
  return { id: newId(), property: '', condition: firstCondition('text') }
}

/** All of one kind: the kind of the first that was chosen. */
function eventsFrom(values: readonly string[]): Pick<DraftEvent, 'type' | 'events'> {
  const parted = values.map(partsOf)
  const type = parted[0]?.type ?? 'track'
  return { type, events: parted.filter((event) => event.type === type).map(({ name }) => name) }
}

function partsOf(value: string): { type: EventRule['type']; name: string } {
  const at = value.indexOf(' ')
  return { type: value.slice(0, at) as EventRule['type'], name: value.slice(at + 1) }
}

function holdsType(
  { options }: { readonly options: readonly { readonly value: string }[] },
  type: string,
): boolean {
  return options.some(({ value }) => value.startsWith(`${type} `))
}
