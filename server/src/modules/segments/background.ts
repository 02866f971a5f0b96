import type { Steps } from '@rapport/stats'
import { createBreather } from '../../platform/breather'
import type { Log } from '../../platform/log'

/** The process ends; the next one begins the work again. */
export class Stopped extends Error {}

/** What the work is about was deleted while it went on. */
export class Gone extends Error {}

/** How often it is written down how far work is, in percent. */
const percentPerNote = 3

export interface BackgroundDeps<Row> {
  readonly log: Log
  readonly idOf: (row: Row) => string
  readonly carryOut: (workspaceId: string, row: Row) => Promise<void>
  /** Work that an earlier process left, ready to be begun again. */
  readonly left: (isUnderWay: (id: string) => boolean) => AsyncIterable<readonly [string, Row]>
}

/**
 * Work in the background, one piece after another: each holds its people in memory. What was cut short is begun again from
 * the start by the next process.
 */
export function createBackground<Row>({ log, idOf, carryOut, left }: BackgroundDeps<Row>) {
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

  return {
    begin,

    /** Says how far a piece is, now and then; throws when it is no longer wanted. `save` answers whether it still is. */
    progress(save: (percent: number) => Promise<boolean>) {
      let noted = -percentPerNote
      return async ([from, to]: readonly [number, number], share: number): Promise<void> => {
        if (isStopping) throw new Stopped()
        const percent = Math.floor(from + (to - from) * Math.min(1, share))
        if (percent < noted + percentPerNote) return
        noted = percent
        if (!(await save(percent))) throw new Gone()
      }
    },

    async resume(): Promise<void> {
      for await (const [workspaceId, row] of left((id) => underWay.has(id))) begin(workspaceId, row)
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
