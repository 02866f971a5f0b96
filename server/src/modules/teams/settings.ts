import { type WorkspaceChanges, type WorkspaceSettings, workspaceSettingsSchema } from '@rapport/contract'
import type { WorkspaceRow } from './store-workspaces'

type Stored = Pick<WorkspaceRow, 'slug' | 'name' | 'settings'>

/** The settings of a stored workspace; what was not said when it was stored has today's default. */
export function parseSettings(row: Stored): WorkspaceSettings {
  const said: unknown = JSON.parse(row.settings)
  return workspaceSettingsSchema.parse({ ...(said as object), slug: row.slug, name: row.name })
}

/** Settings as they are stored: name and short name are columns of their own. */
export function storeSettings({ slug, name, ...rest }: WorkspaceSettings): Stored {
  return { slug, name, settings: JSON.stringify(rest) }
}

/** The settings after a change; a field not mentioned stays. */
export function changeSettings(settings: WorkspaceSettings, changes: WorkspaceChanges): WorkspaceSettings {
  const said = Object.entries(changes).filter(([, value]) => value !== undefined)
  return workspaceSettingsSchema.parse({ ...settings, ...Object.fromEntries(said) })
}

/** Only what differs, for the audit log. */
export function differences(
  before: WorkspaceSettings,
  after: WorkspaceSettings,
): { before: Partial<WorkspaceSettings>; after: Partial<WorkspaceSettings> } {
  const names = (Object.keys(after) as (keyof WorkspaceSettings)[]).filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  )
  const pick = (from: WorkspaceSettings) => Object.fromEntries(names.map((name) => [name, from[name]]))
  return { before: pick(before), after: pick(after) }
}
