import { App, Button, type ButtonProps } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTexts } from '../../lib/texts'
import { useProblemText } from '../feedback/error-state'
import { uiTexts } from '../texts'

export interface ConfirmButtonProps extends Omit<ButtonProps, 'onClick' | 'title' | 'loading'> {
  /** The question: what is about to happen, to what. */
  readonly title: string
  /** What it means and whether it can be taken back. */
  readonly detail?: ReactNode
  /** The word on the confirming button: the verb, not "OK". */
  readonly verb: string
  /** The word on the other button, where the verb itself is "cancel". */
  readonly keep?: string
  readonly onConfirm: () => Promise<unknown>
  /** When given, the message after success offers to take it back. */
  readonly onUndo?: () => Promise<unknown>
  readonly done?: string
}

const undoSeconds = 8

/** A button for what cannot lightly be taken back: asks first, shows the work, says how it ended, offers undo. */
export function ConfirmButton(props: ConfirmButtonProps) {
  const { title, detail, verb, keep, onConfirm, onUndo, done, danger, ...button } = props
  const t = useTexts(uiTexts)
  const { modal, notification, message } = App.useApp()
  const problemText = useProblemText()
  const [isBusy, setBusy] = useState(false)

  const tell = () => {
    if (!done) return
    if (!onUndo) return void message.success(done)
    const key = `undo-${Date.now()}`
    const undo = async () => {
      notification.destroy(key)
      await onUndo().catch((error: unknown) => message.error(problemText(error)))
    }
    notification.success({
      key,
      title: done,
      duration: undoSeconds,
      placement: 'bottomRight', // above, it would lie on the page's own buttons
      actions: (
        <Button size="small" onClick={() => void undo()}>
          {t('undo')}
        </Button>
      ),
    })
  }
  const run = async () => {
    setBusy(true)
    try {
      await onConfirm()
      tell()
    } catch (error) {
      void message.error(problemText(error))
    } finally {
      setBusy(false)
    }
  }
  const ask = () =>
    void modal.confirm({
      title,
      content: detail,
      icon: null,
      okText: verb,
      cancelText: keep ?? t('cancel'),
      okButtonProps: { danger },
      onOk: run,
    })
  return <Button {...button} danger={danger} loading={isBusy} onClick={ask} />
}
