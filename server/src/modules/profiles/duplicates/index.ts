import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { DuplicateSummary } from '@rapport/contract'
import { Failure, found } from '../../../kernel/failure'
import { decodeCursor, type Page, pageOf } from '../../../kernel/page'
import type { Clock } from '../../../platform/clock'
import type { Log } from '../../../platform/log'
import type { Database } from '../../../platform/postgres'
import type { ProfileRecord } from '../face'
import type { Traits } from '../profile'
import { findPairs } from './find'
import { comparedTraits, isComparable, type Person, personOf } from './person'
import {
  countPairs,
  deletePairs,
  dropStale,
  findLastSearch,
  findPair,
  listPairs,
  noteSearch,
  type PairRow,
  type PairState,
  reopenPair,
  scanProfiles,
  settlePair,
  upsertPairs,
  workspacesDue,
} from './store'

export { duplicateRoutes } from './routes'

export interface DuplicatesDeps {
  readonly db: Database
  readonly byIds: (workspaceId: string, ids: readonly string[]) => Promise<readonly ProfileRecord[]>
  /** Makes one customer of two; resolves when it counts. */
  readonly mergeProfiles: (
    workspaceId: string,
    survivorId: string,
    absorbedId: string,
    source: string,
  ) => Promise<unknown>
  /** A folder for what a search does not hold in memory. */
  readonly folder: string
  readonly now: Clock
  readonly log: Log
}

export interface Pair extends PairRow {
  readonly left: ProfileRecord
  readonly right: ProfileRecord
}

export type Duplicates = ReturnType<typeof createDuplicates>

const pageRows = 2_000
const writeRows = 500
const searchEveryMs = 24 * 60 * 60 * 1000
const lookEveryMs = 10 * 60 * 1000

