import { useMay, useSession } from '../../../lib/session'
import { useTexts } from '../../../lib/texts'
import { Notice, QueryView } from '../../../ui'
import { SettingsFrame } from '../settings-frame'
import { settingsTexts } from '../texts'
import { useWorkspaceSettings } from '../use-workspace-settings'
import { DeleteCard } from './delete-card'
import { GeneralCard } from './general-card'
import { LifecycleCard } from './lifecycle-card'
import { NewWorkspaceCard } from './new-workspace-card'
import { RatesCard } from './rates-card'
import { workspaceTexts } from './texts'

/** Name, region, currency and rates of the workspace; another one; and its end. */
export function WorkspacePage() {
  const t = useTexts(workspaceTexts)
  const shared = useTexts(settingsTexts)
  const may = useMay()
  const { me } = useSession()
  const query = useWorkspaceSettings()
  return (
    <SettingsFrame lead={t('lead')} isForm>
      {!may('settings:write') && <Notice tone="plain">{shared('readOnly')}</Notice>}
      <QueryView query={query} rows={8}>
        {(workspace) => (
          <>
            <GeneralCard workspace={workspace} />
            <RatesCard settings={workspace.settings} />
            <LifecycleCard settings={workspace.settings} />
            {me.mayCreateWorkspaces && <NewWorkspaceCard settings={workspace.settings} />}
            {may('workspace:delete') && <DeleteCard name={workspace.settings.name} />}
          </>
        )}
      </QueryView>
    </SettingsFrame>
  )
}
