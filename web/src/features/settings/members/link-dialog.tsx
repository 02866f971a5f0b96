import type { Invitation } from '@rapport/contract'
import { Button, Modal } from 'antd'
import { useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import { CopyText } from '../../../ui'
import styles from '../settings.module.css'
import { memberTexts } from './texts'

export interface MadeInvitation {
  readonly invitation: Invitation
  readonly link: string
}

/** Shows an invitation's link, the one time that it is known. */
export function LinkDialog(props: { readonly made: MadeInvitation | null; readonly onClose: () => void }) {
  const { made, onClose } = props
  const t = useTexts(memberTexts)
  const format = useFormat()
  return (
    <Modal
      open={made !== null}
      title={t('linkTitle')}
      onCancel={onClose}
      destroyOnHidden
      mask={{ closable: false }}
      footer={
        <Button type="primary" onClick={onClose}>
          {t('linkClose')}
        </Button>
      }
    >
      {made && (
        <div className={styles.dialog}>
          <p>
            {t('linkLead', {
              email: made.invitation.email,
              date: format.moment(made.invitation.expiresAt),
            })}
          </p>
          <div className={styles.secret}>
            <CopyText text={made.link} code />
          </div>
        </div>
      )}
    </Modal>
  )
}
