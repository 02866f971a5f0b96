import type { ImportProgress } from '@rapport/contract'
import { Failure } from '../../kernel/failure'
import { createRounds } from '../../platform/rounds'
import { fileNames, type ImportsDeps, removeFiles } from './deps'
import { mappingOf } from './mapping-of'
import type { Phase } from './run/context'
import { type Checkpoint, CheckpointMismatch } from './run/recorder'
import { runImport } from './run/run'
import type { SourceFile } from './source/open'
import {
  claimNext,
  dropLeases,
  findImport,
  finishImport,
  type ImportRecord,
  noteStep,
  type Outcome,
  releaseLease,
  resetCheckpoint,
} from './store'

/** A process that says nothing for so long is gone, and another goes on with its import. */
const leaseMs = 60_000
const progressEveryMs = 400
const pollMs = 2_000
/** An import that brings the program down this often is given up. */
const attemptsMax = 20

/** How much of the whole each phase is, as measured on orders; files of one phase have the last alone. */
const shares: Readonly<Record<Phase, readonly [number, number]>> = {
  reading: [0, 0.3],
  grouping: [0.3, 0.55],
  recording: [0.55, 0.98],
}

class Stop extends Error {
  constructor(readonly why: 'cancelled' | 'gone' | 'shutdown') {
    super(why)
  }
}

/** Runs queued imports one at a time, and goes on with those that a crash interrupted. */
export function createImportWorker(deps: ImportsDeps, fileOf: (record: ImportRecord) => SourceFile) {
  const { db, files, now, log } = deps
  /** Nobody but this process holds a lease of its own database: those there are were left by the one before. */
  let mayDropLeases = db.engine === 'embedded'
  const rounds = createRounds({
    round: work,
    restMs: () => pollMs,
    failed: (err) => log.error({ err }, 'imports cannot be read'),
  })

  const leaseUntil = () => new Date(now().getTime() + leaseMs)

  async function work(): Promise<boolean> {
    if (mayDropLeases) await dropLeases(db)
    mayDropLeases = false
    const record = await claimNext(db, now(), leaseUntil())
    if (record) await attempt(record)
    return record !== null
  }

  async function attempt(record: ImportRecord): Promise<void> {
    const { workspaceId, id } = record
    const finish = (outcome: Pick<Outcome, 'state' | 'report' | 'failure'>, rowsTotal = record.rowsTotal) =>
      finishImport(db, workspaceId, id, { ...outcome, rowsTotal }, now())
    try {
      if (record.attempts > attemptsMax) throw tooManyAttempts()
      const report = await run(record)
      await finish({ state: 'done', report, failure: null }, report.rowsAccepted + report.rowsRejected)
      await files.remove(fileNames.data(id))
    } catch (error) {
      if (error instanceof Stop && error.why === 'shutdown') return releaseLease(db, workspaceId, id)
      if (error instanceof Stop && error.why === 'gone') return removeIfErased(record)
      if (error instanceof Stop) await finish({ state: 'cancelled', report: null, failure: null })
      else await finish({ state: 'failed', report: null, failure: presentFailure(error) })
      if (!(error instanceof Stop) && !(error instanceof Failure))
        log.error({ err: error, id }, 'an import failed')
    } finally {
      await files.remove(fileNames.work(id))
    }
  }

  /** Another process may have taken it over; only what has no record any more is swept from the disk. */
  async function removeIfErased({ workspaceId, id }: ImportRecord): Promise<void> {
    if (!(await findImport(db, workspaceId, id))) await removeFiles(files, id)
  }

  async function run(record: ImportRecord) {
    try {
      return await runFrom(record, record.checkpoint)
    } catch (error) {
      if (!(error instanceof CheckpointMismatch)) throw error
      log.warn({ id: record.id }, 'an import begins again: its batches are cut differently now')
      await resetCheckpoint(db, record.workspaceId, record.id)
      return runFrom(record, { batches: 0, digest: '' })
    }
  }

  async function runFrom(record: ImportRecord, from: Checkpoint) {
    const { workspaceId, id, format, columns, kind } = record
    const mapping = mappingOf(record, await deps.settingsOf(workspaceId))
    const meter = createMeter(record, now)
    let position = 0
    const step = async (progress: ImportProgress | null, checkpoint: Checkpoint | null) => {
      if (!rounds.isRunning()) throw new Stop('shutdown')
      const answer = await noteStep(db, { workspaceId, id, leaseUntil: leaseUntil(), progress, checkpoint })
      if (answer !== 'go') throw new Stop(answer)
    }
    const report = await runImport(
      {
        kind,
        file: fileOf(record),
        format,
        headers: columns.map(({ header }) => header),
        mapping,
        rowsTotal: record.rowsTotal,
        folder: files.path(fileNames.work(id)),
        rejectsPath: files.path(fileNames.rejects(id)),
        from,
      },
      {
        record: async (messages) => {
          position = await deps.record(workspaceId, record.options.source, messages)
        },
        checkpoint: (at) => step(null, at),
        progress: async (phase, done, total) => {
          const progress = meter.at(phase, done, total)
          if (progress) await step(progress, null)
        },
      },
    )
    await step(meter.settling(), null)
    if (position > 0) await deps.reached(position)
    return report
  }

  return {
    start: rounds.start,
    /** Looks for work at once. */
    nudge: rounds.ask,
    /** Stops at the next step; what was recorded stays, and the next start goes on. */
    stop: rounds.stop,
  }
}

/** Progress as people read it, at most some times a second. */
function createMeter({ rowsTotal, kind }: ImportRecord, now: () => Date) {
  const startedMs = now().getTime()
  let phase: Phase | null = null
  let phaseStartedMs = startedMs
  let saidMs = 0
  let rows = rowsTotal
  return {
    at(current: Phase, done: number, total: number): ImportProgress | null {
      const ms = now().getTime()
      const isNewPhase = current !== phase
      if (!isNewPhase && ms - saidMs < progressEveryMs) return null
      if (isNewPhase) phaseStartedMs = ms
      phase = current
      saidMs = ms
      if (current !== 'recording' || kind !== 'orders') rows = total
      const part = total === 0 ? 1 : Math.min(1, done / total)
      const [from, to] = kind === 'orders' ? shares[current] : [0, 0.98]
      const share = from + (to - from) * part
      const rowsDone = kind === 'orders' && current === 'recording' ? Math.round(part * rows) : done
      const phaseSeconds = (ms - phaseStartedMs) / 1000
      const seconds = (ms - startedMs) / 1000
      return {
        phase: current,
        share,
        rowsDone,
        rowsTotal: rows,
        rowsPerSecond: phaseSeconds > 0 ? Math.round(rowsDone / phaseSeconds) : 0,
        secondsLeft: share > 0.02 && seconds > 1 ? Math.round((seconds * (1 - share)) / share) : null,
      }
    },
    settling: (): ImportProgress => ({
      phase: 'settling',
      share: 0.98,
      rowsDone: rows,
      rowsTotal: rows,
      rowsPerSecond: 0,
      secondsLeft: null,
    }),
  }
}

function presentFailure(error: unknown): { code: string; message: string } {
  if (!(error instanceof Failure))
    return { code: 'internal', message: 'something went wrong on our side; it has been logged' }
  return {
    code: typeof error.details.code === 'string' ? error.details.code : error.code,
    message: error.message,
  }
}

function tooManyAttempts(): Failure {
  return new Failure('unprocessable', `the import was interrupted more than ${attemptsMax} times`, {
    code: 'too_many_attempts',
  })
}
