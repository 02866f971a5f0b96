import { propertyPathSchema } from '@rapport/contract'
import { Button } from 'antd'
import { useNamed, useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import { Icon } from '../../../ui'
import styles from './builder.module.css'
import { ConditionEditor } from './condition-editor'
import { leafTexts } from './leaf-texts'
import { firstCondition, typeOfProperty } from './operators'
import { PickOne } from './pick'
import type { DraftFilter } from './pieces'
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
      <PropertyPick
        properties={properties}
        label={t('chooseProperty')}
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

/** A field out of the catalogue, with its type, an example and how often it is there; the path of another can be typed. */
export function PropertyPick(props: {
  readonly properties: readonly PropertyOption[]
  readonly label: string
  readonly value: string
  readonly onChange: (path: string) => void
}) {
  const t = useTexts(builderTexts)
  const named = useNamed(builderTexts)
  return (
    <PickOne
      groups={usePropertyGroups(props.properties)}
      label={props.label}
      placeholder={t('chooseProperty')}
      nameOf={(path) => named('property', path)}
      valueOfTyped={(typed) => (propertyPathSchema.safeParse(typed).success ? typed : null)}
      value={props.value}
      onChange={props.onChange}
    />
  )
}

const exampleCharsMax = 18

/** Fields as a menu. */
function usePropertyGroups(properties: readonly PropertyOption[]): OptionGroup[] {
  const t = useTexts(leafTexts)
  const named = useNamed(builderTexts)
  const typeName = useNamed(leafTexts)
  const format = useFormat()
  if (properties.length === 0) return []
  const options = properties.map(({ path, types, example, share }) => {
    const shown = example.length > exampleCharsMax ? `${example.slice(0, exampleCharsMax)}…` : example
    const often = share === null ? '' : t('share', { share: format.percent(share, 0) })
    return {
      value: path,
      label: named('property', path),
      search: `${named('property', path)} ${path}`,
      note: [typeName('type', typeOfProperty(types, example)), shown, often].filter(Boolean).join(' · '),
    }
  })
  return [{ label: '', options }]
}
