import type { Endpoint, Input, Output, Role } from '@rapport/contract'
import type { Hono } from 'hono'
import { afterAll, beforeAll, describe } from 'vitest'
import type { z } from 'zod'
import { bothDatabases, type OpenDatabase } from '../../../../test/harness/open-engines'
import { timeOrderedId } from '../../kernel/id'
import { type Actor, mountApi } from '../../platform/http'
import { createLog } from '../../platform/log'
import type { Database } from '../../platform/postgres'
import { createTeams, type Teams, type TeamsDeps, teamRoutes } from './index'
import { permissionsOf } from './sessions'

/** Runs a suite on the embedded PostgreSQL and on a real server; `db()` is the one of the moment. */
export function onEachPostgres(suite: (db: () => Database) => void): void {
  describe.each(bothDatabases)('on $engine of PostgreSQL', ({ open }) => {
    let opened: OpenDatabase
    beforeAll(async () => {
      opened = await open()
    })
    afterAll(() => opened.close())
    suite(() => opened.db)
  })
}

export type TestTeams = Teams & { readonly clock: TestClock; readonly api: Hono }

/** A time of day that tests move by hand. */
export class TestClock {
  #now = new Date('2026-03-01T08:00:00Z')
  readonly now = () => new Date(this.#now)
  forward(ms: number): void {
    this.#now = new Date(this.#now.getTime() + ms)
  }
}

let made = 0
/** Different in every test, so that one database serves a whole file. */
export function unique(name: string): string {
  made += 1
  return `${name}-${made}`
}
export const uniqueEmail = () => `${unique('person')}@shop.test`

/** The module on a database, with clock, ids and secrets of its own, and its routes behind its gate. */
export function buildTeams(db: Database, changes: Partial<TeamsDeps> = {}): TestTeams {
  const clock = new TestClock()
  const log = createLog('silent')
  const teams = createTeams({
    db,
    now: clock.now,
    newId: () => timeOrderedId(clock.now(), Buffer.from(unique('').padStart(10, '0'))),
    randomSecret: () => unique('a-secret-of-some-length'),
    publicUrl: () => 'http://127.0.0.1:7310',
    hasMoneyEvents: async () => false,
    log,
    ...changes,
  })
  return { ...teams, clock, api: mountApi(teamRoutes(teams), teams.gate, log) }
}

export const password = 'correct horse battery'

/** A user with a password in a workspace of their own (or the given one), as a caller. */
export async function buildMember(
  db: Database,
  role: Role = 'owner',
  at: { workspaceId?: string; email?: string } = {},
): Promise<Actor & { email: string }> {
  const teams = buildTeams(db)
  const email = at.email ?? uniqueEmail()
  const workspaceId = at.workspaceId ?? (await teams.createWorkspace({ name: unique('Shop') })).id
  const { id } = await teams.parts.cliUsers.create(systemActor(workspaceId), {
    email,
    role,
    password,
    name: email,
  })
  return { kind: 'user', id, name: email, email, workspaceId, permissions: permissionsOf(role) }
}

export function systemActor(workspaceId: string): Actor {
  return { kind: 'system', id: 'test', name: 'Test', workspaceId, permissions: permissionsOf('owner') }
}

type Shape = z.ZodType | undefined

export interface Asked<R> {
  readonly status: number
  readonly body: R
  readonly code: string | undefined
  readonly headers: Headers
  readonly cookie: string | null
}

/** Calls an endpoint over HTTP as a browser or a program does. */
export async function ask<P extends Shape, Q extends Shape, B extends Shape, R extends Shape>(
  { api }: Pick<TestTeams, 'api'>,
  endpoint: Endpoint<P, Q, B, R>,
  call: {
    params?: Input<NoInfer<P>>
    query?: Input<NoInfer<Q>>
    body?: Input<NoInfer<B>>
    headers?: Record<string, string>
    address?: string
  } = {},
): Promise<Asked<Output<R>>> {
  const params = (call.params ?? {}) as Record<string, string>
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) => String(params[name]))
  const search = new URLSearchParams((call.query ?? {}) as Record<string, string>).toString()
  const response = await api.request(
    search ? `${path}?${search}` : path,
    {
      method: endpoint.method,
      headers: call.headers,
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
    },
    { incoming: { socket: { remoteAddress: call.address ?? '192.0.2.1' } } },
  )
  const text = await response.text()
  const body = text ? JSON.parse(text) : undefined
  return {
    status: response.status,
    body,
    code: body?.code,
    headers: response.headers,
    cookie: response.headers.get('Set-Cookie')?.split(';')[0] ?? null,
  }
}
