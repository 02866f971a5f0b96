import type { WorkspaceSettings } from '@rapport/contract'
import type { Facts } from '../../platform/clickhouse'
import type { Clock, NewId } from '../../platform/clock'
import type { Log } from '../../platform/log'
import type { Database } from '../../platform/postgres'
import type { RecordMessages } from '../events'
import type { Audit } from '../teams'
import type { FindPastCampaigns } from './targets/ports'

/** What rules, sentences and reach need to know of a workspace. */
export type RuleSettings = Pick<WorkspaceSettings, 'currency' | 'timezone' | 'consentRule'>

export interface SegmentsDeps {
  readonly db: Database
  readonly facts: Facts
  readonly now: Clock
  readonly newId: NewId
  readonly log: Log
  readonly audit: Pick<Audit, 'record'>
  readonly settingsOf: (workspaceId: string) => Promise<RuleSettings>
  /** The addresses that are not written to, each as the SHA-256 of its small letters (hex, the first 32 digits). */
  readonly suppressedKeys: (workspaceId: string) => Promise<readonly string[]>
  readonly record: RecordMessages
  /** Resolves when the pipeline has processed the journal up to a position. */
  readonly reached: (position: number) => Promise<void>
  /** Resolves when the pipeline knows which changes segments want to hear of and has processed all that came before. */
  readonly learnt: (workspaceId: string) => Promise<void>
  /** The campaigns that tell how people respond; without it nothing is said of response. */
  readonly pastCampaigns?: FindPastCampaigns
  /** So many people whom something changes for at once, and everybody is asked in one pass instead. */
  readonly crowdMin?: number
}
