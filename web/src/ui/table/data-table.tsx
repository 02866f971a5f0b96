import { Button, Grid, Table } from 'antd'
import type { ReactNode } from 'react'
import { useTexts } from '../../lib/texts'
import { EmptyState, type EmptyStateProps } from '../feedback/empty-state'
import { ErrorState } from '../feedback/error-state'
import { Loading } from '../feedback/loading'
import { Icon } from '../icons/icon'
import { uiTexts } from '../texts'
import type { Column, ColumnChoice } from './columns'
import type { CursorList } from './cursor-list'
import { PhoneCards } from './phone-cards'
import styles from './table.module.css'

export interface DataTableProps<T> {
  /** What the table lists: its accessible name. */
  readonly label: string
  readonly columns: readonly Column<T>[]
  readonly list: CursorList<T>
  readonly rowKey: (row: T) => string
  /** Opens the row; the first column should also carry a link, for keyboards. */
  readonly onOpen?: (row: T) => void
  /** Which columns are shown; leave out to show all that are not `hidden`. */
  readonly choice?: ColumnChoice
  readonly empty?: EmptyStateProps
  /** The number of all rows, when known. */
  readonly total?: number
  /** Rows that can be ticked. */
  readonly selection?: {
    readonly keys: readonly string[]
    readonly onChange: (keys: readonly string[]) => void
  }
  /** Without a frame, inside a flush card. */
  readonly bare?: boolean
}

/** A list of the API: sticky head, cursor paging, cards on phones, and a face for loading, empty and failed. */
export function DataTable<T extends object>(props: DataTableProps<T>) {
  const { list, bare = false } = props
  return (
    <div className={`${styles.frame} ${bare ? styles.bare : ''} ${props.onOpen ? styles.clickable : ''}`}>
      <Body {...props} />
      <Pager list={list} total={props.total} />
    </div>
  )
}

function Body<T extends object>(props: DataTableProps<T>): ReactNode {
  const t = useTexts(uiTexts)
  const isPhone = !(Grid.useBreakpoint().md ?? true)
  const { list, empty } = props
  if (list.error) return <ErrorState error={list.error} onRetry={list.retry} compact />
  if (list.isLoading)
    return (
      <div className={styles.skeleton}>
        <Loading rows={6} />
      </div>
    )
  if (list.rows.length === 0) return <EmptyState {...(empty ?? { title: t('nothingHere') })} compact />
  return isPhone ? <PhoneCards {...props} columns={shownColumns(props)} /> : <WideTable {...props} />
}

function WideTable<T extends object>(props: DataTableProps<T>) {
  const { list, label, rowKey, onOpen, selection } = props
  const columns = shownColumns(props)
  return (
    <div className={list.isStale ? styles.stale : undefined} aria-busy={list.isStale}>
      <Table<T>
        aria-label={label}
        dataSource={[...list.rows]}
        rowKey={rowKey}
        pagination={false}
        size="middle"
        sticky
        scroll={{ x: 'max-content' }}
        columns={columns.map((column) => ({
          key: column.key,
          title: column.title,
          width: column.width,
          align: column.align === 'end' ? ('end' as const) : undefined,
          fixed: column.pinned ? ('left' as const) : undefined,
          render: (_: unknown, row: T) => <Cell column={column} row={row} />,
        }))}
        rowSelection={
          selection && {
            selectedRowKeys: [...selection.keys],
            onChange: (keys) => selection.onChange(keys.map(String)),
          }
        }
        onRow={(row) => ({ onClick: (event) => isPlainClick(event.target) && onOpen?.(row) })}
      />
    </div>
  )
}

function Cell<T>({ column, row }: { readonly column: Column<T>; readonly row: T }) {
  if (column.maxWidth === undefined) return column.render(row)
  return (
    <div className={styles.clip} style={{ maxWidth: column.maxWidth }}>
      {column.render(row)}
    </div>
  )
}

function Pager<T>({ list, total }: { readonly list: CursorList<T>; readonly total?: number }) {
  const t = useTexts(uiTexts)
  if (!list.next && !list.previous && total === undefined) return null
  return (
    <div className={styles.foot}>
      <span className="r-num">
        {total === undefined ? '' : t('total', { total: total.toLocaleString() })}
      </span>
      {(list.next || list.previous) && (
        <nav className={styles.pager} aria-label={t('page', { number: list.pageNumber })}>
          <Button
            size="small"
            disabled={!list.previous}
            onClick={() => list.previous?.()}
            icon={<Icon name="chevronRight" size={14} style={{ rotate: '180deg' }} />}
            aria-label={t('previousPage')}
          />
          <span className="r-num">{t('page', { number: list.pageNumber })}</span>
          <Button
            size="small"
            disabled={!list.next}
            onClick={() => list.next?.()}
            icon={<Icon name="chevronRight" size={14} />}
            aria-label={t('nextPage')}
          />
        </nav>
      )}
    </div>
  )
}

function shownColumns<T>({
  columns,
  choice,
}: Pick<DataTableProps<T>, 'columns' | 'choice'>): readonly Column<T>[] {
  return columns.filter(({ key, shown }) => (choice ? choice.isShown(key) : shown !== 'hidden'))
}

/** A click that is not on a link, a button or a box of its own. */
function isPlainClick(target: EventTarget): boolean {
  return target instanceof Element && !target.closest('a, button, input, label, .ant-table-selection-column')
}