/** The queue of profiles that may be one person. It proposes; only a person decides. */
export function createDuplicates(deps: DuplicatesDeps) {
  const { db, now, log } = deps
  const searching = new Map<string, Promise<void>>()
  let timer: NodeJS.Timeout | null = null

  async function* people(workspaceId: string): AsyncIterable<readonly Person[]> {
    let after: string | null = null
    for (;;) {
      const rows = await scanProfiles(db, workspaceId, after, pageRows)
      yield rows.map(({ profileId, traits }) => personOf(profileId, plainTraits(traits))).filter(isComparable)
      if (rows.length < pageRows) return
      after = rows.at(-1)?.profileId ?? null
    }
  }

  async function search(workspaceId: string): Promise<void> {
    const started = now()
    const result = await findPairs(() => people(workspaceId), join(deps.folder, workspaceId))
    for (let at = 0; at < result.pairs.length; at += writeRows)
      await upsertPairs(db, workspaceId, result.pairs.slice(at, at + writeRows), started)
    await db.transaction(async (tx) => {
      await dropStale(tx, workspaceId, started)
      await noteSearch(tx, workspaceId, result, now())
    })
  }

  /** Starts a search unless one runs. Resolves when it has ended. */
  function searchOnce(workspaceId: string): Promise<void> {
    const running = searching.get(workspaceId)
    if (running) return running
    const run = search(workspaceId).finally(() => searching.delete(workspaceId))
    searching.set(workspaceId, run)
    return run
  }

  async function searchDue(): Promise<void> {
    const before = new Date(now().getTime() - searchEveryMs)
    for (const workspaceId of await workspacesDue(db, before)) await searchOnce(workspaceId)
  }

  async function summary(workspaceId: string): Promise<DuplicateSummary> {
    const [counts, last] = await Promise.all([countPairs(db, workspaceId), findLastSearch(db, workspaceId)])
    return {
      ...counts,
      isSearching: searching.has(workspaceId),
      lastSearch: last && { ...last, finishedAt: last.finishedAt.toISOString() },
    }
  }

  async function withSides(workspaceId: string, rows: readonly PairRow[]): Promise<Pair[]> {
    const ids = [...new Set(rows.flatMap(({ leftId, rightId }) => [leftId, rightId]))]
    const byId = new Map((await deps.byIds(workspaceId, ids)).map((record) => [record.profileId, record]))
    return rows.map((row) => ({
      ...row,
      left: byId.get(row.leftId) ?? goneProfile(row.leftId),
      right: byId.get(row.rightId) ?? goneProfile(row.rightId),
    }))
  }

  return {
    summary,
    searchOnce,

    /** Looks once a day in every workspace. */
    start(): void {
      const look = () =>
        searchDue().catch((error: unknown) => log.error({ err: error }, 'the search for duplicates failed'))
      timer ??= setInterval(look, lookEveryMs)
      timer.unref()
    },
    async stop(): Promise<void> {
      if (timer) clearInterval(timer)
      timer = null
      await Promise.allSettled(searching.values())
    },

    /** Erases what is kept of a deleted workspace, after a search that is under way. */
    async eraseWorkspace(workspaceId: string): Promise<void> {
      await searching.get(workspaceId)?.catch(() => undefined)
      await deletePairs(db, workspaceId)
      await rm(join(deps.folder, workspaceId), { recursive: true, force: true })
    },

    /** Begins a search in the background. */
    async beginSearch(workspaceId: string): Promise<DuplicateSummary> {
      searchOnce(workspaceId).catch((error: unknown) =>
        log.error({ err: error }, 'the search for duplicates failed'),
      )
      return summary(workspaceId)
    },

    async list(
      workspaceId: string,
      query: { state: PairState; cursor?: string; limit: number },
    ): Promise<Page<Pair>> {
      const [score, leftId, rightId] = decodeCursor(query.cursor, 'number', 'uuid', 'uuid')
      const after = score === undefined ? null : { score, leftId, rightId }
      const rows = await listPairs(db, workspaceId, query.state, after, query.limit + 1)
      const page = pageOf(rows, query.limit, (last) => [last.score, last.leftId, last.rightId])
      return { ...page, items: await withSides(workspaceId, page.items) }
    },

    /** Settles an open pair. The customer known for longer goes on after a merge, which can be undone. */
    async decide(
      workspaceId: string,
      ids: { leftId: string; rightId: string },
      decision: 'merge' | 'distinct',
      by: { name: string; source: string },
    ): Promise<Pair> {
      const [leftId, rightId] = [ids.leftId, ids.rightId].sort() as [string, string]
      const row = found(await findPair(db, workspaceId, leftId, rightId), 'pair', `${leftId} ${rightId}`)
      const [pair] = await withSides(workspaceId, [row])
      const state = decision === 'merge' ? 'merged' : 'distinct'
      if (!pair || !(await settlePair(db, workspaceId, row, { state, by: by.name, at: now() })))
        throw new Failure('conflict', 'somebody has decided on this pair already', {
          code: 'already_decided',
        })
      if (decision === 'merge') await merge(workspaceId, pair, by.source)
      return { ...pair, ...found(await findPair(db, workspaceId, leftId, rightId), 'pair', leftId) }
    },
  }

  async function merge(workspaceId: string, pair: Pair, source: string): Promise<void> {
    const [older, newer] =
      pair.left.firstSeenAt <= pair.right.firstSeenAt ? [pair.left, pair.right] : [pair.right, pair.left]
    try {
      await deps.mergeProfiles(workspaceId, older.profileId, newer.profileId, source)
    } catch (error) {
      await reopenPair(db, workspaceId, pair)
      throw error
    }
  }
}

function plainTraits(traits: Traits): Parameters<typeof personOf>[1] {
  return Object.fromEntries(comparedTraits.map((name) => [name, traits[name]?.value]))
}

/** One side of a decided pair that is part of another profile now. */
function goneProfile(profileId: string): ProfileRecord {
  return { profileId, formerIds: [], name: '', firstSeenAt: new Date(0), lastSeenAt: new Date(0), traits: {} }
}
