import type { Steps } from '@rapport/stats'
import { Failure } from '../../kernel/failure'
import { decodeCursor, type Page, pageOf } from '../../kernel/page'
import { createBreather } from '../../platform/breather'
import type { Clock } from '../../platform/clock'
import type { Log } from '../../platform/log'

/** The process ends; the next one begins the work again. */
class Stopped extends Error {}

/** What the work is about was deleted while it went on. */
class Gone extends Error {}

/** How often it is written down how far work is, in percent. */
const percentPerNote = 3

/** Says how far a part of the work is, between 0 and 1; the part's begin and end are in percent of the whole. */
export type Told = (part: readonly [number, number], share: number) => Promise<void>

export interface BackgroundDeps<Row, Result> {
  readonly log: Log
  readonly now: Clock
  /** What a piece of work is called in the log. */
  readonly kind: string
  readonly idOf: (row: Row) => string
  readonly work: (workspaceId: string, row: Row, told: Told) => Promise<Result>
  /** Writes down how far a piece is, in percent, or what came of it; false when it is no longer wanted. */
  readonly saveProgress: (workspaceId: string, id: string, percent: number) => Promise<boolean>
  readonly finish: (workspaceId: string, id: string, end: End<Result>, at: Date) => Promise<boolean>
  /** Forgets what a piece has written beside its row. */
  readonly clear: (workspaceId: string, id: string) => Promise<void>
  /** Work that an earlier process left. */
  readonly unfinished: () => Promise<readonly { readonly workspaceId: string; readonly id: string }[]>
  readonly find: (workspaceId: string, id: string) => Promise<Row | null>
}

/** A result, or the code of what stood in its way. */
export interface End<Result> {
  readonly result: Result | null
  readonly problem: string | null
}

/**
 * Work in the background, one piece after another: each holds its people in memory. What was cut short is begun again from
 * the start by the next process.
 */
export function createBackground<Row, Result>(deps: BackgroundDeps<Row, Result>) {
  const { log, now, kind, idOf, work: carry, saveProgress, finish, clear, unfinished, find } = deps
  const underWay = new Map<string, Promise<void>>()
  let turn: Promise<void> = Promise.resolve()
  let isStopping = false

  function begin(workspaceId: string, row: Row): void {
    const id = idOf(row)
    const work = turn
      .then(() => (isStopping ? undefined : carryOut(workspaceId, row)))
      .catch((error: unknown) => log.error({ err: error, id }, 'work in the background was cut short'))
      .finally(() => underWay.delete(id))
    turn = work
    underWay.set(id, work)
  }

  async function carryOut(workspaceId: string, row: Row): Promise<void> {
    const id = idOf(row)
    try {
      const told = progress((percent) => saveProgress(workspaceId, id, percent))
      const result = await carry(workspaceId, row, told)
      if (!(await finish(workspaceId, id, { result, problem: null }, now()))) throw new Gone()
    } catch (error) {
      if (error instanceof Stopped) return
      if (error instanceof Gone) return clear(workspaceId, id)
      const isExpected = error instanceof Failure
      if (!isExpected) log.error({ err: error, workspaceId, id }, `${kind} failed`)
      const problem = isExpected ? String(error.details.code ?? error.code) : 'internal'
      await clear(workspaceId, id)
      await finish(workspaceId, id, { result: null, problem }, now())
    }
  }

  /** Says how far a piece is, now and then; throws when it is no longer wanted. `save` answers whether it still is. */
  function progress(save: (percent: number) => Promise<boolean>): Told {
    let noted = -percentPerNote
    return async ([from, to], share) => {
      if (isStopping) throw new Stopped()
      const percent = Math.floor(from + (to - from) * Math.min(1, share))
      if (percent < noted + percentPerNote) return
      noted = percent
      if (!(await save(percent))) throw new Gone()
    }
  }

  return {
    begin,

    /** Begins again what an earlier process left. */
    async resume(): Promise<void> {
      for (const { workspaceId, id } of await unfinished()) {
        const row = underWay.has(id) ? null : await find(workspaceId, id)
        if (!row) continue
        await clear(workspaceId, id)
        begin(workspaceId, row)
      }
    },

    /** Resolves when nothing goes on. */
    async settled(): Promise<void> {
      await Promise.all(underWay.values())
    },

    /** Leaves what is going on at the next chance; `resume` of the next process begins it again. */
    async stop(): Promise<void> {
      isStopping = true
      await Promise.all(underWay.values())
    },
  }
}

/** Runs long work with a rest every few milliseconds; `told` hears how far it is. */
export async function inSlices<T>(steps: Steps<T>, told: (share: number) => Promise<void>): Promise<T> {
  const breather = createBreather()
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
    if (!breather.isDue()) continue
    await told(value)
    await breather.rest()
  }
}

/** A page of what is kept of such work, the latest first. */
export async function latestFirst<Row extends { readonly startedAt: Date }, Shown>(
  query: { readonly cursor?: string; readonly limit: number },
  {
    list,
    idOf,
    present,
  }: {
    readonly list: (query: {
      readonly before?: { readonly startedAt: string; readonly id: string }
      readonly limit: number
    }) => Promise<readonly Row[]>
    readonly idOf: (row: Row) => string
    readonly present: (row: Row) => Shown
  },
): Promise<Page<Shown>> {
  const [startedAt, id] = decodeCursor(query.cursor, 'time', 'uuid')
  const before = id === undefined ? undefined : { startedAt, id }
  const rows = await list({ before, limit: query.limit + 1 })
  const page = pageOf(rows, query.limit, (last) => [last.startedAt.toISOString(), idOf(last)])
  return { ...page, items: page.items.map(present) }
}
