/** Who waits until the pipeline has come to a position. */
export function createWaiters() {
  const waiting = new Set<{ readonly target: number; readonly resolve: () => void }>()
  let position = 0
  return {
    /** Resolves when everything up to `target` has been processed. */
    wait(target: number): Promise<void> {
      if (position >= target) return Promise.resolve()
      return new Promise((resolve) => waiting.add({ target, resolve }))
    },
    reached(to: number): void {
      position = to
      for (const waiter of waiting) {
        if (waiter.target > to) continue
        waiting.delete(waiter)
        waiter.resolve()
      }
    },
  }
}
