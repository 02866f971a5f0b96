/** A batch that is applied in memory and on its way into the stores. */
export interface Flight {
  /** Message keys that it will write: they count already. */
  readonly keys: ReadonlySet<string>
  /** The position after it. */
  readonly to: number
}

interface Launched extends Flight {
  readonly facts: Promise<void>
  readonly records: Promise<void>
}

/**
 * Batches under way, in order: while the records of one are written, the facts of the next may be, and the one after is
 * applied. Facts follow facts and records follow records; a batch's records follow its facts. When one fails, what
 * follows it is never begun.
 */
export function createFlights(max: number) {
  let flights: Launched[] = []

  /** Waits for the oldest; false when none is under way. Throws what failed. */
  async function landed(): Promise<boolean> {
    const [oldest] = flights
    if (!oldest) return false
    await oldest.records
    flights = flights.filter((flight) => flight !== oldest)
    return true
  }

  return {
    /** Whether a message is on its way into the stores. */
    carry: (key: string): boolean => flights.some(({ keys }) => keys.has(key)),
    /** The messages that are on their way now, by batch. */
    keys: (): ReadonlySet<string>[] => flights.map(({ keys }) => keys),
    /** Begins a batch; waits while as many as may be are under way. Throws what failed. */
    async launch(
      flight: Flight,
      writeFacts: () => Promise<void>,
      writeRecords: () => Promise<void>,
    ): Promise<void> {
      const before = flights.at(-1)
      const facts = Promise.resolve(before?.facts).then(writeFacts)
      const records = Promise.all([facts, before?.records]).then(writeRecords)
      records.catch(() => undefined) // whoever waits for it is told
      flights.push({ ...flight, facts, records })
      while (flights.length > max) await landed()
    },
    landed,
    /** Waits for all. Throws what failed. */
    async allLanded(): Promise<void> {
      while (await landed());
    },
    /** After a failure: waits until nothing moves any more, forgets all, and says where the first ended that did not land. */
    async abandon(): Promise<number | null> {
      // a batch's records fail with those before it, while its facts are still being written
      await Promise.allSettled(flights.map(({ facts }) => facts))
      const results = await Promise.allSettled(flights.map(({ records }) => records))
      const failed = flights.find((_, index) => results[index]?.status === 'rejected')
      flights = []
      return failed?.to ?? null
    },
  }
}
