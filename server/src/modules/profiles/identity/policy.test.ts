import { expect, it } from 'vitest'
import type { Message } from '../../events'
import { defaultIdentityPolicy, identifiersOf } from './policy'

const identify = (more: Partial<Message> = {}): Message =>
  ({ type: 'identify', messageId: 'm', timestamp: '2026-01-01T00:00:00.000Z', ...more }) as Message

it('lists what a message says of who it is about, the strongest first', () => {
  const traits = { email: 'mei@example.com', city: '杭州' }
  expect(identifiersOf(identify({ userId: 'u', anonymousId: 'a' }), traits, defaultIdentityPolicy)).toEqual([
    { kind: 'user_id', value: 'u' },
    { kind: 'email', value: 'mei@example.com' },
    { kind: 'anonymous_id', value: 'a' },
  ])
})

it('takes a kind of the workspace from the attribute of that name', () => {
  const policy = { kinds: [{ kind: 'passport', limit: 1, merges: true }, ...defaultIdentityPolicy.kinds] }
  expect(identifiersOf(identify({ userId: 'u' }), { passport: ' E123 ' }, policy)[0]).toEqual({
    kind: 'passport',
    value: 'E123',
  })
  expect(identifiersOf(identify(), { passport: 42 }, policy)).toEqual([{ kind: 'passport', value: '42' }])
  for (const passport of ['', ' ', true, null, ['E1'], 1.5, 'x'.repeat(301)])
    expect(identifiersOf(identify(), { passport }, policy)).toEqual([])
  expect(identifiersOf({ ...identify(), type: 'track' }, { passport: 'E123' }, policy)).toEqual([])
})

it('knows no kind by what every object has', () => {
  const policy = { kinds: [{ kind: 'constructor', limit: 1, merges: true }] }
  expect(identifiersOf(identify(), {}, policy)).toEqual([])
})
