import type { WorkspaceSettings } from '@rapport/contract'
import type { Facts } from '../../platform/clickhouse'
import type { Database } from '../../platform/postgres'
import type { RecordMessages } from '../events'
import type { Audit } from '../teams'
import type { Audiences, Outgoing } from './ports'

/** What the module needs from outside. */
export interface CampaignsDeps {
  readonly db: Database
  readonly facts: Facts
  readonly now: () => Date
  readonly newId: () => string
  readonly settingsOf: (
    workspaceId: string,
  ) => Promise<Pick<WorkspaceSettings, 'currency' | 'timezone' | 'holdoutShare'>>
  readonly audit: Pick<Audit, 'record'>
  readonly audiences: Audiences
  readonly outgoing: Outgoing
  readonly record: RecordMessages
  /** The display names of some profiles. */
  readonly namesOf: (
    workspaceId: string,
    profileIds: readonly string[],
  ) => Promise<ReadonlyMap<string, string>>
}
