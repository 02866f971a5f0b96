import { z } from 'zod'
import type { Permission } from './permissions'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

type Shape = z.ZodType | undefined

/**
 * One row of the API: what the server routes, the OpenAPI document prints and the console calls are all
 * this same value. `path` is relative to /api/v1 and names its parameters `:likeThis`.
 */
export interface Endpoint<
  P extends Shape = Shape,
  Q extends Shape = Shape,
  B extends Shape = Shape,
  R extends Shape = Shape,
> {
  readonly method: Method
  readonly path: string
  readonly summary: string
  /** Groups the operation in the API documentation: the name of the domain. */
  readonly tag: string
  /** What the caller needs; `signed-in` for any session or key, `public` for anybody. */
  readonly access: Permission | 'signed-in' | 'public'
  readonly params?: P
  readonly query?: Q
  readonly body?: B
  /** The JSON answer. Leave out for 204. */
  readonly response?: R
  readonly status?: 200 | 201 | 202 | 204
  /** Creates or spends: takes an Idempotency-Key header and answers a repeat with the first answer. */
  readonly idempotent?: boolean
  /** The body is bytes (an upload) or the answer is (a download): the handler reads and writes them itself. */
  readonly bytes?: 'request' | 'response'
}

/** Declares an endpoint and keeps its types. */
export function endpoint<
  P extends Shape = undefined,
  Q extends Shape = undefined,
  B extends Shape = undefined,
  R extends Shape = undefined,
>(declaration: Endpoint<P, Q, B, R>): Endpoint<P, Q, B, R> {
  return declaration
}

export type Input<S> = S extends z.ZodType ? z.input<S> : undefined
export type Output<S> = S extends z.ZodType ? z.output<S> : undefined

/** A page of a list: ask again with `nextCursor` until it is null. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() })
}

/** Query parameters of every list. */
export const pageQuery = z.object({
  cursor: z.string().max(2_000).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
})

export const idParams = z.object({ id: z.uuid() })

/** RFC 9457 problem+json. `code` is stable and what programs should look at. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  code: z.string(),
  detail: z.string(),
  issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  details: z.record(z.string(), z.unknown()).optional(),
})
export type Problem = z.infer<typeof problemSchema>
