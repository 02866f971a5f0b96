import { type Problem, problemSchema } from '@rapport/contract'

export interface ProblemIssue {
  readonly path: string
  readonly message: string
}

/** An answer other than success. `code` is stable; `detail` says what happened and what to do. */
export class ApiProblem extends Error {
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly issues: readonly ProblemIssue[]
  readonly details: Readonly<Record<string, unknown>>

  constructor(problem: Pick<Problem, 'status' | 'code' | 'detail' | 'issues' | 'details'>) {
    super(`${problem.code}: ${problem.detail}`)
    this.name = 'ApiProblem'
    this.status = problem.status
    this.code = problem.code
    this.detail = problem.detail
    this.issues = problem.issues ?? []
    this.details = problem.details ?? {}
  }
}

/** What an unsuccessful answer says, also when a proxy in between answered something else than a problem. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  const parsed = problemSchema.safeParse(await response.json().catch(() => null))
  if (parsed.success) return new ApiProblem(parsed.data)
  return new ApiProblem({
    status: response.status,
    code: 'unexpected_answer',
    detail: `the server answered ${response.status}`,
  })
}

/** Any error as a problem, for pages that show one. */
export function asProblem(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error
  if (error instanceof TypeError) {
    return new ApiProblem({ status: 0, code: 'unreachable', detail: 'the server cannot be reached' })
  }
  return new ApiProblem({ status: 0, code: 'page_error', detail: String(error) })
}
