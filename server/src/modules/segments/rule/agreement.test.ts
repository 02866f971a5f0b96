import type { Rule } from '@rapport/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bothFacts, type OpenFacts } from '../../../../../test/harness/open-engines'
import { deriveId } from '../../../kernel/id'
import type { Json } from '../../events'
import { expectAgreement } from '../testing/agreement'
import { insertPeople } from '../testing/people'
import { audienceSql } from './compile'
import { evaluate } from './evaluate'

/** What a trait may hold, by how many elements its list has. */
const lists: readonly (readonly [size: number, value: Json])[] = [
  [0, []],
  [0, 'text of some length'],
  [0, 5],
  [0, true],
  [0, { a: 1, b: 2 }],
  [1, [null]],
  [1, [[]]],
  [1, [[[1, 2]]]],
  [1, [[{ a: 1 }]]],
  [2, ['a', 'b']],
  [2, ['a', [1]]],
  [2, [{ a: 1 }, { b: 2 }]],
  [2, [[], null]],
  [2, [[1.5], [2]]],
  [3, [1, 2.5, 'a']],
]

describe.each(bothFacts)('rules on $engine', ({ open }) => {
  let engines: OpenFacts
  beforeAll(async () => {
    engines = await open()
  })
  afterAll(() => engines.close())

  // every statement is new to the engine, so a busy machine spends seconds on reading them
  it(
    'mean the same in SQL and to the interpreter, whatever the rule and the history',
    {
      timeout: 180_000,
    },
    () => expectAgreement(engines.facts, 8),
  )

  it('count the elements of a list whatever they are, lists among them', async () => {
    const workspaceId = deriveId('lists')
    const idOf = (index: number) => deriveId('lists', String(index))
    await insertPeople(
      engines.facts,
      workspaceId,
      lists.map(([, items], index) => ({ profileId: idOf(index), traits: { items } })),
    )
    const context = {
      now: new Date('2026-03-01T12:00:00Z'),
      timezone: 'UTC',
      consentRule: 'granted',
    } as const
    for (const size of [0, 1, 2, 3]) {
      const rule: Rule = {
        kind: 'trait',
        trait: 'items',
        condition: { type: 'list', op: 'size', compare: { op: 'is', value: size } },
      }
      const { text, params } = audienceSql(workspaceId, rule, context)
      const found = await engines.facts.query<{ profile_id: string }>(text, params)
      const expected = lists.flatMap(([elements], index) => (elements === size ? [idOf(index)] : []))
      expect(found.map(({ profile_id }) => profile_id).sort()).toEqual(expected.sort())
      const told = lists.filter(([, items]) => evaluate(rule, { traits: { items }, events: [] }, context))
      expect(told.map(([elements]) => elements)).toEqual(expected.map(() => size))
    }
  })
})
