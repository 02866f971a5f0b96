import type { Endpoint } from '@rapport/contract'
import { type Context, Hono } from 'hono'
import type { z } from 'zod'
import { Failure } from '../../kernel/failure'
import type { Log } from '../log'
import { parseJson, readLimited } from './body'
import { invalidInput, problemResponse } from './problem'
import type { Actor, Route } from './route'

/** Bodies of API calls; uploads have a limit of their own. */
export const apiBodyBytesMax = 2 * 1024 * 1024

export interface ApiGate {
  /**
   * Who is calling, or null. Checks the session or key, the workspace and, for sessions, that the call comes from our pages.
   * For an endpoint that needs no more than a session, one whose workspace is not the person's is in none.
   */
  authenticate(c: Context, access: Endpoint['access']): Promise<Actor | null>
  /** Runs `work` once per (workspace, key); a repeat gets the first answer back. */
  once(
    actor: Actor,
    key: string,
    fingerprint: string,
    work: () => Promise<StoredAnswer>,
  ): Promise<StoredAnswer>
  /** Throws `rate_limited` when the caller asks too often. */
  limit(c: Context, actor: Actor | null): void
}

export interface StoredAnswer {
  readonly status: number
  readonly body: unknown
}

const nobody: Actor = { kind: 'system', id: '', name: 'anonymous', workspaceId: '', permissions: new Set() }

/** Mounts routes on one Hono application: rate limit → who → may they → parse → handle → answer. */
export function mountApi(routes: readonly Route[], gate: ApiGate, log: Log): Hono {
  const app = new Hono()
  app.onError((error, c) => problemResponse(c, error, log))
  for (const route of routes) {
    app.on(route.endpoint.method, route.endpoint.path, (c) => serve(c, route, gate))
  }
  for (const [path, methods] of methodsByPath(routes)) app.all(path, (c) => notAllowed(c, methods))
  // a route, not `notFound`: that is lost when this application becomes part of another
  app.all('*', notHere)
  return app
}

/** The answer at an address where nothing is. */
export function notHere(c: Context): never {
  throw new Failure('not_found', `there is no ${c.req.method} ${c.req.path}`)
}

/** The answer to a method that an address does not take. */
export function notAllowed(c: Context, allow: readonly string[]): never {
  const detail = `${c.req.path} takes ${allow.join(', ')}, not ${c.req.method}`
  throw new Failure('method_not_allowed', detail, { allow })
}

function methodsByPath(routes: readonly Route[]): Map<string, string[]> {
  const methods = new Map<string, string[]>()
  for (const { endpoint } of routes)
    methods.set(endpoint.path, [...(methods.get(endpoint.path) ?? []), endpoint.method])
  return methods
}

async function serve(c: Context, { endpoint, handle }: Route, gate: ApiGate): Promise<Response> {
  const known = endpoint.access === 'public' ? null : await gate.authenticate(c, endpoint.access)
  gate.limit(c, known)
  const actor = authorise(endpoint, known)
  const params = parse(endpoint.params, c.req.param(), 'path')
  const query = parse(endpoint.query, c.req.query(), 'query')
  const text = endpoint.bytes === 'request' || !endpoint.body ? '' : await readLimited(c, apiBodyBytesMax)
  const body = endpoint.body ? parse(endpoint.body, parseJson(text), 'body') : undefined
  const work = async () => handle({ actor, workspaceId: actor.workspaceId, params, query, body, context: c })

  const key = c.req.header('Idempotency-Key')
  if (endpoint.idempotent && key) {
    const fingerprint = `${endpoint.method} ${c.req.path} ${text}`
    const stored = await gate.once(actor, key, fingerprint, async () => ({
      status: statusOf(endpoint),
      body: (await work()) ?? null,
    }))
    return answer(c, stored.status, stored.body)
  }
  const result = await work()
  return result instanceof Response ? result : answer(c, statusOf(endpoint), result)
}

function authorise(endpoint: Endpoint, actor: Actor | null): Actor {
  if (endpoint.access === 'public') return nobody
  if (!actor) throw new Failure('unauthenticated', 'sign in, or send an API key as a Bearer token')
  if (endpoint.access === 'signed-in') return actor
  if (!actor.workspaceId) {
    throw new Failure('invalid_input', 'name the workspace in the header Rapport-Workspace', {
      code: 'workspace_required',
    })
  }
  if (!actor.permissions.has(endpoint.access)) {
    throw new Failure('forbidden', `this needs the permission ${endpoint.access}`, {
      permission: endpoint.access,
    })
  }
  return actor
}

function parse(schema: z.ZodType | undefined, value: unknown, where: string): unknown {
  if (!schema) return undefined
  const flaw = flawOf(value)
  if (flaw) throw new Failure('invalid_input', `the ${where} ${flaw}`)
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw invalidInput(parsed.error, where)
  return parsed.data
}

const nestingMax = 100

/** Why no schema needs to look at the value: no store keeps a NUL or half a surrogate pair in text, and recursion has its depth. */
function flawOf(value: unknown): string | null {
  const open: [unknown, number][] = [[value, 0]]
  for (let next = open.pop(); next; next = open.pop()) {
    const [inner, depth] = next
    if (typeof inner === 'string') {
      if (inner.includes('\u0000')) return 'holds a NUL character'
      if (!inner.isWellFormed()) return 'holds half a surrogate pair'
    }
    if (typeof inner !== 'object' || inner === null) continue
    if (depth === nestingMax) return `is nested more than ${nestingMax} deep`
    for (const [key, child] of Object.entries(inner)) open.push([key, 0], [child, depth + 1])
  }
  return null
}

function statusOf(endpoint: Endpoint): number {
  return endpoint.status ?? (endpoint.response ? 200 : 204)
}

function answer(c: Context, status: number, body: unknown): Response {
  if (status === 204) return c.body(null, 204)
  return c.json(body ?? null, status as 200)
}
