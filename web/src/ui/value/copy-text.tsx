import { App, Tooltip } from 'antd'
import { useTexts } from '../../lib/texts'
import { Icon } from '../icons/icon'
import { uiTexts } from '../texts'
import { writeClipboard } from './clipboard'
import styles from './value.module.css'

/** Text with a button that copies it. `code` for ids and keys; `shown` when less than the text is to be seen. */
export function CopyText(props: { readonly text: string; readonly shown?: string; readonly code?: boolean }) {
  const t = useTexts(uiTexts)
  const { message } = App.useApp()
  const copy = async () => {
    await writeClipboard(props.text)
    void message.success(t('copied'))
  }
  return (
    <span className={styles.copy}>
      <span className={styles.copyText} data-code={props.code ?? false} title={props.text}>
        {props.shown ?? props.text}
      </span>
      <Tooltip title={t('copy')}>
        <button
          type="button"
          className={styles.copyButton}
          onClick={() => void copy()}
          aria-label={`${t('copy')} ${props.shown ?? props.text}`}
        >
          <Icon name="copy" size={15} />
        </button>
      </Tooltip>
    </span>
  )
}
