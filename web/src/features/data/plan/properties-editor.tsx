import { type PlannedProperty, plannedPathSchema, plannedPropertySchema, valueTypes } from '@rapport/contract'
import { Button, Checkbox, Input, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { useTexts } from '../../../lib/texts'
import { EmptyState, Icon } from '../../../ui'
import styles from './plan.module.css'
import { planTexts } from './texts'

const blank: PlannedProperty = plannedPropertySchema.parse({ path: 'new' })

/** The properties of an event, one row each; further limits unfold under the row. */
export function PropertiesEditor(props: {
  readonly properties: readonly PlannedProperty[]
  readonly disabled: boolean
  readonly onChange: (properties: PlannedProperty[]) => void
}) {
  const { properties, disabled, onChange } = props
  const t = useTexts(planTexts)
  const put = (at: number, next: Partial<PlannedProperty>) =>
    onChange(properties.map((property, index) => (index === at ? { ...property, ...next } : property)))
  return (
    <div className={styles.stack}>
      {properties.length === 0 ? (
        <EmptyState compact scene="records" title={t('noProperties')} hint={t('noPropertiesHint')} />
      ) : (
        <ul className={styles.properties}>
          {properties.map((property, index) => (
            <PropertyRow
              // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place while they are edited
              key={index}
              index={index}
              property={property}
              isRepeated={properties.some((other, at) => at < index && other.path === property.path)}
              disabled={disabled}
              onChange={(next) => put(index, next)}
              onRemove={() => onChange(properties.filter((_, at) => at !== index))}
            />
          ))}
        </ul>
      )}
      {!disabled && (
        <div>
          <Button
            icon={<Icon name="plus" size={16} />}
            onClick={() => onChange([...properties, { ...blank, path: '' }])}
          >
            {t('addProperty')}
          </Button>
        </div>
      )}
    </div>
  )
}

interface RowProps {
  readonly index: number
  readonly property: PlannedProperty
  readonly isRepeated: boolean
  readonly disabled: boolean
  readonly onChange: (next: Partial<PlannedProperty>) => void
  readonly onRemove: () => void
}

function PropertyRow({ index, property, isRepeated, disabled, onChange, onRemove }: RowProps) {
  const t = useTexts(planTexts)
  const path = property.path || t('emptyProperty')
  const [isOpen, setOpen] = useState(hasLimits(property))
  const isFine = plannedPathSchema.safeParse(property.path).success && !isRepeated
  return (
    <li className={styles.property}>
      <Input
        aria-label={t('pathOf', { index: index + 1 })}
        aria-invalid={!isFine}
        className={styles.editor}
        placeholder="products[].price"
        value={property.path}
        status={isFine ? '' : 'error'}
        disabled={disabled}
        onChange={(change) => onChange({ path: change.target.value })}
      />
      <Select
        aria-label={t('typesOf', { path })}
        mode="multiple"
        placeholder={t('anyType')}
        value={property.types}
        disabled={disabled}
        options={valueTypes.map((value) => ({ value, label: t(`valueType.${value}`) }))}
        onChange={(types) => onChange({ types })}
      />
      <Checkbox
        aria-label={t('requiredOf', { path })}
        checked={property.required}
        disabled={disabled}
        onChange={(change) => onChange({ required: change.target.checked })}
      >
        {t('required')}
      </Checkbox>
      <Button
        type="text"
        aria-label={t('moreOf', { path })}
        title={t('more')}
        aria-expanded={isOpen}
        icon={<Icon name="chevronDown" size={16} style={{ rotate: isOpen ? '180deg' : '0deg' }} />}
        onClick={() => setOpen(!isOpen)}
      />
      {disabled ? (
        <span />
      ) : (
        <Button
          type="text"
          aria-label={t('removeProperty', { path })}
          icon={<Icon name="trash" size={16} />}
          onClick={onRemove}
        />
      )}
      {isOpen && <Limits property={property} disabled={disabled} onChange={onChange} />}
    </li>
  )
}

function Limits({ property, disabled, onChange }: Pick<RowProps, 'property' | 'disabled' | 'onChange'>) {
  const t = useTexts(planTexts)
  return (
    <div className={styles.limits}>
      <div className={`${styles.field} ${styles.wide}`}>
        <span className={styles.label}>{t('description')}</span>
        <Input
          aria-label={t('description')}
          value={property.description}
          maxLength={500}
          disabled={disabled}
          onChange={(change) => onChange({ description: change.target.value })}
        />
      </div>
      <div className={styles.field}>
        <span className={styles.label}>{t('allowed')}</span>
        <Select
          aria-label={t('allowed')}
          mode="tags"
          open={false}
          suffixIcon={null}
          placeholder={t('allowedHint')}
          value={property.allowed.map(String)}
          disabled={disabled}
          onChange={(values: string[]) =>
            onChange({ allowed: values.map((value) => typedValue(value, property)) })
          }
        />
      </div>
      <div className={styles.field}>
        <span className={styles.label}>{t('pattern')}</span>
        <Input
          aria-label={t('pattern')}
          className={styles.editor}
          placeholder={t('patternHint')}
          value={property.pattern}
          maxLength={200}
          disabled={disabled}
          onChange={(change) => onChange({ pattern: change.target.value })}
        />
      </div>
      <div className={styles.field}>
        <span className={styles.label}>
          {t('min')} – {t('max')}
        </span>
        <div className={styles.numbers}>
          <InputNumber
            aria-label={t('min')}
            placeholder={t('min')}
            value={property.min}
            disabled={disabled}
            onChange={(min) => onChange({ min })}
          />
          <InputNumber
            aria-label={t('max')}
            placeholder={t('max')}
            value={property.max}
            disabled={disabled}
            onChange={(max) => onChange({ max })}
          />
        </div>
        <span className={styles.hint}>{t('limitHint')}</span>
      </div>
    </div>
  )
}

function hasLimits({ allowed, pattern, min, max, description }: PlannedProperty): boolean {
  return allowed.length > 0 || pattern !== '' || min !== null || max !== null || description !== ''
}

/** A typed value as the property's types would have it: a number where numbers are planned. */
function typedValue(text: string, { types }: PlannedProperty): string | number | boolean {
  if (
    (types.includes('number') || types.includes('integer')) &&
    text.trim() !== '' &&
    Number.isFinite(Number(text))
  )
    return Number(text)
  if (types.includes('boolean') && (text === 'true' || text === 'false')) return text === 'true'
  return text
}
