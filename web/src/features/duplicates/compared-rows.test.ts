import type { DuplicatePair } from '@rapport/contract'
import { expect, it } from 'vitest'
import { comparedRows } from './compared-rows'

const at = '2024-06-01T00:00:00.000Z'
const side = (traits: Record<string, unknown>): DuplicatePair['left'] => ({
  profileId: 'x',
  name: '',
  firstSeenAt: at,
  lastSeenAt: at,
  traits: Object.fromEntries(
    Object.entries(traits).map(([name, value]) => [
      name,
      { value, source: name.startsWith('rfm') || name === 'orders' ? 'computed' : 's', at },
    ]),
  ),
})

it('shows names first, then what was compared, what both have, and what only one has', () => {
  const pair: DuplicatePair = {
    left: side({ name: 'Ada', city: 'Bath', plan: 'a', orders: 2, rfm_recency: 5, empty: '' }),
    right: side({ name: 'Ada L', city: 'York', plan: 'b', phone: '+44', orders: 1, rfm_recency: 4 }),
    score: 90,
    reasons: [
      { trait: 'first_name', verdict: 'same', weight: 1 },
      { trait: 'city', verdict: 'different', weight: -1 },
    ],
    identifierKinds: [],
    foundAt: at,
    state: 'open',
    decidedBy: null,
    decidedAt: null,
  }
  expect(comparedRows(pair).map(({ trait, verdict, isOneSided }) => [trait, verdict, isOneSided])).toEqual([
    ['name', null, false],
    ['phone', null, true],
    ['city', 'different', false],
    ['orders', null, false],
    ['plan', null, false],
  ])
})
