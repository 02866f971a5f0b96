import { Input, Select } from 'antd'
import { useMay } from '../../../lib/session'
import { useTexts } from '../../../lib/texts'
import { FilterBar } from '../../../ui'
import { useMembers } from '../members/use-members'
import styles from '../settings.module.css'
import { auditTexts } from './texts'
import { type AuditFilter, auditAreas } from './use-audit'

export interface AuditFiltersProps {
  readonly filter: AuditFilter
  readonly onChange: (change: Partial<AuditFilter>) => void
}

/** The choice that filters nothing. */
const anything = ''

/** Area, person and days. */
export function AuditFilters({ filter, onChange }: AuditFiltersProps) {
  const t = useTexts(auditTexts)
  const { area, from, to } = filter
  const isSet = Object.values(filter).some((value) => value !== undefined)
  const clear = () => onChange({ area: undefined, actor: undefined, from: undefined, to: undefined })
  return (
    <FilterBar onClear={isSet ? clear : undefined}>
      <Select
        value={area ?? anything}
        options={[
          { value: anything, label: t('anyArea') },
          ...auditAreas.map((value) => ({ value, label: t(`area.${value}`) })),
        ]}
        onChange={(next) => onChange({ area: auditAreas.find((one) => one === next) })}
        aria-label={t('area')}
        popupMatchSelectWidth={false}
        className={styles.filter}
      />
      <ActorSelect filter={filter} onChange={onChange} />
      <Input
        type="date"
        value={from ?? ''}
        max={to}
        aria-label={t('from')}
        onChange={(event) => onChange({ from: event.target.value || undefined })}
        className={styles.filter}
      />
      <Input
        type="date"
        value={to ?? ''}
        min={from}
        aria-label={t('to')}
        onChange={(event) => onChange({ to: event.target.value || undefined })}
        className={styles.filter}
      />
    </FilterBar>
  )
}

function ActorSelect({ filter: { actor }, onChange }: AuditFiltersProps) {
  const t = useTexts(auditTexts)
  const may = useMay()
  const members = useMembers().data?.items ?? []
  if (!may('members:read')) return null
  return (
    <Select
      value={actor ?? anything}
      options={[
        { value: anything, label: t('anyActor') },
        ...members.map(({ userId, name }) => ({ value: userId, label: name })),
      ]}
      onChange={(next) => onChange({ actor: next || undefined })}
      aria-label={t('actor')}
      popupMatchSelectWidth={false}
      className={styles.filter}
    />
  )
}
