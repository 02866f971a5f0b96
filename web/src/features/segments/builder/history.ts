/** What was, what is, and what was taken back: for undoing and doing again. */
export interface History<T> {
  readonly past: readonly T[]
  readonly present: T
  readonly future: readonly T[]
  /** The part that was changed last, and when: more of the same soon after is one step. */
  readonly last: { readonly part: string; readonly atMs: number } | null
}

/** Steps that can be taken back. */
const stepsMax = 200
/** Changes of one part closer together than this are one step: a word typed, a number counted up. */
const oneStepMs = 800

export function beginHistory<T>(present: T): History<T> {
  return { past: [], present, future: [], last: null }
}

/** After a change; `part` is null for one that is always a step of its own. */
export function changed<T>(history: History<T>, next: T, part: string | null, atMs: number): History<T> {
  if (next === history.present) return history
  const { past, present, last } = history
  const isMore = part !== null && last?.part === part && atMs - last.atMs < oneStepMs && past.length > 0
  return {
    past: isMore ? past : [...past, present].slice(-stepsMax),
    present: next,
    future: [],
    last: part === null ? null : { part, atMs },
  }
}

export function undone<T>(history: History<T>): History<T> {
  const { past, present, future } = history
  const before = past.at(-1)
  if (before === undefined) return history
  return { past: past.slice(0, -1), present: before, future: [present, ...future], last: null }
}

export function redone<T>(history: History<T>): History<T> {
  const { past, present, future } = history
  const [next, ...rest] = future
  if (next === undefined) return history
  return { past: [...past, present], present: next, future: rest, last: null }
}
