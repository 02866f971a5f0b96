import { type MessageLocale, messagesApi, type TemplateContent } from '@rapport/contract'
import { useMutation } from '@tanstack/react-query'
import { Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { call } from '../../../lib/api'
import { useSession } from '../../../lib/session'
import { useTexts } from '../../../lib/texts'
import { Notice, StatusBadge, useProblemText } from '../../../ui'
import styles from '../templates.module.css'
import { templateTexts } from '../texts'
import { isAddressLike } from './sender-card'

const addressesMax = 5

export interface TestDialogProps {
  readonly content: TemplateContent
  readonly locale: MessageLocale
  readonly profileId: string | null
  readonly onClose: () => void
}

/** Asks where to send a test and says what became of it. */
export function TestDialog({ content, locale, profileId, onClose }: TestDialogProps) {
  const t = useTexts(templateTexts)
  const { me } = useSession()
  const problem = useProblemText(templateTexts)
  const [text, setText] = useState(me.user.email)
  const to = text.split(/[\s,;，；]+/).filter(Boolean)
  const isUsable = to.length > 0 && to.length <= addressesMax && to.every(isAddressLike)
  const send = useMutation({
    mutationFn: () => call(messagesApi.testSend, { body: { content, locale, profileId, to } }),
  })
  return (
    <Modal
      open
      title={t('testTitle')}
      onCancel={onClose}
      footer={[
        <Button key="close" onClick={onClose}>
          {t(send.data ? 'close' : 'cancel')}
        </Button>,
        <Button
          key="send"
          type="primary"
          disabled={!isUsable}
          loading={send.isPending}
          onClick={() => send.mutate()}
        >
          {t('testSend')}
        </Button>,
      ]}
    >
      <div className={styles.fields}>
        <p className={styles.hint}>{t('testHint')}</p>
        <div className={styles.field}>
          <span>{t('testTo')}</span>
          <Input
            value={text}
            aria-label={t('testTo')}
            status={isUsable ? '' : 'error'}
            onChange={(event) => setText(event.target.value)}
            onPressEnter={() => isUsable && send.mutate()}
          />
          <span className={styles.hint}>{isUsable ? t('testToHint') : t('testNeeded')}</span>
        </div>
        {send.error && <Notice tone="bad">{problem(send.error)}</Notice>}
        {send.data && (
          <ul className={styles.attempts}>
            {send.data.attempts.map(({ to: address, result }) => (
              <li key={address}>
                <StatusBadge tone={result.kind === 'ok' ? 'good' : 'bad'}>{address}</StatusBadge>{' '}
                {t(`attempt.${result.kind}`, { answer: result.answer })}
              </li>
            ))}
          </ul>
        )}
      </div>
    </Modal>
  )
}
