import { ruleLimits } from '@rapport/contract'
import { useTexts } from '../../../lib/texts'
import { AddMore } from './add-more'
import styles from './builder.module.css'
import { FilterRow } from './filter-row'
import { leafTexts } from './leaf-texts'
import { firstCondition } from './operators'
import { type DraftFilter, type DraftOccurrence, newId } from './pieces'
import { builderTexts } from './texts'
import { useEventProperties } from './vocabulary'
import { WeekTimesEditor } from './week-times-editor'

/** What else is asked of the events: their fields, the days and hours; and buttons to ask for more. */
export function OccurrenceLimits(props: {
  readonly value: DraftOccurrence
  readonly onChange: (change: Partial<DraftOccurrence>) => void
}) {
  const t = useTexts(builderTexts)
  const leaf = useTexts(leafTexts)
  const { value, onChange } = props
  const { where, on } = value
  const properties = useEventProperties(value)
  const setFilter = (filter: DraftFilter) =>
    onChange({ where: where.map((before) => (before.id === filter.id ? filter : before)) })
  return (
    <>
      {where.map((filter) => (
        <FilterRow
          key={filter.id}
          filter={filter}
          event={value.events[0] ?? ''}
          properties={properties}
          onChange={setFilter}
          onRemove={() => onChange({ where: where.filter(({ id }) => id !== filter.id) })}
        />
      ))}
      {on && <WeekTimesEditor value={on} onChange={(next) => onChange({ on: next })} />}
      {value.events.length > 0 && (
        <span className={styles.limits}>
          {where.length < ruleLimits.filtersMax && (
            <AddMore label={t('addFilter')} onClick={() => onChange({ where: [...where, newFilter()] })} />
          )}
          {!on && (
            <AddMore
              label={leaf('addTimes')}
              onClick={() => onChange({ on: { weekdays: [6, 7], hours: null } })}
            />
          )}
        </span>
      )}
    </>
  )
}

function newFilter(): DraftFilter {
  return { id: newId(), property: '', condition: firstCondition('text') }
}
