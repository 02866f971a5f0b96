import { teamsApi } from '@rapport/contract'
import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { apiRate } from './gate'
import { answerLifeMs, claimLifeMs } from './once'
import { ask, buildMember, buildTeams, onEachPostgres, password } from './testing'

onEachPostgres((db) => {
  const signIn = async (role: Parameters<typeof buildMember>[1] = 'owner') => {
    const teams = buildTeams(db())
    const member = await buildMember(db(), role)
    const { cookie } = await ask(teams, teamsApi.login, { body: { email: member.email, password } })
    const headers = { Cookie: cookie ?? '', 'Rapport-Workspace': member.workspaceId }
    return { teams, member, headers }
  }

  test('nobody in particular may ask nothing in particular', async () => {
    const { teams } = await signIn()
    const strangers: Record<string, string>[] = [
      {},
      { Cookie: 'rapport_session=guessed' },
      { Authorization: 'Bearer rpk_guessed' },
      { Authorization: 'Bearer' },
    ]
    for (const headers of strangers)
      expect((await ask(teams, teamsApi.workspace, { headers })).status).toBe(401)
  })

  test('a change without our header is refused: another site’s page could have sent it', async () => {
    const { teams, headers } = await signIn()
    const { Cookie } = headers
    const change = await ask(teams, teamsApi.updateWorkspace, {
      headers: { Cookie },
      body: { name: 'Owned' },
    })
    expect([change.status, change.code]).toEqual([403, 'workspace_header_missing'])
    const allowed = await ask(teams, teamsApi.updateWorkspace, { headers, body: { name: 'Own' } })
    expect(allowed.body.settings.name).toBe('Own')
  })

  test('a download may name its workspace in the address, a change may not', async () => {
    const { teams, member, headers } = await signIn()
    const path = `/workspace?workspace=${member.workspaceId}`
    const { Cookie } = headers
    expect((await teams.api.request(path, { headers: { Cookie } })).status).toBe(200)
    const change = { method: 'PATCH', headers: { Cookie }, body: '{"name":"x"}' }
    expect((await teams.api.request(path, change)).status).toBe(403)
  })

  test('the workspace must be one’s own and must be named', async () => {
    const { teams, headers } = await signIn()
    const other = await buildMember(db())
    for (const id of [other.workspaceId, '01900000-0000-7000-8000-000000000000', 'nonsense']) {
      const answer = await ask(teams, teamsApi.workspace, {
        headers: { ...headers, 'Rapport-Workspace': id },
      })
      expect([answer.status, answer.code]).toEqual([403, 'not_a_member'])
    }
    const unnamed = await ask(teams, teamsApi.workspace, {
      headers: { ...headers, 'Rapport-Workspace': 'none' },
    })
    expect([unnamed.status, unnamed.code]).toEqual([400, 'workspace_required'])
    const switched = await ask(teams, teamsApi.switchWorkspace, {
      headers,
      body: { workspaceId: other.workspaceId },
    })
    expect(switched.code).toBe('not_a_member')
  })

  test('a removed member is out at the next call', async () => {
    const { teams, member, headers } = await signIn('viewer')
    expect((await ask(teams, teamsApi.workspace, { headers })).status).toBe(200)
    await teams.parts.members.leave(member)
    expect((await ask(teams, teamsApi.workspace, { headers })).code).toBe('not_a_member')
  })

  test('a removed member can still see to their own account and sign out', async () => {
    const { teams, member, headers } = await signIn('viewer')
    await teams.parts.members.leave(member)
    const me = await ask(teams, teamsApi.me, { headers })
    expect([me.status, me.body.workspaces]).toEqual([200, []])
    expect((await ask(teams, teamsApi.leaveWorkspace, { headers })).code).toBe('not_a_member')
    expect((await ask(teams, teamsApi.revokeOtherSessions, { headers })).status).toBe(200)
    expect((await ask(teams, teamsApi.logout, { headers })).status).toBe(204)
    expect((await ask(teams, teamsApi.me, { headers })).status).toBe(401)
  })

  test('a role does what its row says', async () => {
    const { teams, headers } = await signIn('viewer')
    expect((await ask(teams, teamsApi.members, { headers })).status).toBe(200)
    const refused = await ask(teams, teamsApi.keys, { headers })
    expect(refused.body).toMatchObject({ status: 403, details: { permission: 'keys:write' } })
    const admin = await signIn('admin')
    const body = { confirmation: 'x' }
    expect((await ask(admin.teams, teamsApi.deleteWorkspace, { headers: admin.headers, body })).status).toBe(
      403,
    )
  })

  test('an API key knows its workspace and its scopes, and is no person', async () => {
    const { teams, member } = await signIn()
    const { key, secret } = await teams.createKey(member.workspaceId, {
      kind: 'api',
      name: 'ERP',
      scopes: ['settings:read'],
      expiresAt: null,
    })
    const headers = { Authorization: `Bearer ${secret}` }
    expect((await ask(teams, teamsApi.workspace, { headers })).body.id).toBe(member.workspaceId)
    expect((await ask(teams, teamsApi.members, { headers })).status).toBe(403)
    expect((await ask(teams, teamsApi.me, { headers })).code).toBe('user_required')
    const other = await buildMember(db())
    const elsewhere = { ...headers, 'Rapport-Workspace': other.workspaceId }
    expect((await ask(teams, teamsApi.workspace, { headers: elsewhere })).code).toBe('not_a_member')
    await teams.parts.keys.revoke(member, key.id)
    expect((await ask(teams, teamsApi.workspace, { headers })).status).toBe(401)
  })

  test('a write key opens nothing of the API', async () => {
    const { teams, member } = await signIn()
    const { secret } = await teams.createKey(member.workspaceId, {
      kind: 'write',
      name: 'Web',
      scopes: [],
      expiresAt: null,
    })
    const headers = { Authorization: `Bearer ${secret}` }
    expect((await ask(teams, teamsApi.workspace, { headers })).status).toBe(401)
  })

  test('one caller cannot take the machine', async () => {
    const { teams, member, headers } = await signIn()
    const asked = { ...member, permissions: new Set<never>() }
    const request = { req: { header: () => undefined } } as never
    let allowed = 0
    expect(() => {
      for (; allowed < 1_000; allowed += 1) teams.gate.limit(request, asked)
    }).toThrow(/too many requests/)
    expect(allowed).toBe(apiRate.burst)
    const refused = await ask(teams, teamsApi.workspace, { headers })
    expect([refused.status, refused.headers.get('Retry-After')]).toEqual([429, '1'])
    teams.clock.forward(1_000)
    expect((await ask(teams, teamsApi.workspace, { headers })).status).toBe(200)
  })

  test('two identical requests with one Idempotency-Key at once do the work once', async () => {
    const { teams, headers } = await signIn()
    const create = (name: string, key = 'key') =>
      ask(teams, teamsApi.createWorkspace, {
        headers: { ...headers, 'Idempotency-Key': key },
        body: { name },
      })
    const both = await Promise.all([create('Once'), create('Once')])
    const first = both.find(({ status }) => status === 201)
    const second = both.find((answer) => answer !== first)
    expect([201, 409]).toContain(second?.status)
    if (second?.status === 409) expect(second.code).toBe('idempotency_key_running')

    const repeat = await create('Once')
    expect([repeat.status, repeat.body]).toEqual([201, first?.body])
    const other = await create('Another')
    expect([other.status, other.code]).toEqual([422, 'idempotency_key_reused'])
    expect((await create('Another', 'other key')).status).toBe(201)
    const names = (await ask(teams, teamsApi.me, { headers })).body.workspaces.map(({ name }) => name)
    expect(names.filter((name) => name === 'Once')).toHaveLength(1)
    teams.clock.forward(answerLifeMs)
    expect((await create('Once')).body.id).not.toBe(first?.body.id)
  })

  test('a key is free again after work that failed, and after a crash when nobody can be working any more', async () => {
    const { teams, member } = await signIn()
    const once = (work: () => Promise<{ status: number; body: unknown }>) =>
      teams.gate.once(member, 'key', 'request', work)
    await expect(once(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
    const crashed = new Promise<never>(() => undefined)
    await new Promise<void>((begun) => {
      void once(() => {
        begun()
        return crashed
      })
    })
    const early = once(async () => ({ status: 200, body: 'early' }))
    await expect(early).rejects.toMatchObject({ details: { code: 'idempotency_key_running' } })
    teams.clock.forward(claimLifeMs)
    expect(await once(async () => ({ status: 200, body: 'late' }))).toEqual({ status: 200, body: 'late' })
    expect(await once(() => crashed)).toEqual({ status: 200, body: 'late' })
  })

  test('answers are kept apart by caller', async () => {
    const { teams, member } = await signIn()
    const other = await buildMember(db())
    const ran: string[] = []
    for (const who of [member, other, member])
      await teams.gate.once(who, 'key', 'request', async () => ({ status: 200, body: ran.push(who.id) }))
    expect(ran).toEqual([member.id, other.id])
  })

  test('text that no database can hold and endless nesting are refused with their place', async () => {
    const { teams, headers } = await signIn()
    const send = (body: string) => teams.api.request('/workspace', { method: 'PATCH', headers, body })
    const nul = await send('{"name":"a\\u0000b"}')
    expect(await nul.json()).toMatchObject({ status: 400, detail: 'the body holds a NUL character' })
    const deep = await send(`{"name":${'['.repeat(100_000)}${']'.repeat(100_000)}}`)
    expect(await deep.json()).toMatchObject({ status: 400, detail: 'the body is nested more than 100 deep' })
    expect((await send('{"name":')).status).toBe(400)
    expect((await send('[]')).status).toBe(400)
  })

  test('an address that is none is a problem, also as part of a larger application', async () => {
    const { teams } = await signIn()
    const product = new Hono().route('/api/v1', teams.api).get('*', (c) => c.html('the console'))
    const answer = await product.request('/api/v1/nowhere')
    expect([answer.status, answer.headers.get('Content-Type')]).toEqual([404, 'application/problem+json'])
    expect(await (await product.request('/customers')).text()).toBe('the console')
  })

  test('the command line may do everything, in the workspace it names', async () => {
    const { teams, member } = await signIn()
    const gate = teams.cliGate('the token in the data folder')
    const as = (headers: Record<string, string>) =>
      gate.authenticate({ req: { header: (name: string) => headers[name] } } as never, 'settings:read')
    const Authorization = 'Bearer the-token'
    expect(await as({ Authorization })).toBeNull()
    expect(await as({})).toBeNull()
    const own = teams.cliGate('token')
    const { settings } = await teams.parts.workspaces.get(member.workspaceId)
    const named = (name: string) => {
      const headers: Record<string, string> = { Authorization: 'Bearer token', 'Rapport-Workspace': name }
      return own.authenticate({ req: { header: (one: string) => headers[one] } } as never, 'settings:read')
    }
    expect(await named(settings.slug)).toMatchObject({ kind: 'system', workspaceId: member.workspaceId })
    expect(await named(member.workspaceId)).toMatchObject({ workspaceId: member.workspaceId })
    await expect(named('no-such-shop')).rejects.toThrow(/no workspace no-such-shop; there are: /)
  })
})
