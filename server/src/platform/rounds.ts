export interface RoundsDeps {
  /** One look at what there is to do; answers whether there may be more at once. */
  readonly round: () => Promise<boolean>
  /** How long to rest after a round that left nothing to do, asked each time. */
  readonly restMs: () => number
  /** Hears of a round that failed; the next one comes after a rest. */
  readonly failed: (error: unknown) => void
}

/** Looks for work again and again: at once while there is some or somebody asks, else after a rest. */
export function createRounds({ round, restMs, failed }: RoundsDeps) {
  let isRunning = false
  /** Somebody asked while a round was under way: it may have looked too early. */
  let isAsked = false
  let wake: () => void = () => undefined
  let loop: Promise<void> = Promise.resolve()

  async function run(): Promise<void> {
    while (isRunning) {
      isAsked = false
      const hasWorked = await round().catch((error: unknown) => {
        if (isRunning) failed(error)
        return false
      })
      if (isRunning && !isAsked && !hasWorked) await rest()
    }
  }

  function rest(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, restMs())
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  return {
    isRunning: () => isRunning,
    /** Wants a round soon: what there is to do has changed. */
    ask(): void {
      isAsked = true
      wake()
    },
    start(): void {
      if (isRunning) return
      isRunning = true
      loop = run()
    },
    /** Finishes the round at hand and makes no other. */
    async stop(): Promise<void> {
      isRunning = false
      wake()
      await loop
    },
  }
}
