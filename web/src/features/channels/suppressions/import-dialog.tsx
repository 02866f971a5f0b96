import { messagesApi, type SuppressionReason, suppressionReasonSchema } from '@rapport/contract'
import { useMutation } from '@tanstack/react-query'
import { Button, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { call } from '../../../lib/api'
import { useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import { Notice, useProblemText } from '../../../ui'
import styles from '../channels.module.css'
import { channelTexts } from '../texts'

const addressesMax = 10_000

/** Puts many addresses on the list, pasted one a line. */
export function ImportDialog(props: {
  readonly onClose: () => void
  readonly onImported: () => Promise<void>
}) {
  const { onClose, onImported } = props
  const t = useTexts(channelTexts)
  const format = useFormat()
  const problem = useProblemText(channelTexts)
  const [text, setText] = useState('')
  const [reason, setReason] = useState<SuppressionReason>('unsubscribed')
  const addresses = text.split(/[\s,;，；]+/).filter(Boolean)
  const run = useMutation({
    mutationFn: () => call(messagesApi.importSuppressions, { body: { addresses, reason } }),
    onSuccess: onImported,
  })
  const isUsable = addresses.length > 0 && addresses.length <= addressesMax
  return (
    <Modal
      open
      title={t('importTitle')}
      onCancel={onClose}
      footer={[
        <Button key="close" onClick={onClose}>
          {t(run.data ? 'close' : 'cancel')}
        </Button>,
        <Button
          key="run"
          type="primary"
          disabled={!isUsable}
          loading={run.isPending}
          onClick={() => run.mutate()}
        >
          {t('importRun')}
        </Button>,
      ]}
    >
      <div className={styles.fields}>
        <p className={styles.hint}>{t('importHint')}</p>
        <Input.TextArea
          rows={8}
          value={text}
          aria-label={t('address')}
          placeholder={'li@example.com\nwang@example.com'}
          onChange={(event) => setText(event.target.value)}
        />
        <div className={styles.field}>
          <span>{t('importReason')}</span>
          <Select<SuppressionReason>
            aria-label={t('importReason')}
            value={reason}
            onChange={setReason}
            options={suppressionReasonSchema.options.map((value) => ({ value, label: t(`reason.${value}`) }))}
          />
        </div>
        {run.error && <Notice tone="bad">{problem(run.error)}</Notice>}
        {run.data && (
          <Notice
            tone="good"
            title={t('importDone', {
              added: format.count(run.data.added),
              known: format.count(run.data.known),
            })}
          >
            {run.data.invalid.length > 0 && (
              <>
                {t('importInvalid', { count: run.data.invalid.length })}
                <ul className={styles.invalid}>
                  {run.data.invalid.map((address) => (
                    <li key={address}>{address}</li>
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
