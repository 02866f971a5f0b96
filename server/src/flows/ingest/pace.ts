/** What comes in may lie so long before it is processed; then senders are slowed down. */
const lagMsFree = 1_000
/** An answer is held back by a quarter of what the lag is longer, and never longer than this. */
const delayMsMax = 200
const delayShare = 0.25
/** One of the entries that arrive within so long stands for all of them. */
const sampleMs = 20

interface Sample {
  readonly position: number
  readonly atMs: number
}

/**
 * How long an acknowledgement is held back when the pipeline does not keep up, so that senders who wait for it send as fast
 * as can be processed: what lies long leaves memory, and costs more to come back to. Times in ms of one clock.
 */
export function createPace() {
  let waiting: Sample[] = []
  let processed = 0
  return {
    appended(position: number, nowMs: number): void {
      const last = waiting.at(-1)
      if (position > processed && (!last || nowMs - last.atMs >= sampleMs))
        waiting.push({ position, atMs: nowMs })
    },
    /** Everything up to `position` has been processed. */
    moved(position: number): void {
      processed = position
      const next = waiting.findIndex((sample) => sample.position > position)
      waiting = next < 0 ? [] : waiting.slice(next)
    },
    delayMs(nowMs: number): number {
      const [oldest] = waiting
      const lagMs = oldest ? nowMs - oldest.atMs : 0
      return Math.min(delayMsMax, Math.max(0, (lagMs - lagMsFree) * delayShare))
    },
  }
}
