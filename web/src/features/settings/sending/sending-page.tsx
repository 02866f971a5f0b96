import { useMay } from '../../../lib/session'
import { useTexts } from '../../../lib/texts'
import { Notice, QueryView } from '../../../ui'
import { SettingsFrame } from '../settings-frame'
import { settingsTexts } from '../texts'
import { useWorkspaceSettings } from '../use-workspace-settings'
import { CapsCard } from './caps-card'
import { ConsentCard, UncertainCard } from './choice-setting'
import { HoldoutCard } from './holdout-card'
import { QuietCard } from './quiet-card'
import { sendingTexts } from './texts'

/** The rules that every marketing message passes before it is sent. */
export function SendingPage() {
  const t = useTexts(sendingTexts)
  const shared = useTexts(settingsTexts)
  const may = useMay()
  const query = useWorkspaceSettings()
  return (
    <SettingsFrame lead={t('lead')} isForm>
      {!may('settings:write') && <Notice tone="plain">{shared('readOnly')}</Notice>}
      <QueryView query={query} rows={8}>
        {({ settings }) => (
          <>
            <ConsentCard settings={settings} />
            <CapsCard settings={settings} />
            <QuietCard settings={settings} />
            <HoldoutCard settings={settings} />
            <UncertainCard settings={settings} />
          </>
        )}
      </QueryView>
    </SettingsFrame>
  )
}
