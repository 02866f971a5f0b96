import { trackingPlanApi } from '@rapport/contract'
import { useMutation } from '@tanstack/react-query'
import { Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { call } from '../../../lib/api'
import { useNamed, useTexts } from '../../../lib/texts'
import { Notice, useProblemText } from '../../../ui'
import { dataTexts } from '../texts'
import { useExpected } from './events-panel'
import { parsed } from './import-dialog'
import styles from './plan.module.css'
import { planTexts } from './texts'

const example = JSON.stringify(
  { type: 'track', event: 'Order Completed', userId: 'u1', properties: { order_id: 'o1', total: 99.5 } },
  null,
  2,
)
const tones = { allow: 'good', report: 'warn', quarantine: 'bad' } as const

/** What the plan would say of a pasted message. */
export function CheckDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useTexts(planTexts)
  const problemText = useProblemText()
  const [text, setText] = useState(example)
  const message = parsed(text)
  const check = useMutation({
    mutationFn: () => checkCall(message),
  })
  return (
    <Modal
      open
      title={t('check')}
      onCancel={onClose}
      footer={[
        <Button key="close" onClick={onClose}>
          {t('close')}
        </Button>,
        <Button
          key="run"
          type="primary"
          disabled={message === undefined}
          loading={check.isPending}
          onClick={() => check.mutate()}
        >
          {t('checkRun')}
        </Button>,
      ]}
    >
      <div className={styles.stack}>
        <p className={styles.hint}>{t('checkLead')}</p>
        <Input.TextArea
          aria-label={t('message')}
          className={styles.editor}
          autoSize={{ minRows: 8, maxRows: 18 }}
          value={text}
          status={message === undefined ? 'error' : ''}
          onChange={(event) => {
            setText(event.target.value)
            check.reset()
          }}
        />
        {message === undefined && <p className={styles.hint}>{t('notJson')}</p>}
        {check.error && <Notice tone="bad">{problemText(check.error)}</Notice>}
        {check.data && <Verdict verdict={check.data} />}
      </div>
    </Modal>
  )
}

function Verdict({ verdict }: { readonly verdict: Awaited<ReturnType<typeof checkCall>> }) {
  const t = useTexts(planTexts)
  const named = useNamed(dataTexts)
  const expectedOf = useExpected()
  const { refused, isChecked, outcome, violations } = verdict
  if (refused)
    return (
      <Notice tone="bad" title={named('reason', refused.reason)}>
        {refused.detail}
      </Notice>
    )
  if (!isChecked) return <Notice tone="info">{t('uncheckedType')}</Notice>
  return (
    <Notice tone={tones[outcome]} title={t(`checked.${outcome}`)}>
      {violations.length > 0 && (
        <ul>
          {violations.map(({ code, path, expected, found }) => (
            <li key={`${code} ${path}`}>
              {t(`code.${code}`)} {path && <code>{path}</code>}
              {expected && ` · ${t('expected')} ${expectedOf({ code, expected })}`}
              {found && ` · ${found}`}
            </li>
          ))}
        </ul>
      )}
    </Notice>
  )
}

const checkCall = (message: unknown) => call(trackingPlanApi.check, { body: { message } })
