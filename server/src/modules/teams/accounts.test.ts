import { teamsApi } from '@rapport/contract'
import { expect, test } from 'vitest'
import { hashPassword } from '../../platform/passwords'
import { linkLifeMs } from './accounts'
import { sessionIdleMs, sessionLengthMaxMs } from './sessions'
import { setPasswordHash, userByEmail } from './store-users'
import { ask, buildMember, buildTeams, onEachPostgres, password, uniqueEmail } from './testing'

const tokenIn = (link: string | null) => new URL(link ?? '').searchParams.get('token') ?? ''

onEachPostgres((db) => {
  // the first owner comes first: the installation is empty only once
  test('the first start gives a link that makes one owner, even for two visitors at once', async () => {
    const teams = buildTeams(db())
    expect((await ask(teams, teamsApi.setup)).body).toEqual({ needsOwner: true })
    const old = tokenIn(await teams.firstLoginLink())
    const token = tokenIn(await teams.firstLoginLink())
    const body = { name: 'Li Mei', password, workspaceName: '小店', currency: 'EUR' }
    const setUp = (email: string, by: string) =>
      ask(teams, teamsApi.completeSetup, { body: { ...body, email, token: by } })

    expect((await setUp('late@shop.test', old)).code).toBe('setup_link_invalid')
    const answers = await Promise.all([setUp('a@shop.test', token), setUp('b@shop.test', token)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, expect.any(Number)])
    const [first] = answers.filter(({ status }) => status === 200)
    expect(first?.body.workspaces).toMatchObject([{ name: '小店', role: 'owner', currency: 'EUR' }])
    expect((await ask(teams, teamsApi.setup)).body).toEqual({ needsOwner: false })
    expect(await teams.firstLoginLink()).toBeNull()
    expect(await teams.createOwner({ email: 'c@shop.test', password })).toBe(false)
    expect((await setUp('c@shop.test', token)).code).toBe('owner_exists')
  })

  test('a person signs in, is known by the cookie, and signs out', async () => {
    const teams = buildTeams(db())
    const { email, workspaceId } = await buildMember(db())
    const login = await ask(teams, teamsApi.login, { body: { email: ` ${email.toUpperCase()}`, password } })
    expect(login.body).toMatchObject({ user: { email }, currentWorkspaceId: workspaceId })
    expect(login.headers.get('Set-Cookie')).toMatch(
      /^rapport_session=[\w-]+; Path=\/; Expires=.*; HttpOnly; SameSite=Lax$/,
    )
    const headers = { Cookie: login.cookie ?? '', 'Rapport-Workspace': workspaceId }
    expect((await ask(teams, teamsApi.me, { headers })).body.user.email).toBe(email)
    expect((await ask(teams, teamsApi.logout, { headers })).status).toBe(204)
    expect((await ask(teams, teamsApi.me, { headers })).status).toBe(401)
  })

  test('the cookie is for HTTPS alone where the console is reached by HTTPS', async () => {
    const teams = buildTeams(db(), { publicUrl: () => 'https://rapport.shop.test' })
    const { email } = await buildMember(db())
    const login = await ask(teams, teamsApi.login, { body: { email, password } })
    expect(login.headers.get('Set-Cookie')).toContain('; Secure')
  })

  test('a wrong password and an unknown address get the same answer, and too many a wait', async () => {
    const teams = buildTeams(db())
    const { email } = await buildMember(db())
    const tryWith = (as: string, secret: string) =>
      ask(teams, teamsApi.login, { body: { email: as, password: secret } })
    const wrong = await tryWith(email, 'not the password')
    const unknown = await tryWith(uniqueEmail(), 'not the password')
    expect([wrong.status, wrong.code]).toEqual([401, 'login_failed'])
    expect(unknown.body).toEqual(wrong.body)

    for (let count = 0; count < 4; count += 1) await tryWith(email, 'not the password')
    const blocked = await tryWith(email, password)
    expect([blocked.status, blocked.code]).toEqual([429, 'login_throttled'])
    expect(blocked.headers.get('Retry-After')).toBe('30')
    teams.clock.forward(30_000)
    expect((await tryWith(email, password)).status).toBe(200)
  })

  test('guesses sent all at once count one by one', async () => {
    const teams = buildTeams(db())
    const { email } = await buildMember(db())
    const guesses = Array.from({ length: 9 }, () =>
      ask(teams, teamsApi.login, { body: { email, password: 'not the password' } }),
    )
    const codes = (await Promise.all(guesses)).map(({ code }) => code)
    expect(codes.filter((code) => code === 'login_failed')).toHaveLength(5)
    expect(codes.filter((code) => code === 'login_throttled')).toHaveLength(4)
  })

  test('a password hashed with an older cost is hashed anew at the next login', async () => {
    const teams = buildTeams(db())
    const { id, email } = await buildMember(db())
    const { hash } = await import('@node-rs/argon2')
    await setPasswordHash(db(), id, await hash(password, { memoryCost: 4_096, timeCost: 1, parallelism: 1 }))
    await ask(teams, teamsApi.login, { body: { email, password } })
    expect((await userByEmail(db(), email))?.passwordHash).toContain('m=19456,t=2,p=1')
  })

  test('another site cannot sign its visitor in', async () => {
    const teams = buildTeams(db())
    const { email } = await buildMember(db())
    const login = await ask(teams, teamsApi.login, {
      body: { email, password },
      headers: { 'Sec-Fetch-Site': 'cross-site' },
    })
    expect([login.status, login.code, login.cookie]).toEqual([403, 'cross_site', null])
  })

  test('a session in use goes on, an unused one ends after two weeks, and none outlives three months', async () => {
    const teams = buildTeams(db())
    const { id } = await buildMember(db())
    const { sessions } = teams.parts
    const visitor = { address: '192.0.2.1', userAgent: 'Browser' }
    const used = await sessions.begin(id, visitor)
    const unused = await sessions.begin(id, visitor)
    const half = sessionIdleMs / 2
    teams.clock.forward(half)
    expect(await sessions.resolve(used.token, null)).toMatchObject({
      userId: id,
      prolongedUntil: new Date(teams.clock.now().getTime() + sessionIdleMs),
    })
    expect(await sessions.resolve(used.token, null)).toMatchObject({ prolongedUntil: null })
    teams.clock.forward(half)
    expect(await sessions.resolve(unused.token, null)).toBeNull()
    for (let ms = sessionIdleMs; ms < sessionLengthMaxMs; ms += half) {
      expect(await sessions.resolve(used.token, null)).not.toBeNull()
      teams.clock.forward(half)
    }
    expect(await sessions.resolve(used.token, null)).toBeNull()
    await teams.sweep()
    expect(await sessions.list(id, null)).toEqual([])
  })

  test('sessions are listed for their owner and can be ended, one or all the others', async () => {
    const teams = buildTeams(db())
    const { id, email } = await buildMember(db())
    const stranger = await buildMember(db())
    const logins = []
    for (const agent of ['Phone', 'Laptop', 'Old laptop'])
      logins.push(
        await ask(teams, teamsApi.login, { body: { email, password }, headers: { 'User-Agent': agent } }),
      )
    const headers = { Cookie: logins[1]?.cookie ?? '', 'Rapport-Workspace': 'none' }
    const { items } = (await ask(teams, teamsApi.sessions, { headers })).body
    expect(items.map(({ userAgent, current }) => [userAgent, current]).sort()).toEqual([
      ['Laptop', true],
      ['Old laptop', false],
      ['Phone', false],
    ])
    const phone = items.find(({ userAgent }) => userAgent === 'Phone')?.id ?? ''
    await expect(teams.parts.sessions.revoke(stranger.id, phone)).rejects.toThrow(/does not exist/)
    expect((await ask(teams, teamsApi.revokeSession, { headers, params: { id: phone } })).status).toBe(204)
    expect((await ask(teams, teamsApi.revokeOtherSessions, { headers })).body).toEqual({ ended: 1 })
    expect(await teams.parts.sessions.list(id, null)).toHaveLength(1)
    expect((await ask(teams, teamsApi.me, { headers })).status).toBe(200)
  })

  test('a new password needs the old one and ends the other sessions', async () => {
    const teams = buildTeams(db())
    const { email } = await buildMember(db())
    const here = await ask(teams, teamsApi.login, { body: { email, password } })
    const there = await ask(teams, teamsApi.login, { body: { email, password } })
    const headers = { Cookie: here.cookie ?? '', 'Rapport-Workspace': 'none' }
    const change = (currentPassword: string, newPassword: string) =>
      ask(teams, teamsApi.changePassword, { headers, body: { currentPassword, newPassword } })
    expect((await change('not the password', 'a new password')).code).toBe('password_wrong')
    expect((await change(password, email)).code).toBe('password_weak')
    expect((await change(password, 'a new password')).status).toBe(204)
    expect((await ask(teams, teamsApi.me, { headers })).status).toBe(200)
    expect((await ask(teams, teamsApi.me, { headers: { Cookie: there.cookie ?? '' } })).status).toBe(401)
    expect((await ask(teams, teamsApi.login, { body: { email, password } })).code).toBe('login_failed')
  })

  test('a reset link sets a password once, ends every session and expires after a day', async () => {
    const teams = buildTeams(db())
    const { id, email } = await buildMember(db())
    const old = await ask(teams, teamsApi.login, { body: { email, password } })
    const issue = async () =>
      tokenIn(
        (await teams.parts.accounts.issuePasswordReset(email, { kind: 'system', id: 'x', name: 'x' })).link,
      )
    const replaced = await issue()
    const token = await issue()
    const redeem = (by: string) =>
      ask(teams, teamsApi.redeemPasswordReset, { body: { token: by, password: 'a new password' } })
    expect((await redeem(replaced)).code).toBe('reset_link_invalid')
    expect((await ask(teams, teamsApi.lookUpPasswordReset, { body: { token } })).body.email).toBe(email)
    const answers = await Promise.all([redeem(token), redeem(token)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404])
    expect((await ask(teams, teamsApi.me, { headers: { Cookie: old.cookie ?? '' } })).status).toBe(401)
    expect(await teams.parts.sessions.list(id, null)).toHaveLength(1)
    const late = await issue()
    teams.clock.forward(linkLifeMs)
    expect((await redeem(late)).code).toBe('reset_link_invalid')
  })

  test('the name and language are the own', async () => {
    const teams = buildTeams(db())
    const { email } = await buildMember(db())
    const { cookie } = await ask(teams, teamsApi.login, { body: { email, password } })
    const headers = { Cookie: cookie ?? '', 'Rapport-Workspace': 'none' }
    const changed = await ask(teams, teamsApi.updateMe, { headers, body: { name: '李梅', locale: 'zh-CN' } })
    expect(changed.body.user).toMatchObject({ name: '李梅', locale: 'zh-CN' })
    const cleared = await ask(teams, teamsApi.updateMe, { headers, body: { locale: null } })
    expect(cleared.body.user).toMatchObject({ name: '李梅', locale: null })
  })

  test('nothing that could sign in is stored as it is', async () => {
    const teams = buildTeams(db())
    const member = await buildMember(db())
    const { token } = await teams.parts.sessions.begin(member.id, { address: '', userAgent: '' })
    const { secret } = await teams.parts.keys.create(member, {
      kind: 'write',
      name: 'Web',
      scopes: [],
      expiresAt: null,
    })
    const invitation = await teams.parts.invitations.invite(member, uniqueEmail(), 'viewer')
    const secrets = [token, secret, tokenIn(invitation.link), password]
    for (const table of [
      'sessions',
      'access_keys',
      'invitations',
      'users',
      'one_time_links',
      'audit_entries',
    ]) {
      const rows = JSON.stringify(await db().query(`SELECT * FROM ${table}`))
      for (const one of secrets) expect(rows).not.toContain(one)
    }
    expect(await hashPassword(password)).not.toContain(password)
  })
})
