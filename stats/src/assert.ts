/** Crashes the job when a condition that must hold does not. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new RangeError(`statistics: ${message}`)
}
