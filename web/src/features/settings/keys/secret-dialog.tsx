import type { ApiKey } from '@rapport/contract'
import { Button, Modal } from 'antd'
import { useTexts } from '../../../lib/texts'
import { CopyText, Notice } from '../../../ui'
import styles from '../settings.module.css'
import { keyTexts } from './texts'

export interface MadeKey {
  readonly key: ApiKey
  readonly secret: string
}

/** Shows a new key, the one time that it is known, and how to use it. */
export function SecretDialog(props: { readonly made: MadeKey | null; readonly onClose: () => void }) {
  const { made, onClose } = props
  const t = useTexts(keyTexts)
  return (
    <Modal
      open={made !== null}
      title={t('madeTitle')}
      width={620}
      onCancel={onClose}
      destroyOnHidden
      mask={{ closable: false }}
      footer={
        <Button type="primary" onClick={onClose}>
          {t('madeClose')}
        </Button>
      }
    >
      {made && (
        <div className={styles.dialog}>
          <Notice tone="warn">{t('madeLead')}</Notice>
          <div className={styles.secret}>
            <CopyText text={made.secret} code />
          </div>
          <div>
            <p className="r-muted">{t('tryIt')}</p>
            <pre className={styles.sample}>{sampleOf(made, window.location.origin)}</pre>
          </div>
        </div>
      )}
    </Modal>
  )
}

function sampleOf({ key, secret }: MadeKey, host: string): string {
  if (key.kind === 'api') return `curl ${host}/api/v1/workspace \\\n  -H 'Authorization: Bearer ${secret}'`
  return [
    `curl ${host}/v1/track \\`,
    `  -u ${secret}: \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -d '{"userId":"C10086","event":"Product Viewed"}'`,
  ].join('\n')
}
