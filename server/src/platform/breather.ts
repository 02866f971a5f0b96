/** Lets what waits have its turn once work has gone on for `sliceMs` without a pause: a long loop holds nobody up. */
export function createBreather(sliceMs = 4) {
  let since = performance.now()
  return {
    isDue: (): boolean => performance.now() - since > sliceMs,
    async rest(): Promise<void> {
      await new Promise((resolve) => setImmediate(resolve))
      since = performance.now()
    },
  }
}
