import { useMay } from '../../../lib/session'
import { useTexts } from '../../../lib/texts'
import { Notice, QueryView } from '../../../ui'
import { SettingsFrame } from '../settings-frame'
import { settingsTexts } from '../texts'
import { useWorkspaceSettings } from '../use-workspace-settings'
import { KindsCard } from './kinds-card'
import { identityTexts } from './texts'

/** What tells customers apart: kinds of identifier, their order, limits and whether they may merge. */
export function IdentityPage() {
  const t = useTexts(identityTexts)
  const shared = useTexts(settingsTexts)
  const may = useMay()
  const query = useWorkspaceSettings()
  return (
    <SettingsFrame lead={t('lead')} isForm>
      {!may('settings:write') && <Notice tone="plain">{shared('readOnly')}</Notice>}
      <QueryView query={query} rows={8}>
        {({ settings }) => <KindsCard settings={settings} />}
      </QueryView>
    </SettingsFrame>
  )
}
