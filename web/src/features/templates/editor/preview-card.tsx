import { type MessageLocale, messagesApi, type Rendered, type TemplateContent } from '@rapport/contract'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Segmented } from 'antd'
import { useState } from 'react'
import { call } from '../../../lib/api'
import { useMay } from '../../../lib/session'
import { useTexts } from '../../../lib/texts'
import { Card, Loading, Notice, ScrollBox, useProblemText } from '../../../ui'
import styles from '../templates.module.css'
import { templateTexts } from '../texts'
import { CustomerPicker } from './customer-picker'

const devices = ['desktop', 'phone', 'text'] as const
type Device = (typeof devices)[number]

export interface PreviewCardProps {
  readonly content: TemplateContent
  readonly locale: MessageLocale
  readonly profileId: string | null
  readonly onProfile: (profileId: string | null) => void
}

/** The message as one customer would get it, a moment after each change. */
export function PreviewCard({ content, locale, profileId, onProfile }: PreviewCardProps) {
  const t = useTexts(templateTexts)
  const may = useMay()
  const problem = useProblemText(templateTexts)
  const [device, setDevice] = useState<Device>('desktop')
  const { data, error } = useQuery({
    queryKey: ['templates', 'preview', content, locale, profileId],
    queryFn: ({ signal }) =>
      call(messagesApi.previewTemplate, { body: { content, locale, profileId }, signal }),
    placeholderData: keepPreviousData,
    retry: false,
  })
  const tools = (
    <div className={styles.toolbar}>
      {may('customers:read') && <CustomerPicker value={profileId} onChange={onProfile} />}
      <Segmented<Device>
        aria-label={t('device')}
        value={device}
        onChange={setDevice}
        options={devices.map((value) => ({ value, label: t(`device.${value}`) }))}
      />
    </div>
  )
  return (
    <Card title={t('preview')} extra={tools} flush>
      {error && (
        <div className={styles.waiting}>
          <Notice tone="warn" title={t('previewFailed')}>
            {problem(error)}
          </Notice>
        </div>
      )}
      {!error && !data && (
        <div className={styles.waiting}>
          <Loading rows={8} />
        </div>
      )}
      {!error && data && <Message message={data} device={device} />}
    </Card>
  )
}

function Message({ message, device }: { readonly message: Rendered; readonly device: Device }) {
  const t = useTexts(templateTexts)
  return (
    <>
      <div className={styles.inbox}>
        <span className={styles.sender}>{message.from}</span>
        <strong>{message.subject}</strong>
        {message.preheader && <span>{message.preheader}</span>}
      </div>
      <div className={styles.stage}>
        {device === 'text' ? (
          <ScrollBox label={t('previewFrame')} className={styles.plain}>
            {message.text}
          </ScrollBox>
        ) : (
          <iframe
            title={t('previewFrame')}
            sandbox=""
            srcDoc={message.html}
            className={styles.frame}
            data-device={device}
          />
        )}
      </div>
    </>
  )
}
