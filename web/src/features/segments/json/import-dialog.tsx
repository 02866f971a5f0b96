import { useQuery } from '@tanstack/react-query'
import { Button, Input, Modal, Upload } from 'antd'
import { useMemo, useState } from 'react'
import { asProblem } from '../../../lib/api-problem'
import { useLocale, useTexts } from '../../../lib/texts'
import { Icon, Notice, useProblemText } from '../../../ui'
import { previewQuery } from '../queries'
import {
  type JsonIssue,
  jsonCharsMax,
  pathsOfSegment,
  type ReadDocument,
  readDocument,
  type SegmentDocument,
} from './document'
import { useIssueWords } from './issue-words'
import styles from './json.module.css'
import { jsonTexts } from './texts'

export interface ImportDialogProps {
  readonly segmentId?: string
  readonly onClose: () => void
  readonly onImport: (document: SegmentDocument) => void
}

/** A rule out of a text or a file: what is wrong is said with its place, what is right in words, before it is taken. */
export function ImportDialog({ segmentId, onClose, onImport }: ImportDialogProps) {
  const t = useTexts(jsonTexts)
  const [text, setText] = useState('')
  const read = useMemo(() => (text.trim() === '' ? null : readDocument(text)), [text])
  const checked = useChecked(read, segmentId)
  return (
    <Modal
      open
      width={640}
      title={t('importTitle')}
      okText={t('replace')}
      cancelText={t('cancel')}
      okButtonProps={{ disabled: !read?.ok || !checked.isFine }}
      onOk={() => read?.ok && onImport(read.document)}
      onCancel={onClose}
    >
      <div className={styles.dialog}>
        <p className={styles.hint}>{t('importHint')}</p>
        <Input.TextArea
          autoFocus
          className={styles.text}
          rows={10}
          value={text}
          maxLength={jsonCharsMax}
          aria-label={t('text')}
          placeholder={'{ "kind": "all", "of": [ … ] }'}
          onChange={(event) => setText(event.target.value)}
        />
        <Upload
          accept=".json,application/json"
          showUploadList={false}
          beforeUpload={(file) => {
            void file.text().then(setText)
            return false
          }}
        >
          <Button size="small" icon={<Icon name="imports" size={15} />}>
            {t('chooseFile')}
          </Button>
        </Upload>
        <Verdict read={read} checked={checked} />
      </div>
    </Modal>
  )
}

interface Checked {
  readonly issues: readonly JsonIssue[]
  /** The rule in words; null while it is not known to be right. */
  readonly sentence: string | null
  readonly isFine: boolean
  readonly isBusy: boolean
}

/** Asks the server whether the rule can be evaluated here: whether the segments it asks for are there. */
function useChecked(read: ReadDocument | null, segmentId: string | undefined): Checked {
  const locale = useLocale()
  const problemText = useProblemText()
  const rule = read?.ok ? read.document.rule : null
  const { data, error, isFetching } = useQuery({
    ...previewQuery(rule ?? { kind: 'all', of: [] }, 0, segmentId),
    enabled: rule !== null,
    retry: false,
  })
  if (!read?.ok) return { issues: read?.issues ?? [], sentence: null, isFine: false, isBusy: false }
  if (!error)
    return {
      issues: [],
      sentence: data?.sentence[locale] ?? null,
      isFine: data !== undefined,
      isBusy: isFetching,
    }
  const { code, details } = asProblem(error)
  const missing = String(details.segmentId ?? '')
  const paths = pathsOfSegment(read.document.rule, missing, read.isWhole ? 'rule' : '')
  const places = paths.length > 0 ? paths : ['']
  const issues = places.map((path) => ({ path, code, message: problemText(error) }))
  return { issues, sentence: null, isFine: false, isBusy: false }
}

function Verdict({ read, checked }: { readonly read: ReadDocument | null; readonly checked: Checked }) {
  const t = useTexts(jsonTexts)
  const words = useIssueWords()
  if (!read) return null
  if (checked.isBusy && checked.sentence === null) return <p className={styles.hint}>{t('checking')}</p>
  if (checked.sentence !== null)
    return <Notice tone="good">{t('fine', { sentence: checked.sentence })}</Notice>
  return (
    <Notice tone="bad" title={t('found', { count: checked.issues.length })}>
      <ul className={styles.issues}>
        {checked.issues.map((issue) => (
          <li key={`${issue.path} ${issue.code} ${issue.message}`}>
            <code>{issue.path || t('whole')}</code> {words(issue)}
          </li>
        ))}
      </ul>
    </Notice>
  )
}
