/** Messages a second, as a bucket that fills with time. Zero is no limit. */
export function createRate(perSecond: number) {
  const capacity = Math.max(1, perSecond)
  let tokens = capacity
  let filledAt: number | null = null

  function fill(now: Date): void {
    const elapsedMs = filledAt === null ? 0 : Math.max(0, now.getTime() - filledAt)
    filledAt = now.getTime()
    tokens = Math.min(capacity, tokens + (elapsedMs * perSecond) / 1_000)
  }

  return {
    perSecond,
    /** The most that should go at once, so that a group lasts no longer than about a second. */
    groupMax: perSecond === 0 ? Number.POSITIVE_INFINITY : Math.max(1, Math.floor(perSecond)),
    /** How long until `count` may go, in ms; they are taken when the answer is 0. */
    take(count: number, now: Date): number {
      if (perSecond === 0) return 0
      fill(now)
      if (tokens + 1e-9 >= count) {
        tokens -= count
        return 0
      }
      return Math.ceil(((count - tokens) / perSecond) * 1_000)
    },
  }
}
