import type { Log } from '../log'
import { createRounds } from '../rounds'
import type { Database } from './database'

const everyMs = 60_000
/** As autovacuum has it: a table is worth it from so many dead rows on, and so large a share of its living ones. */
const deadRowsMin = 1_000
const deadShareMin = 0.2

export interface VacuumDeps {
  readonly db: Database
  /** Something that moves whenever there is work: nothing is cleaned while it does, because everybody would wait. */
  readonly pulse: () => Promise<number>
  readonly log: Log
  readonly restMs?: number
}

/**
 * What autovacuum is to a server, for the embedded PostgreSQL, which has no processes beside it: takes back the room of rows that
 * were changed or deleted, one table after another, the least first, while the product has nothing else to do.
 */
export function createVacuum({ db, pulse, log, restMs = everyMs }: VacuumDeps) {
  let before = Number.NaN

  async function round(): Promise<boolean> {
    const now = await pulse()
    const isQuiet = now === before
    before = now
    if (!isQuiet) return false
    const [table] = await db.query<{ name: string; dead: number }>(
      `SELECT format('%I.%I', schemaname, relname) AS name, n_dead_tup AS dead
       FROM pg_stat_user_tables
       WHERE n_dead_tup >= $1 AND n_dead_tup >= $2::float8 * n_live_tup
       ORDER BY n_dead_tup LIMIT 1`,
      [deadRowsMin, deadShareMin],
    )
    if (!table) return false
    await db.query(`VACUUM (ANALYZE) ${table.name}`)
    log.debug({ table: table.name, rows: table.dead }, 'took back the room of dead rows')
    return true
  }

  const rounds = createRounds({
    round,
    restMs: () => restMs,
    failed: (error) => log.error({ err: error }, 'dead rows could not be cleaned; it is tried again'),
  })
  return {
    round,
    /** A server does it by itself. */
    start(): void {
      if (db.engine === 'embedded') rounds.start()
    },
    stop: rounds.stop,
  }
}
