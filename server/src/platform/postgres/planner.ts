import type { Queryable } from './database'

/**
 * For the rest of the transaction joins look rows up by index. The planner takes a look-up for six times what one in
 * memory costs, and reads a table of a hundred thousand rows whole to change a few of them (docs/decisions/0021).
 */
export async function joinByIndex(tx: Queryable): Promise<void> {
  await tx.query(
    "SELECT set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)",
  )
}
