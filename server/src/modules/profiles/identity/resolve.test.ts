import { expect, it } from 'vitest'
import type { Identifier, IdentityPolicy } from './policy'
import { type IdentityView, resolveIdentity } from './resolve'

const policy: IdentityPolicy = {
  kinds: [
    { kind: 'user_id', limit: 1, merges: true },
    { kind: 'email', limit: 2, merges: true },
    { kind: 'phone', limit: 5, merges: false },
    { kind: 'anonymous_id', limit: 3, merges: true },
  ],
}
const id = (kind: string, value: string): Identifier => ({ kind, value })

function viewOf(profiles: Readonly<Record<string, readonly Identifier[]>>): IdentityView {
  const owner = ({ kind, value }: Identifier) =>
    Object.keys(profiles).find((profileId) =>
      profiles[profileId]?.some((held) => held.kind === kind && held.value === value),
    )
  return {
    find: (identifier) => {
      const profileId = owner(identifier)
      return profileId ? { nodeId: profileId, profileId } : null
    },
    counts: (profileId) => {
      const counts: Record<string, number> = {}
      for (const { kind } of profiles[profileId] ?? []) counts[kind] = (counts[kind] ?? 0) + 1
      return counts
    },
  }
}

it('knows nobody: a new profile gets every identifier', () => {
  const found = resolveIdentity([id('user_id', 'u1'), id('anonymous_id', 'a1')], viewOf({}), policy)
  expect(found).toMatchObject({ target: null, absorbed: [], conflicts: [] })
  expect(found.attach).toHaveLength(2)
})

it('gives a visitor the account she signs in with', () => {
  const found = resolveIdentity(
    [id('user_id', 'u1'), id('anonymous_id', 'a1')],
    viewOf({ p: [id('anonymous_id', 'a1')] }),
    policy,
  )
  expect(found.target?.profileId).toBe('p')
  expect(found.attach).toEqual([id('user_id', 'u1')])
})

it('brings a visitor and an account together, and the account goes on', () => {
  const view = viewOf({ visitor: [id('anonymous_id', 'a1')], account: [id('user_id', 'u1')] })
  expect(resolveIdentity([id('user_id', 'u1'), id('anonymous_id', 'a1')], view, policy)).toMatchObject({
    target: { profileId: 'account' },
    absorbed: ['visitor'],
    conflicts: [],
  })
})

it('keeps two accounts apart whatever they share, and says so', () => {
  const view = viewOf({ one: [id('user_id', 'u1'), id('email', 'e')], two: [id('user_id', 'u2')] })
  const found = resolveIdentity([id('user_id', 'u2'), id('email', 'e')], view, policy)
  expect(found).toMatchObject({
    target: { profileId: 'two' },
    absorbed: [],
    conflicts: [{ profileId: 'one' }],
  })
})

it('does not take a shared device for the new account: it becomes a profile of its own', () => {
  const view = viewOf({ one: [id('user_id', 'u1'), id('anonymous_id', 'tablet')] })
  const found = resolveIdentity([id('user_id', 'u2'), id('anonymous_id', 'tablet')], view, policy)
  expect(found.target).toBeNull()
  expect(found.attach).toEqual([id('user_id', 'u2')])
})

it('joins up to the limit and not one past it', () => {
  const held = (count: number) => Array.from({ length: count }, (_, index) => id('anonymous_id', `a${index}`))
  const atLimit = viewOf({ p: [id('user_id', 'u'), ...held(2)], q: [id('anonymous_id', 'x')] })
  expect(resolveIdentity([id('user_id', 'u'), id('anonymous_id', 'x')], atLimit, policy).absorbed).toEqual([
    'q',
  ])
  const past = viewOf({ p: [id('user_id', 'u'), ...held(3)], q: [id('anonymous_id', 'x')] })
  expect(resolveIdentity([id('user_id', 'u'), id('anonymous_id', 'x')], past, policy)).toMatchObject({
    absorbed: [],
    conflicts: [{ profileId: 'q' }],
  })
  expect(resolveIdentity([id('user_id', 'u'), id('anonymous_id', 'new')], past, policy).attach).toEqual([])
})

it('takes an explicit word over any limit', () => {
  const view = viewOf({ one: [id('user_id', 'u1')], two: [id('user_id', 'u2')] })
  expect(
    resolveIdentity([id('user_id', 'u1'), { ...id('user_id', 'u2'), lookupOnly: true }], view, policy, true)
      .absorbed,
  ).toEqual(['two'])
})

it('looks an identifier up without giving it away', () => {
  expect(
    resolveIdentity(
      [id('user_id', 'u1'), { ...id('user_id', 'old'), lookupOnly: true }],
      viewOf({}),
      policy,
      true,
    ).attach,
  ).toEqual([id('user_id', 'u1')])
})

it('finds a customer by a kind that may not merge, and joins nobody by it', () => {
  const view = viewOf({ home: [id('phone', '1')], account: [id('user_id', 'u1')] })
  expect(resolveIdentity([id('phone', '1')], view, policy).target?.profileId).toBe('home')
  for (const userId of ['u1', 'new'])
    expect(resolveIdentity([id('user_id', userId), id('phone', '1')], view, policy)).toMatchObject({
      target: userId === 'u1' ? { profileId: 'account' } : null,
      absorbed: [],
      conflicts: [],
    })
  expect(resolveIdentity([id('user_id', 'u1'), id('phone', '1')], view, policy, true).absorbed).toEqual([
    'home',
  ])
})
