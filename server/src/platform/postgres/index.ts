import type { Database } from './database'
import { openEmbeddedPostgres } from './embedded'
import { openPostgresServer } from './server'

export type { Database, Queryable } from './database'
export { migratePostgres } from './migrate'
export { packed } from './packed'
export { joinByIndex } from './planner'
export { createVacuum } from './vacuum'

/** The one place that chooses between the embedded engine and a server. */
export function openPostgres(at: { url: string | null; directory: string }): Promise<Database> {
  return at.url ? openPostgresServer(at.url) : openEmbeddedPostgres(at.directory)
}
