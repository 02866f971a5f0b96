/** Every way in which a request can fail that is not a bug, and what each means on the wire. */
export const failureCodes = {
  invalid_input: { status: 400, reported: false },
  unauthenticated: { status: 401, reported: false },
  forbidden: { status: 403, reported: false },
  not_found: { status: 404, reported: false },
  method_not_allowed: { status: 405, reported: false },
  timed_out: { status: 408, reported: false },
  conflict: { status: 409, reported: false },
  already_exists: { status: 409, reported: false },
  precondition_failed: { status: 412, reported: false },
  too_large: { status: 413, reported: false },
  unsupported_media_type: { status: 415, reported: false },
  unprocessable: { status: 422, reported: false },
  rate_limited: { status: 429, reported: false },
  internal: { status: 500, reported: true },
  unavailable: { status: 503, reported: true },
} as const satisfies Record<string, { status: number; reported: boolean }>

export type FailureCode = keyof typeof failureCodes

/** An expected failure: what happened, to which thing, and what to do next. Bugs are plain Errors. */
export class Failure extends Error {
  constructor(
    readonly code: FailureCode,
    message: string,
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message)
    this.name = 'Failure'
  }
}

/** Throws a `not_found` Failure when the value is absent; returns it otherwise. */
export function found<T>(value: T | null | undefined, what: string, id: string): T {
  if (value === null || value === undefined)
    throw new Failure('not_found', `${what} ${id} does not exist`, { id })
  return value
}
