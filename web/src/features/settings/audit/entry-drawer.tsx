import type { AuditEntry } from '@rapport/contract'
import { Drawer } from 'antd'
import { useNamed, useTexts } from '../../../lib/texts'
import { CopyText, DateTime, Facts, JsonView } from '../../../ui'
import styles from '../settings.module.css'
import { auditTexts } from './texts'

/** One entry whole: who, when, what it was before and after, and its hash. */
export function EntryDrawer(props: { readonly entry: AuditEntry | null; readonly onClose: () => void }) {
  const t = useTexts(auditTexts)
  const named = useNamed(auditTexts)
  const { entry, onClose } = props
  return (
    <Drawer
      open={entry !== null}
      onClose={onClose}
      size={560}
      title={entry ? named('action', entry.action) : t('detail')}
    >
      {entry && <EntryDetail entry={entry} />}
    </Drawer>
  )
}

function EntryDetail({ entry }: { readonly entry: AuditEntry }) {
  const t = useTexts(auditTexts)
  const named = useNamed(auditTexts)
  const { actor, before, after } = entry
  return (
    <div className={styles.detail}>
      <Facts
        facts={[
          { label: t('object'), value: entry.summary },
          { label: t('actor'), value: `${actor.name} · ${named('actor', actor.kind)}` },
          { label: t('at'), value: <DateTime at={entry.at} show="exact" /> },
          { label: t('action'), value: <code>{entry.action}</code> },
          { label: t('objectId'), value: <CopyText text={entry.objectId} code /> },
          { label: t('sequence'), value: entry.sequence },
          { label: t('hash'), value: <code className={styles.hash}>{entry.hash}</code> },
        ]}
      />
      <div className={styles.columns}>
        {before !== undefined && <Values title={t('before')} value={before} />}
        {after !== undefined && (
          <Values title={before === undefined ? t('values') : t('after')} value={after} />
        )}
      </div>
    </div>
  )
}

function Values({ title, value }: { readonly title: string; readonly value: unknown }) {
  return (
    <div>
      <h3>{title}</h3>
      <JsonView value={value} label={title} />
    </div>
  )
}
