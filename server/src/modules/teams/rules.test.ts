import { type Permission, permissions, permissionsByRole, type Role, roles } from '@rapport/contract'
import { describe, expect, test } from 'vitest'
import { hashPassword, isCurrentHash, verifyPassword } from '../../platform/passwords'
import { BoundedMap } from './bounded-map'
import { chainStart, faultOf, link } from './chain'
import { checkPassword } from './password-rules'
import { canCreateWorkspaces, canGrant, canScope, leavesNoOwner, userOf } from './policies'
import { expiryAt, permissionsOf, sessionIdleMs, sessionLengthMaxMs } from './sessions'
import { changeSettings, differences, parseSettings, storeSettings } from './settings'
import { numberedSlug, slugOf } from './slug'
import { systemActor } from './testing'
import { attempt, createLoginThrottle, pairRule } from './throttle'
import { createLimiter, take } from './token-bucket'

const now = new Date('2026-03-01T08:00:00Z')
const later = (seconds: number) => new Date(now.getTime() + seconds * 1_000)

describe('roles', () => {
  test('are a table: who may do what is the contract and nothing else', () => {
    const count = (role: Role) => permissionsOf(role).size
    expect(roles.map(count)).toEqual([24, 23, 19, 12, 7, 9])
    for (const role of roles) expect([...permissionsOf(role)]).toEqual([...permissionsByRole[role]])
  })

  test.each<[Permission, Role[]]>([
    ['customers:read', ['owner', 'admin', 'operator', 'analyst', 'agent', 'viewer']],
    ['customers:personal', ['owner', 'admin', 'operator', 'analyst', 'agent']],
    ['customers:write', ['owner', 'admin', 'operator', 'agent']],
    ['customers:export', ['owner', 'admin', 'operator', 'analyst']],
    ['campaigns:launch', ['owner', 'admin', 'operator']],
    ['settings:write', ['owner', 'admin']],
    ['members:write', ['owner', 'admin']],
    ['keys:write', ['owner', 'admin']],
    ['audit:read', ['owner', 'admin']],
    ['workspace:delete', ['owner']],
  ])('%s belongs to %j', (permission, expected) => {
    expect(roles.filter((role) => permissionsByRole[role].includes(permission))).toEqual(expected)
  })

  test('name permissions that exist, each once', () => {
    for (const role of roles) {
      const own = permissionsByRole[role]
      expect(new Set(own).size).toBe(own.length)
      expect(own.every((permission) => permissions.includes(permission))).toBe(true)
    }
  })

  test('can be handed out only by who may do all of it', () => {
    const who = (role: Role) => ({ permissions: permissionsOf(role) })
    expect(roles.filter((role) => canGrant(who('owner'), role))).toEqual([...roles])
    expect(roles.filter((role) => canGrant(who('admin'), role))).toEqual(roles.slice(1))
    expect(roles.filter((role) => canGrant(who('viewer'), role))).toEqual(['viewer'])
  })

  test('limit the scopes of the keys that their holders make', () => {
    expect(canScope({ permissions: permissionsOf('admin') }, ['customers:read', 'keys:write'])).toBe(true)
    expect(canScope({ permissions: permissionsOf('admin') }, ['workspace:delete'])).toBe(false)
  })

  test('leave a workspace its last owner', () => {
    expect(leavesNoOwner('owner', 'admin', 1)).toBe(true)
    expect(leavesNoOwner('owner', null, 1)).toBe(true)
    expect(leavesNoOwner('owner', 'admin', 2)).toBe(false)
    expect(leavesNoOwner('owner', 'owner', 1)).toBe(false)
    expect(leavesNoOwner('admin', null, 1)).toBe(false)
  })

  test('let owners alone create workspaces, and keys none', () => {
    expect(canCreateWorkspaces(['viewer', 'owner'])).toBe(true)
    expect(canCreateWorkspaces(['admin', 'viewer'])).toBe(false)
    expect(() => userOf(systemActor('w'))).toThrow(/person who is signed in/)
  })
})

