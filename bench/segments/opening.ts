import type { Rule } from '@rapport/contract'
import { actorOf, type OpenSegments, openSegments } from '../../server/src/modules/segments/testing/workspace'
import type { Facts } from '../../server/src/platform/clickhouse'
import { type OpenEngines, openEmbeddedEngines } from '../../test/harness/open-engines'
import { shop } from './data'
import { pause, timed } from './timing'

/** An entry or an exit, and when it was in the store. */
export interface Moved {
  readonly profileId: string
  readonly isIn: boolean
  readonly atMs: number
  readonly cause: string
  readonly seenMs: number
}

export interface OpenBench extends OpenSegments {
  readonly engines: OpenEngines
  readonly moves: readonly Moved[]
}

/** Runs the work on segments over empty embedded engines, and leaves nothing behind. */
export async function withSegments<R>(work: (bench: OpenBench) => Promise<R>): Promise<R> {
  const engines = await openEmbeddedEngines()
  const moves: Moved[] = []
  const opened = openSegments({ ...engines, facts: noting(engines.facts, moves) }, () => new Date())
  try {
    return await work({ ...opened, engines, moves })
  } finally {
    await opened.segments.live.stop()
    await opened.ingest.stop()
    await engines.close()
  }
}

/** The engines' facts, noting when each entry and exit is in the store. */
function noting(facts: Facts, moves: Moved[]): Facts {
  const insert: Facts['insert'] = async (table, rows) => {
    await facts.insert(table, rows)
    if (table !== 'segment_changes') return
    const seenMs = Date.now()
    for (const row of rows as { profile_id: string; is_in: number; at: string; cause: string }[])
      moves.push({
        profileId: row.profile_id,
        isIn: row.is_in === 1,
        atMs: Date.parse(row.at),
        cause: row.cause,
        seenMs,
      })
  }
  return { ...facts, insert }
}

/** Makes segments and waits until each has its first members; the milliseconds from the first look to the last member kept. */
export async function follow(
  { segments, ingest }: OpenSegments,
  rules: readonly Rule[],
): Promise<{ readonly ids: readonly string[]; readonly tookMs: number }> {
  ingest.start()
  const ids: string[] = []
  for (const [index, rule] of rules.entries()) {
    const input = { name: `segment ${index}`, rule, description: '', readyMade: null }
    ids.push((await segments.create(actorOf(shop), input)).id)
  }
  const tookMs = await timed(async () => {
    segments.live.start()
    for (const id of ids) {
      while ((await segments.inspection.following(shop, id)).state !== 'live') await pause(20)
    }
  })
  return { ids, tookMs }
}
