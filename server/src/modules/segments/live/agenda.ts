/** Somebody for whom a moment passes, and the places of the segments that it may change. */
export interface Due {
  readonly atMs: number
  /** An identity node. */
  readonly nodeId: string
  readonly places: readonly number[]
}

/**
 * The moments that lie shortly ahead, in memory: read from the events for a stretch of time at once, and made anew
 * after a start. `horizonMs` is how far it knows.
 */
export class Agenda {
  horizonMs: number
  private dues: Due[] = []

  constructor(startMs: number) {
    this.horizonMs = startMs
  }

  add(dues: readonly Due[]): void {
    if (dues.length === 0) return
    this.dues = [...this.dues, ...dues].sort((left, right) => left.atMs - right.atMs)
  }

  /** Takes out what is due. */
  take(nowMs: number): Due[] {
    const count = this.dues.findIndex(({ atMs }) => atMs > nowMs)
    return this.dues.splice(0, count < 0 ? this.dues.length : count)
  }

  /** The next moment; null when none is known. */
  get nextMs(): number | null {
    return this.dues[0]?.atMs ?? null
  }
}