describe('login attempts', () => {
  const tryAt = (seconds: number[]) => {
    let known: Parameters<typeof attempt>[1]
    return seconds.map((second) => {
      const counted = attempt(pairRule, known, later(second))
      if (counted.kind === 'allowed') known = counted.attempts
      return counted.kind === 'allowed' ? 'allowed' : counted.retryAfterSeconds
    })
  }

  test('are free five times, then wait 30 s, 60 s, 120 s', () => {
    expect(tryAt([0, 0, 0, 0, 0, 0, 29, 30, 31, 89, 90, 91])).toEqual([
      ...Array(5).fill('allowed'),
      30,
      1,
      'allowed',
      59,
      1,
      'allowed',
      119,
    ])
  })

  test('never wait longer than 15 minutes and are forgotten after an hour', () => {
    const many = Array.from({ length: 20 }, (_, index) => index * 900)
    expect(tryAt(many).every((outcome) => outcome === 'allowed')).toBe(true)
    expect(tryAt([...many, 19 * 900 + 1])[20]).toBe(899)
    expect(tryAt([...Array(9).fill(0), 3_600, 3_600])).toEqual([
      ...Array(5).fill('allowed'),
      ...Array(4).fill(30),
      'allowed',
      'allowed',
    ])
  })

  test('from one address are ten at once and then one every six seconds, whoever is tried', () => {
    const throttle = createLoginThrottle()
    const tries = Array.from({ length: 10 }, (_, index) => `person${index}@shop.test`)
    for (const email of tries) throttle.countAttempt(email, '192.0.2.1', now)
    expect(() => throttle.countAttempt('another@shop.test', '192.0.2.1', now)).toThrow(/try again in 6 s/)
    throttle.countAttempt('another@shop.test', '192.0.2.2', now)
    throttle.countAttempt('another@shop.test', '192.0.2.1', later(6))
  })

  test('on one account from ever new addresses are stopped too', () => {
    const throttle = createLoginThrottle()
    for (let place = 0; place < 50; place += 1) throttle.countAttempt('a@shop.test', `192.0.2.${place}`, now)
    expect(() => throttle.countAttempt('a@shop.test', '198.51.100.1', now)).toThrow(/too many attempts/)
  })

  test('before a success are forgiven', () => {
    const throttle = createLoginThrottle()
    for (let count = 0; count < 5; count += 1) throttle.countAttempt('a@shop.test', '192.0.2.1', now)
    throttle.forgive('a@shop.test', '192.0.2.1')
    throttle.countAttempt('a@shop.test', '192.0.2.1', now)
  })
})

describe('a rate limit', () => {
  const rule = { perSecond: 2, burst: 3 }

  test('lets a burst through, then as many as come back', () => {
    const limiter = createLimiter(rule)
    expect([0, 0, 0, 0].map((second) => limiter.take('a', later(second)))).toEqual([null, null, null, 1])
    expect([0.5, 0.5].map((second) => limiter.take('a', later(second)))).toEqual([null, 1])
    expect(limiter.take('b', now)).toBeNull()
  })

  test('never saves up more than its burst, and a clock that goes back takes nothing away', () => {
    const { bucket } = take(rule, { tokens: 3, at: now.getTime() }, later(1_000))
    expect(bucket.tokens).toBe(2)
    expect(take(rule, { tokens: 1, at: later(10).getTime() }, now).bucket.tokens).toBe(0)
  })

  test('remembers a bounded number of callers', () => {
    const map = new BoundedMap<number, number>(3)
    for (let key = 0; key < 10; key += 1) map.set(key, key)
    expect(map.size).toBe(3)
    expect([map.get(6), map.get(7)]).toEqual([undefined, 7])
  })
})

