import { type Rule, ruleSchema } from '@rapport/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bothFacts, type OpenFacts } from '../../../../../test/harness/open-engines'
import { deriveId } from '../../../kernel/id'
import { insertPeople, mergedNodeId, type TestPerson } from '../testing/people'
import { type EventFact, evaluate } from './evaluate'
import type { RuleContext } from './moments'
import { someAnswersSql } from './some-answers'

const context: RuleContext = {
  now: new Date('2026-03-01T12:00:00Z'),
  timezone: 'Asia/Shanghai',
  consentRule: 'granted',
}
const shop = deriveId('some answers')
const ops = ['at_least', 'more_than', 'at_most', 'less_than', 'is', 'is_not'] as const

const bought = (category: string, compare: object): Rule =>
  ruleSchema.parse({
    kind: 'event',
    events: ['Order Completed'],
    where: [{ property: 'category', condition: { type: 'text', op: 'is', values: [category] } }],
    window: { kind: 'last', within: { amount: 30, unit: 'day' } },
    compare,
  })
const order = (category: string, day: number): EventFact => ({
  name: 'Order Completed',
  type: 'track',
  time: new Date(`2026-02-${String(day).padStart(2, '0')}T10:00:00Z`),
  properties: { category },
  valueMinor: 100,
})

/** Every comparison with every category, with one that compares with two numbers and one of another shape among them. */
const rules: Rule[] = [
  bought('tea', { op: 'between', from: 1, to: 2 }),
  ...ops.flatMap((op, index) =>
    ['tea', 'cup', 'pot'].map((one) => bought(one, { op, value: (index % 3) + 1 })),
  ),
  { kind: 'all', of: [bought('tea', { op: 'at_least', value: 1 }), bought('cup', { op: 'is', value: 0 })] },
]
const cityIs: Rule = { kind: 'trait', trait: 'city', condition: { type: 'text', op: 'is', values: ['上海'] } }

const people: readonly TestPerson[] = [
  { profileId: deriveId('ann'), traits: { city: '上海' }, events: [order('tea', 10), order('tea', 11)] },
  { profileId: deriveId('bob'), traits: {}, events: [order('cup', 10), order('pot', 11), order('salt', 12)] },
  {
    profileId: deriveId('cid'),
    traits: {},
    events: [order('tea', 20)],
    mergedNodes: [[order('tea', 21), order('pot', 22)], [order('tea', 23)]],
  },
  { profileId: deriveId('dan'), traits: { city: '上海' } },
]
const nodesOf = people.map(({ profileId, mergedNodes = [] }) => [
  profileId,
  ...mergedNodes.map((_, place) => mergedNodeId(shop, profileId, place)),
])

const ownerOf = new Map(
  nodesOf.flatMap(([owner = '', ...merged]) => merged.map((nodeId) => [nodeId, owner] as const)),
)

describe.each(bothFacts)('answers for some people on $engine', ({ open }) => {
  let engines: OpenFacts
  beforeAll(async () => {
    engines = await open()
    await insertPeople(engines.facts, shop, people)
  })
  afterAll(() => engines.close())

  it.each([
    { what: 'counts alone', asked: rules },
    { what: 'counts and traits', asked: [cityIs, ...rules, cityIs] },
    { what: 'traits alone', asked: [cityIs] },
  ])('are those of the interpreter, each rule for those it is asked of: $what', async ({ asked }) => {
    const isAsked = (place: number, person: number) => (place + person) % 3 !== 0
    const { text, params, placeOf } = someAnswersSql(shop, asked, context, {
      profileIds: people.map(({ profileId }) => profileId),
      nodeIds: nodesOf.flat(),
      ownerOf,
      nodesOf: (place) => nodesOf.filter((_, person) => isAsked(place, person)).flat(),
    })
    const rows = await engines.facts.query<{ profile_id: string; holds: number[] }>(text, params)
    const holds = new Map(rows.map((row) => [row.profile_id, placeOf.map((place) => row.holds[place])]))
    for (const [person, { profileId, traits, events = [], mergedNodes = [] }] of people.entries()) {
      const history = { traits, events: [...events, ...mergedNodes.flat()] }
      const places = [...asked.keys()].filter((place) => isAsked(place, person))
      expect(places.map((place) => holds.get(profileId)?.[place])).toEqual(
        places.map((place) => Number(evaluate(asked[place] as Rule, history, context))),
      )
    }
  })
})
