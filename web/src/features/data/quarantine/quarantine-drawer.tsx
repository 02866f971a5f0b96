import { dataApi, type Quarantined } from '@rapport/contract'
import { useQueryClient } from '@tanstack/react-query'
import { App, Button, Drawer, Input } from 'antd'
import { useState } from 'react'
import { call } from '../../../lib/api'
import { useMay } from '../../../lib/session'
import { useNamed, useTexts } from '../../../lib/texts'
import { ConfirmButton, DateTime, Facts, JsonView, useProblemText } from '../../../ui'
import styles from '../data.module.css'
import { dataTexts } from '../texts'
import { quarantineTexts } from './texts'

/** One message in quarantine: what is wrong with it, and a place to mend it. */
export function QuarantineDrawer({
  row,
  onClose,
}: {
  readonly row: Quarantined | null
  readonly onClose: () => void
}) {
  const named = useNamed(dataTexts)
  return (
    <Drawer open={row !== null} onClose={onClose} size={640} title={row ? named('reason', row.reason) : ''}>
      {row && <Detail key={row.id} row={row} onClose={onClose} />}
    </Drawer>
  )
}

function Detail({ row, onClose }: { readonly row: Quarantined; readonly onClose: () => void }) {
  const t = useTexts(quarantineTexts)
  const may = useMay()
  const isOpen = row.state === 'open' && may('data:write')
  return (
    <div className={styles.stack}>
      <Facts
        facts={[
          { label: t('detail'), value: row.detail },
          { label: t('source'), value: row.source },
          { label: t('receivedAt'), value: <DateTime at={row.receivedAt} show="exact" /> },
          { label: t('state'), value: t(`state.${row.state}`) },
        ]}
      />
      {isOpen ? (
        <Mend row={row} onClose={onClose} />
      ) : (
        <JsonView value={parsed(row.message) ?? row.message} label={t('message')} />
      )}
    </div>
  )
}

function Mend({ row, onClose }: { readonly row: Quarantined; readonly onClose: () => void }) {
  const t = useTexts(quarantineTexts)
  const queries = useQueryClient()
  const problemText = useProblemText()
  const { message } = App.useApp()
  const [text, setText] = useState(() => JSON.stringify(parsed(row.message) ?? row.message, null, 2))
  const [isSending, setSending] = useState(false)
  const isJson = parsed(text) !== undefined
  const refresh = () => queries.invalidateQueries({ queryKey: ['data', 'quarantine'] })
  const replay = async () => {
    setSending(true)
    try {
      await call(dataApi.replay, { params: { id: row.id }, body: { message: text } })
      await refresh()
      void message.info(t('replayed'))
      onClose()
    } catch (error) {
      void message.error(problemText(error))
    } finally {
      setSending(false)
    }
  }
  const discard = async () => {
    await call(dataApi.discard, { params: { id: row.id } })
    await refresh()
    onClose()
  }
  return (
    <>
      <Input.TextArea
        aria-label={t('message')}
        className={styles.editor}
        value={text}
        status={isJson ? '' : 'error'}
        autoSize={{ minRows: 8, maxRows: 24 }}
        onChange={(change) => setText(change.target.value)}
      />
      <p className="r-muted">{isJson ? t('messageHint') : t('notJson')}</p>
      <div className={styles.row}>
        <Button type="primary" disabled={!isJson} loading={isSending} onClick={() => void replay()}>
          {t('replay')}
        </Button>
        <ConfirmButton
          danger
          title={t('discardTitle')}
          detail={t('discardText')}
          verb={t('discard')}
          done={t('discarded')}
          onConfirm={discard}
        >
          {t('discard')}
        </ConfirmButton>
      </div>
    </>
  )
}

/** The value of JSON text; undefined when it is none. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