describe('passwords', () => {
  test('are kept as Argon2id with 19 MiB and two passes, and compared in any Unicode spelling', async () => {
    const stored = await hashPassword('pa\u0308sswort eins')
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(isCurrentHash(stored)).toBe(true)
    expect(await verifyPassword(stored, 'p\u00e4sswort eins')).toBe(true)
    expect(await verifyPassword(stored, 'passwort eins')).toBe(false)
  })

  test('made with another cost are to be hashed anew', () => {
    const weaker =
      '$argon2id$v=19$m=4096,t=1,p=1$c29tZXNhbHQxMjM0NTY3OA$R7sPzXbUVWcCqA4rNYd0OXTVm9eVuL0VCJNZNMXt4zE'
    expect(isCurrentHash(weaker)).toBe(false)
  })

  test('of nobody are wrong', async () => {
    expect(await verifyPassword(null, 'a password that nobody has')).toBe(false)
  })

  test.each([
    'short',
    'aaaaaaaaaaaa',
    'ababababcabab',
    'li.mei@shop.test',
    'LI.MEI@shop.test',
    'li.meili.mei',
  ])('such as %s are refused', (weak) => expect(() => checkPassword(weak, 'li.mei@shop.test')).toThrow())
})

describe('short names', () => {
  test.each([
    ['Corner Shop', 'corner-shop'],
    ['Café Zürich!', 'cafe-zurich'],
    ['小店', 'workspace'],
    ['  --  ', 'workspace'],
    ['x'.repeat(60), 'x'.repeat(40)],
  ])('of %s is %s', (name, slug) => expect(slugOf(name)).toBe(slug))

  test('get a number when taken, and stay within forty letters', () => {
    expect(numberedSlug('shop', 1)).toBe('shop')
    expect(numberedSlug('shop', 12)).toBe('shop-12')
    expect(numberedSlug('x'.repeat(40), 2)).toBe(`${'x'.repeat(38)}-2`)
  })
})

describe('settings', () => {
  const stored = { slug: 'shop', name: 'Shop', settings: '{"currency":"EUR"}' }

  test('that were not said have their defaults', () => {
    const settings = parseSettings(stored)
    expect(settings).toMatchObject({ currency: 'EUR', timezone: 'Asia/Shanghai', holdoutShare: 0.1 })
    expect(parseSettings(storeSettings(settings))).toEqual(settings)
  })

  test('that are not mentioned in a change stay, and only differences are told', () => {
    const before = parseSettings(stored)
    const after = changeSettings(before, {
      name: 'New',
      holdoutShare: undefined,
      exchangeRates: { USD: 0.9 },
    })
    expect(after).toEqual({ ...before, name: 'New', exchangeRates: { USD: 0.9 } })
    expect(differences(before, after)).toEqual({
      before: { name: 'Shop', exchangeRates: {} },
      after: { name: 'New', exchangeRates: { USD: 0.9 } },
    })
  })
})

describe('a session', () => {
  test('ends two weeks after its last use and three months after the login', () => {
    expect(expiryAt(now, now).getTime() - now.getTime()).toBe(sessionIdleMs)
    const used = new Date(now.getTime() + sessionLengthMaxMs - 1)
    expect(expiryAt(now, used).getTime() - now.getTime()).toBe(sessionLengthMaxMs)
  })
})

describe('the chain of the audit log', () => {
  const entry = {
    workspaceId: 'w',
    sequence: 1,
    at: now,
    actorKind: 'user',
    actorId: 'u',
    actorName: 'Li',
    action: 'key.created',
    objectKind: 'key',
    objectId: 'k',
    summary: 's',
    before: null,
    after: '{"a":1}',
  } as const
  const start = { sequence: 0, hash: chainStart }

  test('shows a change of any field', () => {
    const linked = link(entry, chainStart)
    expect(faultOf(linked, start)).toBeNull()
    for (const name of [
      'workspaceId',
      'actorId',
      'actorName',
      'action',
      'objectId',
      'summary',
      'after',
    ] as const)
      expect(faultOf({ ...linked, [name]: 'other' }, start)).toBe('content_changed')
    expect(faultOf({ ...linked, at: later(1) }, start)).toBe('content_changed')
  })

  test('shows a gap and a foreign predecessor', () => {
    expect(faultOf(link({ ...entry, sequence: 3 }, chainStart), start)).toBe('entry_missing')
    expect(faultOf(link(entry, 'elsewhere'), start)).toBe('link_broken')
  })
})
