import { Button } from 'antd'
import { useTexts } from '../../../lib/texts'
import { Icon } from '../../../ui'
import type { SegmentDocument } from '../json/document'
import { JsonMenu } from '../json/json-menu'
import { SqlButton } from '../sql/sql-drawer'
import styles from './builder.module.css'
import { leafTexts } from './leaf-texts'
import type { Draft } from './use-draft'

/** Undo, redo, and the rule in other forms. */
export function Tools(props: {
  readonly draft: Draft
  readonly document: Pick<SegmentDocument, 'name' | 'description'>
  readonly segmentId?: string
  readonly onImport: (document: SegmentDocument) => void
}) {
  const t = useTexts(leafTexts)
  const { draft, document, segmentId, onImport } = props
  const { rule } = draft.written
  return (
    <span className={styles.tools}>
      <Button
        type="text"
        size="small"
        icon={<Icon name="undo" size={16} />}
        aria-label={t('undo')}
        title={`${t('undo')} (Ctrl+Z)`}
        disabled={!draft.canUndo}
        onClick={draft.undo}
      />
      <Button
        type="text"
        size="small"
        icon={<Icon name="redo" size={16} />}
        aria-label={t('redo')}
        title={`${t('redo')} (Ctrl+Shift+Z)`}
        disabled={!draft.canRedo}
        onClick={draft.redo}
      />
      <SqlButton rule={rule} size="small" />
      <JsonMenu {...document} rule={rule} segmentId={segmentId} onImport={onImport} />
    </span>
  )
}
