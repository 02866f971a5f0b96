import { type GuessedColumn, type ImportKind, importColumnTypes } from '@rapport/contract'
import { Input, Select } from 'antd'
import { useNamed, useTexts } from '../../../lib/texts'
import styles from '../imports.module.css'
import { importTexts } from '../texts'
import { targetGroups, useTargetName } from './targets'

export interface TargetSelectProps {
  readonly kind: ImportKind
  readonly column: GuessedColumn
  readonly onChange: (column: GuessedColumn) => void
}

const leftOut = 'left out'
type Own = 'trait' | 'property'

/** What a column means: one of the known targets, one of the file's own under a name and type, or nothing. */
export function TargetSelect({ kind, column, onChange }: TargetSelectProps) {
  const t = useTexts(importTexts)
  const own = ownOf(column.target)
  const choose = (value: string) => {
    const target = value === leftOut ? null : isOwn(value) ? `${value}:${own?.name ?? nameOf(column)}` : value
    onChange({ ...column, target, confidence: 1 })
  }
  return (
    <div className={styles.target}>
      <Select
        value={own?.prefix ?? column.target ?? leftOut}
        options={useOptions(kind)}
        onChange={choose}
        showSearch={{ optionFilterProp: 'label' }}
        popupMatchSelectWidth={false}
        aria-label={`${column.header}: ${t('means')}`}
        className={styles.targetSelect}
      />
      {own && <OwnFields own={own} column={column} onChange={onChange} />}
    </div>
  )
}

function useOptions(kind: ImportKind) {
  const t = useTexts(importTexts)
  const named = useNamed(importTexts)
  const name = useTargetName()
  return [
    { value: leftOut, label: t('ignore') },
    ...targetGroups(kind).map(({ group, targets }) => ({
      label: named('group', group),
      options: targets.map((target) => ({ value: target, label: name(target) })),
    })),
    {
      label: t('group.own'),
      options: [
        { value: 'trait', label: t('ownTrait') },
        ...(kind === 'customers' ? [] : [{ value: 'property', label: t('ownProperty') }]),
      ],
    },
  ]
}

interface OwnTarget {
  readonly prefix: Own
  readonly name: string
}

function OwnFields(props: {
  readonly own: OwnTarget
  readonly column: GuessedColumn
  readonly onChange: (column: GuessedColumn) => void
}) {
  const { own, column, onChange } = props
  const t = useTexts(importTexts)
  const rename = (text: string) => {
    const name = text.replace(/[\s.$]/g, '_').slice(0, 80)
    onChange({ ...column, target: `${own.prefix}:${name || 'x'}`, confidence: 1 })
  }
  return (
    <div className={styles.own}>
      <Input
        value={own.name}
        maxLength={80}
        title={t('ownNameHint')}
        aria-label={`${column.header}: ${t('ownName')}`}
        onChange={(event) => rename(event.target.value)}
      />
      <Select
        value={column.type}
        options={importColumnTypes.map((type) => ({ value: type, label: t(`type.${type}`) }))}
        onChange={(type) => onChange({ ...column, type })}
        aria-label={`${column.header}: ${t('asType')}`}
        popupMatchSelectWidth={false}
      />
    </div>
  )
}

function ownOf(target: string | null): OwnTarget | null {
  const [prefix = '', name] = (target ?? '').split(':')
  return isOwn(prefix) && name !== undefined ? { prefix, name } : null
}

function isOwn(value: string): value is Own {
  return value === 'trait' || value === 'property'
}

/** A name for a column of the file's own, from its header. */
function nameOf({ header }: GuessedColumn): string {
  const name = header
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_+|_+$/g, '')
  return name.slice(0, 80) || 'column'
}
