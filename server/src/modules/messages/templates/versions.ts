import type { Queryable } from '../../../platform/postgres'
import { findSendable, type SendableVersion } from './store'

/** Compiled templates are tens of kilobytes: this many stay in memory, parsed. */
const versionsMax = 50

/** Versions for sending, kept in memory: a version that is in use never changes. */
export function createVersions(db: Queryable) {
  const kept = new Map<string, SendableVersion>()
  return {
    async get(workspaceId: string, templateId: string, version: number): Promise<SendableVersion | null> {
      const key = `${workspaceId} ${templateId} ${version}`
      const known = kept.get(key)
      if (known) return known
      const found = await findSendable(db, workspaceId, templateId, version)
      if (!found) return null
      const oldest = kept.keys().next()
      if (kept.size >= versionsMax && !oldest.done) kept.delete(oldest.value)
      kept.set(key, found)
      return found
    },
  }
}

export type Versions = ReturnType<typeof createVersions>
