import type { Rule } from '@rapport/contract'
import { App, Button, Dropdown } from 'antd'
import { useState } from 'react'
import { saveAs } from '../../../lib/api'
import { useTexts } from '../../../lib/texts'
import { Icon, writeClipboard } from '../../../ui'
import { type SegmentDocument, writeDocument } from './document'
import { ImportDialog } from './import-dialog'
import { jsonTexts } from './texts'

export interface JsonMenuProps {
  readonly name: string
  readonly description: string
  /** Null while the rule is not whole. */
  readonly rule: Rule | null
  /** The segment that is being changed. */
  readonly segmentId?: string
  /** Leave out where there is nothing to import into. */
  readonly onImport?: (document: SegmentDocument) => void
}

/** A segment as JSON: copied, as a file, and from one. */
export function JsonMenu({ name, description, rule, segmentId, onImport }: JsonMenuProps) {
  const t = useTexts(jsonTexts)
  const { message } = App.useApp()
  const [isImporting, setImporting] = useState(false)
  const text = () => (rule ? writeDocument({ name, description, rule }) : '')
  const copy = async () => {
    await writeClipboard(text())
    void message.success(t('copied'))
  }
  const whenWhole = { disabled: rule === null, title: rule === null ? t('notWhole') : undefined }
  const items = [
    { key: 'copy', label: t('copy'), ...whenWhole, onClick: () => void copy() },
    {
      key: 'download',
      label: t('download'),
      ...whenWhole,
      onClick: () =>
        saveAs(new Blob([text()], { type: 'application/json' }), `${name.trim() || 'segment'}.json`),
    },
    ...(onImport ? [{ key: 'import', label: t('import'), onClick: () => setImporting(true) }] : []),
  ]
  return (
    <>
      <Dropdown menu={{ items }} trigger={['click']}>
        <Button size="small" icon={<Icon name="code" size={15} />}>
          {t('menu')}
        </Button>
      </Dropdown>
      {onImport && isImporting && (
        <ImportDialog
          segmentId={segmentId}
          onClose={() => setImporting(false)}
          onImport={(document) => {
            onImport(document)
            setImporting(false)
            void message.success(t('imported'))
          }}
        />
      )}
    </>
  )
}
