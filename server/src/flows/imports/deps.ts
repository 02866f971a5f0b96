import type { RecordMessages } from '../../modules/events'
import type { Audit } from '../../modules/teams'
import type { Clock, NewId } from '../../platform/clock'
import type { FileStore } from '../../platform/files'
import type { Log } from '../../platform/log'
import type { Database } from '../../platform/postgres'

/** What imports need of a workspace. */
export interface ImportSettings {
  readonly currency: string
  readonly exchangeRates: Readonly<Record<string, number>>
  readonly country: string
  readonly timezone: string
}

export interface ImportsDeps {
  readonly db: Database
  readonly files: FileStore
  readonly record: RecordMessages
  /** Resolves when the pipeline has processed the journal up to a position: an import is done when it can be seen. */
  readonly reached: (position: number) => Promise<void>
  readonly settingsOf: (workspaceId: string) => Promise<ImportSettings>
  /** The names of the traits that a workspace computes by definitions of its own; none when absent. */
  readonly ownTraits?: (workspaceId: string) => Promise<ReadonlySet<string>>
  readonly audit: Pick<Audit, 'record'>
  readonly now: Clock
  readonly newId: NewId
  readonly log: Log
}

/** Names of what an import keeps on disk. */
export const fileNames = {
  data: (id: string) => `${id}.data`,
  rejects: (id: string) => `${id}.rejected.csv`,
  work: (id: string) => `${id}.work`,
}

/** Removes all that an import keeps on disk. */
export async function removeFiles(files: FileStore, id: string): Promise<void> {
  for (const name of Object.values(fileNames)) await files.remove(name(id))
}
