import type { Endpoint, Input, Output, Permission } from '@rapport/contract'
import type { Context } from 'hono'
import type { z } from 'zod'

/** Who is calling. Every workspace id that reaches a store comes from here, never from the caller's words. */
export interface Actor {
  readonly kind: 'user' | 'api_key' | 'system'
  readonly id: string
  readonly name: string
  readonly workspaceId: string
  readonly permissions: ReadonlySet<Permission>
}

export interface Call<P, Q, B> {
  readonly actor: Actor
  readonly workspaceId: string
  readonly params: P
  readonly query: Q
  readonly body: B
  /** For endpoints that stream bytes or set cookies; others have no need of it. */
  readonly context: Context
}

type Shape = z.ZodType | undefined

export interface Route {
  readonly endpoint: Endpoint
  readonly handle: (call: Call<unknown, unknown, unknown>) => Promise<unknown>
}

/** Binds an endpoint of the contract to its handler. The answer is checked against the contract by the compiler. */
export function route<P extends Shape, Q extends Shape, B extends Shape, R extends Shape>(
  endpoint: Endpoint<P, Q, B, R>,
  handle: (
    call: Call<Output<P>, Output<Q>, Output<B>>,
  ) => Promise<Input<R> | Response | undefined> | Input<R> | Response,
): Route {
  return {
    endpoint: endpoint as Endpoint,
    handle: async (call) => handle(call as Call<Output<P>, Output<Q>, Output<B>>),
  }
}
