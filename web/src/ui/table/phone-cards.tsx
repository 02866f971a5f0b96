import { useTexts } from '../../lib/texts'
import { uiTexts } from '../texts'
import type { Column } from './columns'
import type { CursorList } from './cursor-list'
import styles from './table.module.css'

export interface PhoneCardsProps<T> {
  readonly label: string
  readonly columns: readonly Column<T>[]
  readonly list: CursorList<T>
  readonly rowKey: (row: T) => string
}

/** The rows of a table as cards, for narrow screens. The column marked `title`, else the first, heads each card. */
export function PhoneCards<T>({ label, columns, list, rowKey }: PhoneCardsProps<T>) {
  const t = useTexts(uiTexts)
  const head = columns.find(({ phone }) => phone === 'title') ?? columns[0]
  const rest = columns.filter((column) => column !== head && column.phone !== 'none')
  return (
    <ul
      className={`${styles.cards} ${list.isStale ? styles.stale : ''}`}
      aria-label={label}
      aria-busy={list.isStale}
    >
      {list.rows.map((row) => (
        <li key={rowKey(row)} className={styles.cardItem}>
          <div className={styles.cardTitle}>{head?.render(row) ?? t('none')}</div>
          <dl>
            {rest.map(({ key, title, render }) => (
              <div key={key} className={styles.cardRow}>
                <dt>{title}</dt>
                <dd>{render(row)}</dd>
              </div>
            ))}
          </dl>
        </li>
      ))}
    </ul>
  )
}
