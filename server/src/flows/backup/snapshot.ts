import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '../../kernel/failure'
import type { Facts } from '../../platform/clickhouse'
import type { Journal } from '../../platform/journal'
import type { Database } from '../../platform/postgres'
import { type CopyEngines, isEngineScratch } from './take'
import { copyTree, treeOf } from './tree'

export interface SnapshotDeps {
  readonly db: Database
  readonly facts: Facts
  readonly journal: Journal
  readonly dataDir: { readonly postgres: string; readonly clickhouse: string }
  /** Stops the pipeline between two batches for as long as the work takes. */
  readonly atRest: <T>(work: () => Promise<T>) => Promise<T>
}

const freezeName = 'rapport_backup'

/**
 * Both engines as of one moment, while the server runs. The pipeline is at rest, so no batch is half written. An open
 * transaction holds PostgreSQL's only connection: after a checkpoint its files are what kill -9 would leave, and nobody
 * writes to them. The journal may grow on: what comes in meanwhile waits at its end. ClickHouse's parts are linked (FREEZE)
 * meanwhile and copied once all goes on.
 */
export function copyRunning({ db, facts, journal, dataDir, atRest }: SnapshotDeps): CopyEngines {
  const shadow = join(dataDir.clickhouse, 'shadow')
  return async (data) => {
    const clickhouse = join(data, 'clickhouse')
    await rm(shadow, { recursive: true, force: true }) // of a backup that was killed
    try {
      const progress = await atRest(() =>
        db.transaction(async (tx) => {
          const position = await journal.positionOf('ingest', tx)
          await mustHaveNothingAhead(facts, position)
          await tx.query('CHECKPOINT')
          await copyPart(dataDir.postgres, join(data, 'postgres'), isEngineScratch)
          await freeze(facts)
          await copyPart(dataDir.clickhouse, clickhouse, isPart)
          return { position, head: await journal.copyTo(join(data, 'journal')) }
        }),
      )
      await copyPart(join(shadow, freezeName), clickhouse)
      return { takenFrom: 'running', journal: progress }
    } finally {
      await rm(shadow, { recursive: true, force: true })
    }
  }
}

async function copyPart(from: string, to: string, isLeftOut?: (path: string) => boolean): Promise<void> {
  await copyTree(await treeOf(from, isLeftOut), from, to)
}

/** The last batch failed half way: its facts are there and its records are not. */
async function mustHaveNothingAhead(facts: Facts, position: number): Promise<void> {
  const ahead = await facts.query(
    `SELECT 1
     FROM events -- every workspace_id: it is about the reader
     WHERE journal_position > {position:UInt64}
     LIMIT 1`,
    { position },
  )
  if (ahead.length > 0)
    throw new Failure(
      'unavailable',
      'the pipeline is in the middle of a batch that failed; see `rapport doctor`, and take the backup when it is well again',
    )
}

async function freeze(facts: Facts): Promise<void> {
  const tables = await facts.query<{ name: string }>(
    `SELECT name FROM system.tables WHERE database = currentDatabase() AND engine LIKE '%MergeTree'`,
  )
  for (const { name } of tables)
    await facts.command(`ALTER TABLE \`${name}\` FREEZE WITH NAME '${freezeName}'`)
}

/** A table's folder `store/abc/abc…/` keeps its parts as folders; what lies beside them (format, mutations) is small. */
export function isPart(path: string): boolean {
  return isEngineScratch(path) || /^store\/[^/]+\/[^/]+\/[^/]+\//.test(path) || isPartFolder(path)
}

function isPartFolder(path: string): boolean {
  const [top, , , name = ''] = path.split('/')
  return top === 'store' && /_\d+_\d+_\d+|^detached$|^(delete_)?tmp/.test(name)
}
