import type { AuditEntry } from '@rapport/contract'
import { useNamed, useTexts } from '../../../lib/texts'
import { type Column, type CursorList, DataTable, DateTime } from '../../../ui'
import styles from '../settings.module.css'
import { auditTexts } from './texts'

export interface AuditTableProps {
  readonly list: CursorList<AuditEntry>
  readonly onOpen: (entry: AuditEntry) => void
}

/** The entries, newest first; one opens to show what was before and after. */
export function AuditTable({ list, onOpen }: AuditTableProps) {
  const t = useTexts(auditTexts)
  const named = useNamed(auditTexts)
  const columns: Column<AuditEntry>[] = [
    {
      key: 'action',
      title: t('action'),
      render: (entry) => (
        <button type="button" className={styles.link} onClick={() => onOpen(entry)}>
          {named('action', entry.action)}
        </button>
      ),
      phone: 'title',
      width: 200,
    },
    { key: 'object', title: t('object'), render: ({ summary }) => summary },
    { key: 'actor', title: t('actor'), render: (entry) => <Actor entry={entry} />, width: 200 },
    { key: 'at', title: t('at'), render: ({ at }) => <DateTime at={at} />, width: 180 },
  ]
  return (
    <DataTable
      label={t('list')}
      columns={columns}
      list={list}
      rowKey={({ sequence }) => String(sequence)}
      onOpen={onOpen}
      empty={{ title: t('none'), scene: 'records' }}
    />
  )
}

function Actor({ entry: { actor } }: { readonly entry: AuditEntry }) {
  const named = useNamed(auditTexts)
  if (actor.kind === 'user') return <>{actor.name}</>
  return (
    <>
      {actor.name} <small className="r-muted">{named('actor', actor.kind)}</small>
    </>
  )
}
