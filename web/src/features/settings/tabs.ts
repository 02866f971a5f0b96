import type { Permission } from '@rapport/contract'
import type { TextKey } from '../../lib/texts'
import type { settingsTexts } from './texts'

export interface SettingsTab {
  readonly to: string
  readonly label: TextKey<keyof (typeof settingsTexts.catalogue)['en']>
  /** Without it the tab is left out; null for everybody. */
  readonly needs: Permission | null
}

/** The pages of the settings. A feature that has settings of its own adds its line here. */
export const settingsTabs: readonly SettingsTab[] = [
  { to: '/settings/workspace', label: 'workspace', needs: 'settings:read' },
  { to: '/settings/sending', label: 'sending', needs: 'settings:read' },
  { to: '/settings/identity', label: 'identity', needs: 'settings:read' },
  { to: '/settings/email', label: 'email', needs: 'settings:read' },
  { to: '/settings/suppressions', label: 'suppressions', needs: 'customers:personal' },
  { to: '/settings/members', label: 'members', needs: 'members:read' },
  { to: '/settings/roles', label: 'roles', needs: 'members:read' },
  { to: '/settings/keys', label: 'keys', needs: 'keys:write' },
  { to: '/settings/audit', label: 'audit', needs: 'audit:read' },
  { to: '/settings/account', label: 'account', needs: null },
]
