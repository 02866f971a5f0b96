/**
 * Long work that lets others have their turn: it yields its progress, from 0 to 1, after every slice of some
 * milliseconds, and returns its result. Who runs it decides whether to rest in between.
 */
export type Steps<T> = Generator<number, T, undefined>

/** Rows looked at between two yields: one to three milliseconds of arithmetic. */
export const rowsPerStep = 16_384

/** Runs work to its end without a rest. */
export function finish<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
  }
}

/** Work that is a part of longer work: its progress runs from one share of the whole to another. */
export function* part<T>(steps: Steps<T>, from: number, to: number): Steps<T> {
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
    yield from + value * (to - from)
  }
}
