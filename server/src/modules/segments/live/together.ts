import type { Facts } from '../../../platform/clickhouse'
import type { Log } from '../../../platform/log'

export interface TogetherDeps<T> {
  readonly facts: Facts
  readonly log: Log
  readonly workspaceId: string
  /** Called with what cannot be asked, and why. */
  readonly setAside: (one: T, problem: string) => Promise<void>
}

/** Asks for all at once; when that fails, for each alone, and those that fail stand aside with their reason. Gives the others. */
export async function askTogether<T>(
  all: readonly T[],
  ask: (some: readonly T[]) => Promise<void>,
  { facts, log, workspaceId, setAside }: TogetherDeps<T>,
): Promise<readonly T[]> {
  try {
    await ask(all)
    return all
  } catch (error) {
    await facts.query('SELECT 1 AS one') // an engine that does not answer is nobody's fault
    log.error({ err: error, workspaceId }, 'rules could not be asked together')
  }
  const good: T[] = []
  for (const one of all) {
    try {
      await ask([one])
      good.push(one)
    } catch (error) {
      await setAside(one, messageOf(error))
    }
  }
  return good
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message.slice(0, 500) : String(error)
}
