import { type IdentifierKind, teamsApi } from '@rapport/contract'
import { expect, test } from 'vitest'
import { invitationLifeMs } from './invitations'
import { answerLifeMs } from './once'
import { ask, buildMember, buildTeams, onEachPostgres, password, unique, uniqueEmail } from './testing'

const tokenIn = (link: string) => new URL(link).searchParams.get('token') ?? ''
const visitor = { address: '192.0.2.1', userAgent: 'Browser' }
const someKey = { kind: 'write', name: 'x', scopes: [], expiresAt: null } as const

onEachPostgres((db) => {
  test('a workspace made before the first owner waits for them', async () => {
    const teams = buildTeams(db())
    const demo = await teams.createWorkspace({ name: 'Demo shop', slug: unique('demo') })
    expect(await teams.isOwnerNeeded()).toBe(true)
    await teams.createOwner({ email: 'Owner@shop.test', password })
    const { body } = await ask(teams, teamsApi.login, { body: { email: 'owner@shop.test', password } })
    expect(body.workspaces).toMatchObject([{ id: demo.id, role: 'owner' }])
    const actions = (await teams.audit.list(demo.id, {}, { limit: 10 })).items.map(({ action }) => action)
    expect(actions).toEqual(['member.joined', 'workspace.created'])
  })

  test('settings change as one document, with what changed in the audit log', async () => {
    const teams = buildTeams(db())
    const owner = await buildMember(db())
    const before = await teams.settings(owner.workspaceId)
    const updated = await teams.parts.workspaces.update(owner, { name: '新店', exchangeRates: { USD: 7.1 } })
    expect(updated.settings).toEqual({ ...before, name: '新店', exchangeRates: { USD: 7.1 } })
    expect(await teams.settings(owner.workspaceId)).toEqual(updated.settings)
    const [entry] = (await teams.audit.list(owner.workspaceId, {}, { limit: 1 })).items
    expect(entry).toMatchObject({
      action: 'workspace.updated',
      actorName: owner.name,
      before: JSON.stringify({ name: before.name, exchangeRates: {} }),
      after: JSON.stringify({ name: '新店', exchangeRates: { USD: 7.1 } }),
    })
  })

  test('kinds of identifier are changed as a whole within sensible bounds', async () => {
    const teams = buildTeams(db())
    const owner = await buildMember(db())
    const viewer = await buildMember(db(), 'viewer', { workspaceId: owner.workspaceId })
    const given = (await teams.settings(owner.workspaceId)).identifierKinds
    expect(given.map(({ kind }) => kind)).toContain('email')
    const own = { kind: 'passport_no', limit: 2, merges: false }
    const change = async (identifierKinds: IdentifierKind[], { email } = owner) => {
      const { cookie } = await ask(teams, teamsApi.login, { body: { email, password } })
      const headers = { Cookie: cookie ?? '', 'Rapport-Workspace': owner.workspaceId }
      return ask(teams, teamsApi.updateWorkspace, { headers, body: { identifierKinds } })
    }
    expect((await change([own, ...given])).body.settings.identifierKinds[0]).toEqual(own)
    expect((await teams.settings(owner.workspaceId)).identifierKinds).toHaveLength(given.length + 1)
    const [entry] = (await teams.audit.list(owner.workspaceId, {}, { limit: 1 })).items
    expect(JSON.parse(entry?.after ?? '')).toEqual({ identifierKinds: [own, ...given] })

    const refused = [
      [{ ...own, limit: 0 }, ...given],
      [{ ...own, limit: 1_001 }, ...given],
      [{ ...own, kind: 'Passport No' }, ...given],
      [{ ...own, kind: 'city' }, ...given],
      [own, own, ...given],
      [own],
      [...given, ...Array.from({ length: 20 }, (_, at) => ({ ...own, kind: `own_${at}` }))],
    ]
    for (const kinds of refused) expect((await change(kinds)).status, JSON.stringify(kinds[0])).toBe(400)
    expect((await change(given, viewer)).status).toBe(403)
  })

  test('the currency stays once an amount has been recorded', async () => {
    const owner = await buildMember(db())
    const change = { currency: 'USD' }
    const locked = buildTeams(db(), { hasMoneyEvents: async () => true })
    await expect(locked.parts.workspaces.update(owner, change)).rejects.toMatchObject({
      details: { code: 'currency_locked' },
    })
    await locked.parts.workspaces.update(owner, { name: 'Same currency', currency: 'CNY' })
    const open = buildTeams(db())
    expect((await open.parts.workspaces.update(owner, change)).settings.currency).toBe('USD')
  })

  test('short names are unique, also when two ask at once', async () => {
    const teams = buildTeams(db())
    const slug = unique('corner')
    const name = slug.replace('-', ' ')
    const made = await Promise.all([1, 2, 3].map(() => teams.createWorkspace({ name })))
    expect(made.map(({ settings }) => settings.slug).sort()).toEqual([slug, `${slug}-2`, `${slug}-3`])
    await expect(teams.createWorkspace({ name, slug })).rejects.toMatchObject({
      details: { code: 'slug_taken' },
    })

    const [a, b] = [await buildMember(db()), await buildMember(db())]
    const wanted = unique('wanted')
    const outcomes = await Promise.allSettled(
      [a, b].map((owner) => teams.parts.workspaces.update(owner, { slug: wanted })),
    )
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { details: { code: 'slug_taken' } },
    })
  })

  test('owners create workspaces and nobody else does', async () => {
    const teams = buildTeams(db())
    const owner = await buildMember(db())
    const admin = await buildMember(db(), 'admin', { workspaceId: owner.workspaceId })
    const made = await teams.createWorkspaceFor(owner.id, { name: 'Second', currency: 'EUR' })
    expect(made.settings).toMatchObject({ name: 'Second', currency: 'EUR' })
    expect((await teams.workspacesOf(owner.id)).map(({ role }) => role)).toEqual(['owner', 'owner'])
    await expect(teams.createWorkspaceFor(admin.id, { name: 'Third' })).rejects.toThrow(/only owners/)
  })

  test('roles are changed within one’s own, and the last owner stays', async () => {
    const teams = buildTeams(db())
    const { members } = teams.parts
    const owner = await buildMember(db())
    const { workspaceId } = owner
    const admin = await buildMember(db(), 'admin', { workspaceId })
    const agent = await buildMember(db(), 'agent', { workspaceId })
    const tooHigh = { details: { code: 'role_too_high' } }
    await expect(members.changeRole(admin, agent.id, 'owner')).rejects.toMatchObject(tooHigh)
    await expect(members.changeRole(admin, owner.id, 'agent')).rejects.toMatchObject(tooHigh)
    await expect(members.remove(admin, owner.id)).rejects.toMatchObject(tooHigh)
    expect(await members.changeRole(admin, agent.id, 'analyst')).toMatchObject({ role: 'analyst' })
    const last = { details: { code: 'last_owner' } }
    await expect(members.changeRole(owner, owner.id, 'admin')).rejects.toMatchObject(last)
    await expect(members.leave(owner)).rejects.toMatchObject(last)
    await members.leave(agent)
    expect((await members.list(workspaceId)).map(({ userId }) => userId)).toEqual([owner.id, admin.id])
  })

  test('two owners who remove each other at the same time leave one', async () => {
    const teams = buildTeams(db())
    const { members } = teams.parts
    const first = await buildMember(db())
    const second = await buildMember(db(), 'owner', { workspaceId: first.workspaceId })
    const outcomes = await Promise.allSettled([
      members.remove(first, second.id),
      members.remove(second, first.id),
    ])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await members.list(first.workspaceId)).toHaveLength(1)
  })

  test('an invitation makes a new person a member, once, even when it is accepted twice at once', async () => {
    const teams = buildTeams(db())
    const owner = await buildMember(db())
    const email = uniqueEmail()
    const { link } = await teams.parts.invitations.invite(owner, email, 'analyst')
    const token = tokenIn(link)
    const look = await ask(teams, teamsApi.lookUpInvitation, { body: { token } })
    expect(look.body).toMatchObject({ email, role: 'analyst', invitedBy: owner.name, hasAccount: false })
    const accept = () =>
      ask(teams, teamsApi.acceptInvitation, {
        body: { token, name: '王芳', password: '一个很长很长的密码呢' },
      })
    const answers = await Promise.all([accept(), accept()])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404])
    const won = answers.find(({ status }) => status === 200)
    expect(won?.body.workspaces).toMatchObject([{ id: owner.workspaceId, role: 'analyst' }])
    expect(won?.cookie).toContain('rapport_session=')
    expect((await accept()).code).toBe('invitation_invalid')
    expect(
      (await teams.parts.members.list(owner.workspaceId)).filter((one) => one.email === email),
    ).toHaveLength(1)
    expect(await teams.parts.invitations.list(owner.workspaceId)).toEqual([])
  })

  test('a person with an account joins with its password', async () => {
    const teams = buildTeams(db())
    const owner = await buildMember(db())
    const guest = await buildMember(db())
    const { link } = await teams.parts.invitations.invite(owner, guest.email, 'viewer')
    const accept = (secret: string) =>
      ask(teams, teamsApi.acceptInvitation, { body: { token: tokenIn(link), password: secret } })
    expect((await accept('another password')).code).toBe('login_failed')
    const joined = await accept(password)
    expect(joined.body.user.id).toBe(guest.id)
    expect(joined.body.workspaces.map(({ role }) => role).sort()).toEqual(['owner', 'viewer'])
  })

  test('invitations expire, are replaced and withdrawn, and never reach above the inviter', async () => {
    const teams = buildTeams(db())
    const { invitations } = teams.parts
    const owner = await buildMember(db())
    const admin = await buildMember(db(), 'admin', { workspaceId: owner.workspaceId })
    const email = uniqueEmail()
    const accept = async (link: string) =>
      (await ask(teams, teamsApi.acceptInvitation, { body: { token: tokenIn(link), name: 'A', password } }))
        .code
    await expect(invitations.invite(admin, email, 'owner')).rejects.toMatchObject({
      details: { code: 'role_too_high' },
    })
    await expect(invitations.invite(admin, owner.email, 'viewer')).rejects.toMatchObject({
      details: { code: 'email_taken' },
    })
    const first = await invitations.invite(admin, email, 'viewer')
    const second = await invitations.renew(admin, first.invitation.id)
    expect(second.invitation.id).toBe(first.invitation.id)
    expect(await accept(first.link)).toBe('invitation_invalid')
    teams.clock.forward(invitationLifeMs)
    expect(await accept(second.link)).toBe('invitation_expired')
    expect(await invitations.list(owner.workspaceId)).toMatchObject([{ email, state: 'expired' }])
    const third = await invitations.renew(admin, first.invitation.id)
    await invitations.withdraw(admin, first.invitation.id)
    expect(await accept(third.link)).toBe('invitation_invalid')
  })

  test('a key is told once, works until it is revoked or expires, and says when it was used', async () => {
    const teams = buildTeams(db())
    const { keys } = teams.parts
    const owner = await buildMember(db())
    const expiresAt = new Date(teams.clock.now().getTime() + 3_600_000)
    const write = await keys.create(owner, { kind: 'write', name: 'Web shop', scopes: [], expiresAt: null })
    const api = await keys.create(owner, { kind: 'api', name: 'ERP', scopes: ['data:read'], expiresAt })
    expect([write.secret.slice(0, 4), api.secret.slice(0, 4)]).toEqual(['rpw_', 'rpk_'])
    expect(api.key.prefix).toBe(api.secret.slice(0, 10))
    const past = keys.create(owner, { ...someKey, expiresAt: teams.clock.now() })
    await expect(past).rejects.toMatchObject({ details: { issues: [{ path: 'expiresAt' }] } })

    const source = { workspaceId: owner.workspaceId, sourceName: 'Web shop' }
    expect(await teams.resolveWriteKey(write.secret)).toEqual(source)
    expect(await teams.resolveWriteKey(api.secret)).toBeNull()
    expect(await keys.resolve('api', write.secret)).toBeNull()
    expect(await teams.resolveWriteKey(`${write.secret}x`)).toBeNull()
    expect(await teams.resolveWriteKey('')).toBeNull()
    expect(await keys.list(owner.workspaceId, 'write')).toMatchObject([
      { name: 'Web shop', lastUsedAt: teams.clock.now().toISOString(), scopes: [] },
    ])

    expect(await keys.resolve('api', api.secret)).toMatchObject({ scopes: ['data:read'] })
    teams.clock.forward(3_600_000)
    expect(await keys.resolve('api', api.secret)).toBeNull()
    expect(await teams.resolveWriteKey(write.secret)).toEqual(source)
    await keys.revoke(owner, write.key.id)
    expect(await teams.resolveWriteKey(write.secret)).toBeNull()
    const again = await keys.revoke(owner, write.key.id)
    expect(again.revokedAt).toBe(teams.clock.now().toISOString())
    const actions = (await teams.audit.list(owner.workspaceId, { action: 'key' }, { limit: 9 })).items
    expect(actions.map(({ action }) => action)).toEqual(['key.revoked', 'key.created', 'key.created'])
  })

  test('a key that another process revoked stops within seconds', async () => {
    const owner = await buildMember(db())
    const [here, there] = [buildTeams(db()), buildTeams(db())]
    const made = await here.parts.keys.create(owner, someKey)
    expect(await there.resolveWriteKey(made.secret)).not.toBeNull()
    await here.parts.keys.revoke(owner, made.key.id)
    there.clock.forward(4_999)
    expect(await there.resolveWriteKey(made.secret)).not.toBeNull()
    there.clock.forward(1)
    expect(await there.resolveWriteKey(made.secret)).toBeNull()
  })

  test('nobody waits for the database with a key that is in use', async () => {
    const owner = await buildMember(db())
    let isBusy = false
    let last: Promise<unknown> = Promise.resolve()
    const busy = {
      ...db(),
      query: <R extends object>(text: string, params?: readonly unknown[]) => {
        const rows = isBusy ? new Promise<R[]>(() => undefined) : db().query<R>(text, params)
        last = rows
        return rows
      },
    }
    const teams = buildTeams(busy)
    const made = await teams.parts.keys.create(owner, someKey)
    expect(await teams.resolveWriteKey(made.secret)).not.toBeNull()
    teams.clock.forward(3_000)
    expect(await teams.resolveWriteKey(made.secret)).not.toBeNull()
    await last // the key is asked about again
    await new Promise((resolve) => setImmediate(resolve))
    isBusy = true
    teams.clock.forward(3_000)
    expect(await teams.resolveWriteKey(made.secret)).not.toBeNull()
  })

  test('a key does no more than its maker', async () => {
    const { keys } = buildTeams(db()).parts
    const admin = await buildMember(db(), 'admin')
    const make = (scopes: ('workspace:delete' | 'data:read')[]) =>
      keys.create(admin, { kind: 'api', name: 'x', scopes, expiresAt: null })
    await expect(make(['data:read', 'workspace:delete'])).rejects.toMatchObject({
      details: { code: 'scope_too_wide' },
    })
    await expect(make([])).rejects.toThrow(/at least one/)
  })

  test('deleting a workspace takes its typed name, closes it at once and has every module erase its part', async () => {
    const teams = buildTeams(db())
    const owner = await buildMember(db())
    const other = await buildMember(db())
    const { workspaceId } = owner
    const erased: string[] = []
    let isBroken = true
    teams.onWorkspaceDeleted(async (id) => {
      if (isBroken) throw new Error('the disk is full')
      erased.push(id)
    })
    const { secret } = await teams.createKey(workspaceId, {
      kind: 'write',
      name: 'x',
      scopes: [],
      expiresAt: null,
    })
    const { link } = await teams.parts.invitations.invite(owner, uniqueEmail(), 'viewer')
    const { settings } = await teams.parts.workspaces.get(workspaceId)
    expect(await teams.resolveWriteKey(secret)).not.toBeNull()

    await expect(teams.deleteWorkspace(owner, 'something else')).rejects.toMatchObject({
      details: { code: 'confirmation_wrong' },
    })
    await teams.deleteWorkspace(owner, settings.name)
    expect(await teams.workspacesOf(owner.id)).toEqual([])
    expect(await teams.resolveWriteKey(secret)).toBeNull()
    await expect(teams.settings(workspaceId)).rejects.toThrow(/does not exist/)
    await expect(teams.parts.invitations.lookUp(tokenIn(link), visitor)).rejects.toThrow(/withdrawn/)
    expect(erased).toEqual([])

    isBroken = false
    await teams.sweep()
    await teams.sweep()
    expect(erased).toEqual([workspaceId])
    expect(await teams.workspacesOf(other.id)).toHaveLength(1)
    const [entry] = (await teams.audit.list(workspaceId, {}, { limit: 1 })).items
    expect(entry).toMatchObject({
      action: 'workspace.deleted',
      actorName: owner.name,
      summary: settings.name,
    })
    expect((await teams.createWorkspace({ name: 'New', slug: settings.slug })).settings.slug).toBe(
      settings.slug,
    )
  })

  test('old answers are forgotten by the hourly housekeeping', async () => {
    const teams = buildTeams(db())
    const owner = await buildMember(db())
    await teams.gate.once(owner, 'key', 'request', async () => ({ status: 200, body: 1 }))
    const count = async () =>
      (await db().query('SELECT FROM idempotency_keys WHERE workspace_id = $1', [owner.workspaceId])).length
    await teams.sweep()
    expect(await count()).toBe(1)
    teams.clock.forward(answerLifeMs)
    await teams.sweep()
    expect(await count()).toBe(0)
  })
})
