import { Button } from 'antd'
import { useNamed, useTexts } from '../../../lib/texts'
import { Icon } from '../../../ui'
import styles from './builder.module.css'
import { ConditionEditor } from './condition-editor'
import type { DraftFilter } from './draft'
import { firstCondition, typeOfProperty } from './operators'
import { PickOne } from './pick'
import { builderTexts } from './texts'
import { type OptionGroup, type PropertyOption, usePropertyValues } from './vocabulary'

export interface FilterRowProps {
  readonly filter: DraftFilter
  /** The first event that was chosen: values that occur in it are offered. */
  readonly event: string
  readonly properties: readonly PropertyOption[]
  readonly onChange: (filter: DraftFilter) => void
  readonly onRemove: () => void
}

/** A field of an event and what it must be. */
export function FilterRow({ filter, event, properties, onChange, onRemove }: FilterRowProps) {
  const t = useTexts(builderTexts)
  const named = useNamed(builderTexts)
  const known = properties.find(({ path }) => path === filter.property)
  const type = known ? typeOfProperty(known.types, known.example) : filter.condition.type
  const offered = usePropertyValues(event, filter.property, type === 'text' || type === 'list')
  const choose = (property: string) => {
    const next = properties.find(({ path }) => path === property)
    onChange({
      ...filter,
      property,
      condition: firstCondition(next ? typeOfProperty(next.types, next.example) : 'text'),
    })
  }
  return (
    <div className={styles.filter}>
      <span className={styles.word}>{t('where')}</span>
      <PickOne
        groups={propertyGroups(properties, (path) => named('property', path))}
        label={t('chooseProperty')}
        placeholder={t('chooseProperty')}
        nameOf={(path) => named('property', path)}
        value={filter.property}
        onChange={choose}
      />
      {filter.property !== '' && (
        <ConditionEditor
          condition={filter.condition}
          type={type}
          offered={offered}
          onChange={(condition) => onChange({ ...filter, condition })}
        />
      )}
      <Button
        type="text"
        size="small"
        icon={<Icon name="close" size={14} />}
        aria-label={t('removeFilter')}
        onClick={onRemove}
      />
    </div>
  )
}

/** Fields as a menu, with an example of each. */
export function propertyGroups(
  properties: readonly PropertyOption[],
  nameOf: (path: string) => string,
): OptionGroup[] {
  if (properties.length === 0) return []
  const options = properties.map(({ path, example }) => ({
    value: path,
    label: nameOf(path),
    search: `${nameOf(path)} ${path}`,
    note: example.length > 24 ? `${example.slice(0, 24)}…` : example,
  }))
  return [{ label: '', options }]
}
