import { Failure } from '../../kernel/failure'
import type { Clock } from '../../platform/clock'
import type { DataDir } from '../../platform/data-dir'
import type { Log } from '../../platform/log'
import type { BackupState } from './api'
import type { Manifest } from './manifest'
import { type EngineAddresses, serversOwnBackup } from './servers'
import { copyRunning, type SnapshotDeps } from './snapshot'
import { copyStopped, takeBackup } from './take'

export { type BackupState, backupApi } from './api'
export { type Restored, restoreBackup } from './restore'
export { backupRoutes } from './routes'
export { serversOwnBackup } from './servers'
export { leftoversOf } from './staging'

export interface BackupsDeps extends Pick<SnapshotDeps, 'db' | 'facts' | 'journal'> {
  readonly dataDir: DataDir
  readonly addresses: EngineAddresses
  readonly isKeyInEnvironment: boolean
  readonly pipeline: { stop(): Promise<void>; start(): void }
  readonly version: string
  readonly now: Clock
  readonly log: Log
}

export type Backups = ReturnType<typeof createBackups>

/** Backups of the running server, one at a time. */
export function createBackups(deps: BackupsDeps) {
  const { db, facts, journal, dataDir, pipeline, log } = deps
  let state: BackupState = { state: 'none' }
  let work: Promise<void> = Promise.resolve()
  let isEnding = false

  const atRest = async <T>(task: () => Promise<T>): Promise<T> => {
    await pipeline.stop()
    try {
      return await task()
    } finally {
      if (!isEnding) pipeline.start()
    }
  }

  async function run(order: { target: string; withKey: boolean }): Promise<void> {
    try {
      const manifest = await takeBackup(
        {
          ...deps,
          ...order,
          dataDir: dataDir.path,
          onStep: (step) => {
            state = { state: 'running', step }
          },
        },
        copyRunning({ db, facts, journal, dataDir, atRest }),
      )
      state = doneOf(order.target, manifest)
    } catch (error) {
      if (!(error instanceof Failure)) log.error({ err: error }, 'the backup failed')
      state = { state: 'failed', message: error instanceof Error ? error.message : String(error) }
    }
  }

  return {
    /** Begins; refuses while one is running, and where the engines are servers. */
    start(order: { target: string; withKey: boolean }): BackupState {
      const instead = serversOwnBackup(deps.addresses)
      if (instead) throw new Failure('unprocessable', instead, { code: 'engines_by_address' })
      if (state.state === 'running') throw new Failure('conflict', 'a backup is being taken already')
      if (isEnding) throw new Failure('unavailable', 'the server is stopping')
      state = { state: 'running', step: 'engines' }
      work = run(order)
      return state
    },
    state: (): BackupState => state,
    /** Finishes the backup at hand; the pipeline is not started again. */
    async stop(): Promise<void> {
      isEnding = true
      await work
    },
  }
}

/** A backup of a folder that nobody has open; the caller holds it. */
export async function backupStopped(
  order: Omit<Parameters<typeof takeBackup>[0], 'onStep'>,
): Promise<BackupState> {
  return doneOf(order.target, await takeBackup(order, copyStopped(order.dataDir)))
}

function doneOf(target: string, { bytes, files, takenAt, key, journal }: Manifest): BackupState {
  return { state: 'done', target, bytes, files: files.length, takenAt, key, journal }
}
