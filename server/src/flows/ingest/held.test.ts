import { expect, it } from 'vitest'
import { HeldIdentifiers } from './held'

const [one, other] = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002']

it('gives all who ask for an identifier the same object, and those of others another', () => {
  const held = new HeldIdentifiers(100)
  const first = held.hold(one, { kind: 'user_id', value: 'u1' })
  first.target = { nodeId: 'n', profileId: 'p' }
  expect(held.hold(one, { kind: 'user_id', value: 'u1' })).toBe(first)
  for (const [workspaceId, kind, value] of [
    [other, 'user_id', 'u1'],
    [one, 'anonymous_id', 'u1'],
    [one, 'user_id', 'u2'],
    [one, 'user_id', '__proto__'],
  ] as const)
    expect(held.hold(workspaceId, { kind, value })).toEqual({ workspaceId, kind, value, target: undefined })
})

it('forgets what two generations have not asked for, and keeps what they have', () => {
  const held = new HeldIdentifiers(10)
  const [used, unused] = ['used', 'unused'].map((value) => held.hold(one, { kind: 'user_id', value }))
  for (let index = 0; index < 40; index += 1) {
    held.hold(index % 2 ? one : other, { kind: 'email', value: `${index}@example.com` })
    expect(held.hold(one, { kind: 'user_id', value: 'used' })).toBe(used)
  }
  expect(held.hold(one, { kind: 'user_id', value: 'unused' })).not.toBe(unused)
  held.clear()
  expect(held.hold(one, { kind: 'user_id', value: 'used' })).not.toBe(used)
})
