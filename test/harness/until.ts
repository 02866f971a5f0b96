import { setTimeout as wait } from 'node:timers/promises'

const PAUSE_MS = 25

export interface UntilOptions {
  /** What is awaited, for the message of the failure. */
  readonly what: string
  readonly limitMs?: number
  /** Why there is no sense in waiting on: a reason ends the wait at once. */
  readonly hopeless?: () => string | undefined
}

/**
 * Asks until the answer is neither undefined, null nor false, and returns it. An answer that throws counts
 * as "not yet". Tests wait with this for what they want to see, never for a time.
 */
export async function until<T>(
  ask: () => Promise<T> | T,
  { what, limitMs = 30_000, hopeless }: UntilOptions,
): Promise<Exclude<T, undefined | null | false>> {
  const deadline = performance.now() + limitMs
  let last: unknown
  while (performance.now() < deadline) {
    try {
      const answer = await ask()
      if (answer !== undefined && answer !== null && answer !== false) {
        return answer as Exclude<T, undefined | null | false>
      }
    } catch (error) {
      last = error
    }
    const reason = hopeless?.()
    if (reason !== undefined) throw new Error(`${what}: ${reason}`)
    await wait(PAUSE_MS)
  }
  throw new Error(`${what}: not within ${limitMs} ms`, { cause: last })
}
