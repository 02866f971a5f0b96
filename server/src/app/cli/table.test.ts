import { expect, test } from 'vitest'
import { expiryOf, scopesOf } from './commands/key'
import { moment, tableOf } from './table'

test('a table lines up, Chinese letters taking two places', () => {
  expect(
    tableOf(
      ['NAME', 'STATE'],
      [
        ['小店', 'valid'],
        ['shop', 'revoked'],
      ],
    ),
  ).toEqual(['NAME  STATE', '小店  valid', 'shop  revoked'])
})

test('a moment is told to the minute with its zone', () => {
  expect([moment('2026-03-01T08:00:59Z'), moment(null)]).toEqual(['2026-03-01 08:00 UTC', '-'])
})

test('scopes are a role or permissions', () => {
  expect(scopesOf('customers:read, data:write')).toEqual(['customers:read', 'data:write'])
  expect(scopesOf('viewer')).toContain('reports:read')
  expect(() => scopesOf('customers:fly')).toThrow(/no permission or role “customers:fly”/)
})

test('an expiry is so many days or a moment to come', () => {
  const now = new Date('2026-03-01T08:00:00Z')
  expect(expiryOf('90d', now)).toBe('2026-05-30T08:00:00.000Z')
  expect(expiryOf('2027-01-01', now)).toBe('2027-01-01T00:00:00.000Z')
  for (const wrong of ['0d', 'soon', '2020-01-01']) expect(() => expiryOf(wrong, now)).toThrow(/neither/)
})
