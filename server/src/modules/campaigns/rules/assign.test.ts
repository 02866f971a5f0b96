import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deriveId } from '../../../kernel/id'
import { assignArm, unitHash } from './assign'

const people = Array.from({ length: 20_000 }, (_, index) => deriveId('person', String(index)))
const shareOf = (salt: string, share: number) =>
  people.filter((id) => assignArm(salt, id, share) === 'holdout').length / people.length

describe('assignment to an arm', () => {
  it('is the same on every machine and every day', () => {
    // SHA-256 of "salt NUL profile" begins with these 48 bits (checked with openssl).
    const digest = 'b5fd6004d931'
    expect(unitHash('campaign\u0000person')).toBe(Number.parseInt(digest, 16) / 2 ** 48)
    expect(assignArm('campaign', 'person', 0.71)).toBe('treated')
    expect(assignArm('campaign', 'person', 0.72)).toBe('holdout')
  })

  it('holds out the planned share, give or take what chance allows', () => {
    for (const share of [0.02, 0.1, 0.5]) {
      const standardError = Math.sqrt((share * (1 - share)) / people.length)
      for (const salt of ['one', 'two', 'three'])
        expect(Math.abs(shareOf(salt, share) - share)).toBeLessThan(4 * standardError)
    }
  })

  it('holds out nobody at a share of zero', () => {
    expect(shareOf('one', 0)).toBe(0)
  })

  it('keeps everybody in the hold-out when its share grows', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.double({ min: 0, max: 0.5, noNaN: true }), (id, share) => {
        if (assignArm('salt', id, share) === 'holdout') expect(assignArm('salt', id, 0.5)).toBe('holdout')
      }),
    )
  })

  it('draws each campaign anew: being held out of one says nothing of another', () => {
    const both = people.filter(
      (id) => assignArm('one', id, 0.5) === 'holdout' && assignArm('two', id, 0.5) === 'holdout',
    )
    expect(Math.abs(both.length / people.length - 0.25)).toBeLessThan(0.013)
  })
})
