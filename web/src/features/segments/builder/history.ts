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

/**
 * Where two states of a draft differ: the path to the innermost part that holds every difference (`of.1.compare.value`).
 * Parts that are the same object are not looked into, so a change costs as much as its path is long.
 */
export function changedPart(before: unknown, after: unknown): string {
  const path: string[] = []
  let [left, right] = [before, after]
  while (isObject(left) && isObject(right) && Array.isArray(left) === Array.isArray(right)) {
    const [was, is] = [left, right]
    const keys = new Set([...Object.keys(was), ...Object.keys(is)])
    const [key, ...others] = [...keys].filter((name) => was[name] !== is[name])
    if (key === undefined || others.length > 0 || !(key in was) || !(key in is)) break
    path.push(key)
    left = was[key]
    right = is[key]
  }
  return path.join('.')
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null
