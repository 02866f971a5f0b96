import { type SavedPlan, trackingPlanApi } from '@rapport/contract'
import { useMutation } from '@tanstack/react-query'
import { Button, Input, Modal, Upload } from 'antd'
import { useState } from 'react'
import { call } from '../../../lib/api'
import { useTexts } from '../../../lib/texts'
import { Notice, useProblemText } from '../../../ui'
import { withEvents } from './event-lines'
import styles from './plan.module.css'
import { useSavePlan } from './queries'
import { planTexts } from './texts'

/** Reads a plan of ours or of others, shows what was found, and adds it. */
export function ImportDialog({
  saved,
  onClose,
}: {
  readonly saved: SavedPlan
  readonly onClose: () => void
}) {
  const t = useTexts(planTexts)
  const problemText = useProblemText()
  const [text, setText] = useState('')
  const save = useSavePlan()
  const read = useMutation({
    mutationFn: (document: unknown) => call(trackingPlanApi.import, { body: { document } }),
  })
  const document = parsed(text)
  const found = read.data
  const keep = () => {
    if (!found) return
    const merged = withEvents(saved.plan, found.plan.events)
    const { events: _, ...settings } = found.plan
    const plan = found.format === 'rapport' ? { ...merged, ...settings } : merged
    save.mutate({ from: saved, plan }, { onSuccess: onClose })
  }
  const change = (next: string) => {
    setText(next)
    read.reset()
  }
  return (
    <Modal
      open
      title={t('importTitle')}
      onCancel={onClose}
      footer={[
        <Button key="cancel" onClick={onClose}>
          {t('cancel')}
        </Button>,
        found ? (
          <Button key="save" type="primary" loading={save.isPending} onClick={keep}>
            {t('importSave', { count: found.plan.events.length })}
          </Button>
        ) : (
          <Button
            key="read"
            type="primary"
            disabled={document === undefined}
            loading={read.isPending}
            onClick={() => read.mutate(document)}
          >
            {t('importRead')}
          </Button>
        ),
      ]}
    >
      <div className={styles.stack}>
        <p className={styles.hint}>{t('importLead')}</p>
        <div>
          <Upload
            accept=".json,application/json"
            showUploadList={false}
            beforeUpload={(file) => {
              void file.text().then(change)
              return false
            }}
          >
            <Button>{t('importFile')}</Button>
          </Upload>
        </div>
        <Input.TextArea
          aria-label="JSON"
          className={styles.editor}
          rows={10}
          value={text}
          status={text !== '' && document === undefined ? 'error' : ''}
          onChange={(event) => change(event.target.value)}
        />
        {text !== '' && document === undefined && <p className={styles.hint}>{t('notJson')}</p>}
        {read.error && <Notice tone="bad">{problemText(read.error)}</Notice>}
        {found && (
          <Notice
            tone={found.skipped.length > 0 ? 'warn' : 'good'}
            title={t('importFound', { count: found.plan.events.length, format: t(`format.${found.format}`) })}
          >
            {found.skipped.length > 0 && (
              <>
                {t('importSkipped', { count: found.skipped.length })}
                <ul>
                  {found.skipped.slice(0, 8).map(({ where, what }) => (
                    <li key={`${where} ${what}`}>
                      {where}: <code>{what}</code>
                    </li>
                  ))}
                </ul>
              </>
            )}
          </Notice>
        )}
      </div>
    </Modal>
  )
}

/** The value of JSON text; undefined when it is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
