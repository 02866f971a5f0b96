import { useQuery } from '@tanstack/react-query'
import { AutoComplete, Button, Popover, Select } from 'antd'
import { useState } from 'react'
import { useRfmNames } from '../../lib/rfm-names'
import { useTexts } from '../../lib/texts'
import {
  ColumnChooser,
  FilterBar,
  Icon,
  Tag,
  type useColumnChoice,
  useTraitLabel,
  useTraitValueLabel,
} from '../../ui'
import type { CustomerColumn } from './customer-columns'
import styles from './customers.module.css'
import { type ListState, sorts } from './list-state'
import { traitsQuery, traitValuesQuery } from './queries'
import { customerTexts } from './texts'
import { parseWhere, type TraitFilter, withFilter, writeWhere } from './where'

export interface CustomerFiltersProps {
  readonly state: ListState
  readonly onChange: (change: Partial<ListState>) => void
  readonly columns: readonly CustomerColumn[]
  readonly choice: ReturnType<typeof useColumnChoice>
}

/** Search, order and filters above the list; the filters in force stand as chips that can be taken off. */
export function CustomerFilters({ state, onChange, columns, choice }: CustomerFiltersProps) {
  const t = useTexts(customerTexts)
  const filters = parseWhere(state.where ?? '')
  const filterBy = (next: readonly TraitFilter[]) => onChange({ where: writeWhere(next) })
  return (
    <>
      <FilterBar
        search={state.search}
        searchHint={t('searchHint')}
        onSearch={(search) => onChange({ search: search || undefined })}
        end={
          <>
            <Select
              aria-label={t('sort')}
              value={state.sort}
              onChange={(sort) => onChange({ sort })}
              options={sorts.map((value) => ({ value, label: t(`sort.${value}`) }))}
              popupMatchSelectWidth={false}
            />
            <ColumnChooser columns={columns} choice={choice} />
          </>
        }
      >
        <AddFilter onAdd={(filter) => filterBy(withFilter(filters, filter))} />
      </FilterBar>
      {filters.length > 0 && (
        <div className={styles.chips}>
          {filters.map((filter) => (
            <FilterChip
              key={filter.trait}
              filter={filter}
              onRemove={() => filterBy(filters.filter((other) => other !== filter))}
            />
          ))}
        </div>
      )}
    </>
  )
}

function FilterChip({ filter, onRemove }: { readonly filter: TraitFilter; readonly onRemove: () => void }) {
  const traitLabel = useTraitLabel()
  const valueLabel = useFilterValueLabel(filter.trait)
  return <Tag onRemove={onRemove}>{`${traitLabel(filter.trait)}: ${valueLabel(filter.value)}`}</Tag>
}

/** The value of a filter in words: workspaces name their RFM segments themselves. */
function useFilterValueLabel(trait: string): (value: string) => string {
  const isRfm = trait === 'rfm_segment' || trait === 'rfm_class'
  const rfmName = useRfmNames(isRfm)
  const valueLabel = useTraitValueLabel()
  return isRfm ? rfmName : valueLabel
}

const filterable = new Set(['choice', 'text', 'boolean'])

function AddFilter({ onAdd }: { readonly onAdd: (filter: TraitFilter) => void }) {
  const t = useTexts(customerTexts)
  const [isOpen, setOpen] = useState(false)
  const add = (filter: TraitFilter) => {
    setOpen(false)
    onAdd(filter)
  }
  return (
    <Popover
      trigger="click"
      placement="bottomLeft"
      open={isOpen}
      onOpenChange={setOpen}
      destroyOnHidden
      content={<FilterForm onAdd={add} />}
    >
      <Button icon={<Icon name="plus" size={15} />}>{t('addFilter')}</Button>
    </Popover>
  )
}

function FilterForm({ onAdd }: { readonly onAdd: (filter: TraitFilter) => void }) {
  const t = useTexts(customerTexts)
  const traitLabel = useTraitLabel()
  const [trait, setTrait] = useState('lifecycle_stage')
  const valueLabel = useFilterValueLabel(trait)
  const [value, setValue] = useState('')
  const { data: traits } = useQuery(traitsQuery)
  const { data: values } = useQuery(traitValuesQuery(trait))
  const offered = (traits?.items ?? []).filter(
    ({ type, sensitivity }) => filterable.has(type) && sensitivity !== 'sensitive',
  )
  return (
    <div className={styles.filterForm}>
      <Select
        aria-label={t('filterTrait')}
        showSearch
        optionFilterProp="label"
        value={trait}
        onChange={(next) => {
          setTrait(next)
          setValue('')
        }}
        options={offered.map(({ name }) => ({ value: name, label: traitLabel(name) }))}
      />
      <AutoComplete
        aria-label={t('filterValue')}
        placeholder={t('filterValue')}
        value={value}
        onChange={setValue}
        options={(values?.items ?? []).map((item) => ({
          value: item.value,
          label: `${valueLabel(item.value)} (${item.count})`,
        }))}
        showSearch={{
          filterOption: (typed, option) => String(option?.label).includes(typed) || option?.value === typed,
        }}
      />
      <Button type="primary" disabled={value === ''} onClick={() => onAdd({ trait, value })}>
        {t('filterAdd')}
      </Button>
    </div>
  )
}
