import type { Problem } from '@rapport/contract'
import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { ZodError } from 'zod'
import { Failure, failureCodes } from '../../kernel/failure'
import type { Log } from '../log'

const issuesMax = 50

/** Any error as problem+json. What is not a Failure is a bug: logged whole, shown as `internal` and nothing more. */
export function problemResponse(c: Context, error: unknown, log: Log): Response {
  const failure =
    error instanceof Failure
      ? error
      : new Failure('internal', 'something went wrong on our side; it has been logged')
  if (failureCodes[failure.code].reported) log.error({ err: error, path: c.req.path }, 'request failed')
  const body = presentProblem(failure)
  if (Array.isArray(failure.details.allow)) c.header('Allow', failure.details.allow.join(', '))
  if (failure.details.retryAfterSeconds) c.header('Retry-After', String(failure.details.retryAfterSeconds))
  return c.json(body, body.status as ContentfulStatusCode, { 'Content-Type': 'application/problem+json' })
}

/** A Failure on the wire. */
export function presentProblem(failure: Failure): Problem {
  const { issues, ...details } = failure.details
  return {
    type: `https://rapport.dev/problems/${failure.code}`,
    title: failure.code.replaceAll('_', ' '),
    status: failureCodes[failure.code].status,
    code: typeof details.code === 'string' ? details.code : failure.code,
    detail: failure.message,
    ...(Array.isArray(issues) && { issues }),
    ...(Object.keys(details).length > 0 && { details }),
  }
}

/** A failed parse as a Failure that says where and why. */
export function invalidInput(error: ZodError, where: string): Failure {
  const issues = error.issues
    .slice(0, issuesMax)
    .map((issue) => ({ path: issue.path.join('.'), message: issue.message }))
  const first = issues[0]
  return new Failure(
    'invalid_input',
    `the ${where} is not valid: ${first?.path ? `${first.path}: ` : ''}${first?.message ?? 'unknown'}`,
    { issues },
  )
}
