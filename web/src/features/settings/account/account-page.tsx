import { useTexts } from '../../../lib/texts'
import { SettingsFrame } from '../settings-frame'
import { LeaveCard } from './leave-card'
import { PasswordCard } from './password-card'
import { ProfileCard } from './profile-card'
import { SessionsCard } from './sessions-card'
import { accountTexts } from './texts'

/** One's own account: name, language, password, devices, and the way out. */
export function AccountPage() {
  const t = useTexts(accountTexts)
  return (
    <SettingsFrame lead={t('lead')} isForm>
      <ProfileCard />
      <PasswordCard />
      <SessionsCard />
      <LeaveCard />
    </SettingsFrame>
  )
}
