import type { GuessedColumn, ImportKind } from '@rapport/contract'
import { useTexts } from '../../../lib/texts'
import { StatusBadge, type Tone } from '../../../ui'
import styles from '../imports.module.css'
import { importTexts } from '../texts'
import { TargetSelect } from './target-select'

export interface ColumnListProps {
  readonly kind: ImportKind
  readonly columns: readonly GuessedColumn[]
  readonly onChange: (columns: GuessedColumn[]) => void
}

/** Every column with samples of its cells, what it means, and how sure that is. */
export function ColumnList({ kind, columns, onChange }: ColumnListProps) {
  const t = useTexts(importTexts)
  const change = (changed: GuessedColumn) =>
    onChange(columns.map((column) => (column.index === changed.index ? changed : column)))
  return (
    <table className={styles.columns}>
      <thead>
        <tr>
          <th scope="col">{t('column')}</th>
          <th scope="col">{t('means')}</th>
          <th scope="col">{t('sure')}</th>
        </tr>
      </thead>
      <tbody>
        {columns.map((column) => (
          <tr key={column.index} data-left-out={column.target === null}>
            <th scope="row">
              <span className={styles.header}>{column.header}</span>
              <span className={styles.samples}>{column.samples.slice(0, 3).join(' · ') || '–'}</span>
            </th>
            <td>
              <TargetSelect kind={kind} column={column} onChange={change} />
            </td>
            <td>
              <Sureness column={column} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const levels = [
  { from: 0.9, key: 'high', tone: 'good' },
  { from: 0.6, key: 'middle', tone: 'info' },
  { from: 0, key: 'low', tone: 'warn' },
] as const satisfies readonly { from: number; key: string; tone: Tone }[]

function Sureness({ column: { target, confidence } }: { readonly column: GuessedColumn }) {
  const t = useTexts(importTexts)
  if (target === null) return <StatusBadge>{t('sure.none')}</StatusBadge>
  const level = levels.find(({ from }) => confidence >= from) ?? levels[2]
  return <StatusBadge tone={level.tone}>{t(`sure.${level.key}`)}</StatusBadge>
}
