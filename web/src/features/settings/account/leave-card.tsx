import { teamsApi } from '@rapport/contract'
import { call } from '../../../lib/api'
import { useSession } from '../../../lib/session'
import { useTexts } from '../../../lib/texts'
import { Card, ConfirmButton } from '../../../ui'
import styles from '../settings.module.css'
import { useRetold } from '../use-settings-problem'
import { accountTexts } from './texts'

/** The way out of the workspace. */
export function LeaveCard() {
  const t = useTexts(accountTexts)
  const retell = useRetold()
  const { workspace } = useSession()
  if (!workspace) return null
  const { name } = workspace
  const leave = async () => {
    await call(teamsApi.leaveWorkspace).catch(retell)
    window.location.assign('/')
  }
  return (
    <Card title={t('leave')}>
      <div className={styles.danger}>
        <p>{t('leaveText', { name })}</p>
        <ConfirmButton danger title={t('leaveTitle', { name })} verb={t('leaveDone')} onConfirm={leave}>
          {t('leaveButton')}
        </ConfirmButton>
      </div>
    </Card>
  )
}
