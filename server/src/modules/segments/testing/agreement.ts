import { createHash } from 'node:crypto'
import type { Rule } from '@rapport/contract'
import fc from 'fast-check'
import { expect } from 'vitest'
import { deriveId } from '../../../kernel/id'
import type { Facts } from '../../../platform/clickhouse'
import type { JsonObject } from '../../events'
import { answersSql, audienceSql } from '../rule/compile'
import { evaluate } from '../rule/evaluate'
import type { RuleContext } from '../rule/moments'
import { someAnswersSql } from '../rule/some-answers'
import {
  addresses,
  arbitraryFamily,
  arbitraryPerson,
  arbitraryRule,
  arbitrarySegments,
  oneOfEachCondition,
  oneOfEachLeaf,
} from './arbitraries'
import { arbitraryCompanies, companiesOf, insertCompanies } from './companies'
import { insertPeople, mergedNodeId } from './people'

/**
 * A moment a little after midnight in Shanghai, so that days and rolling windows end at different places; and the end
 * of February, in a year without a 29th and in one with it.
 */
const moments = ['2026-03-01T17:30:00.250Z', '2026-02-27T20:00:00.000Z', '2028-02-28T16:00:00.000Z'].map(
  (moment) => new Date(moment),
)
const segmentIds = ['a', 'b', 'c'].map((name) => deriveId('segment', name))

/**
 * Random rules over random histories, asked of the interpreter and of ClickHouse: all rules in one statement, which takes
 * the engine as long to read as three rules alone, and two of them alone. Each time every kind of leaf is among them.
 */
export async function expectAgreement(facts: Facts, numRuns: number): Promise<void> {
  let run = 0
  const property = fc.asyncProperty(
    fc.constantFrom(...moments).chain(situation),
    async ({ now, people, companies, rules, segments, consentRule }) => {
      const context: RuleContext = { now, timezone: 'Asia/Shanghai', segments, consentRule }
      run += 1
      const workspaceId = deriveId('workspace', String(run))
      const profileIds = people.map((_, index) => deriveId('profile', String(run), String(index)))
      await insertPeople(
        facts,
        workspaceId,
        people.map(({ traits, nodes, lastSeenAt, idKinds }, index) => ({
          profileId: profileIds[index] ?? '',
          traits,
          lastSeenAt,
          idKinds,
          events: nodes[0] ?? [],
          mergedNodes: nodes.slice(1),
        })),
      )
      await suppress(facts, workspaceId)
      await insertCompanies(facts, workspaceId, companies, (person) => {
        const profileId = profileIds[person]
        const merged = people[person]?.nodes.slice(1) ?? []
        return profileId
          ? [profileId, ...merged.map((_, place) => mergedNodeId(workspaceId, profileId, place))]
          : []
      })
      const theirs = companiesOf(people, companies, context)
      const expected = people.map(({ traits, nodes, idKinds }, person) => {
        const suppressed = isSuppressed(traits) ? (['email'] as const) : []
        const facts = { traits, events: nodes.flat(), companies: theirs[person], idKinds, suppressed }
        return rules.map((rule) => Number(evaluate(rule, facts, context)))
      })
      expect(await answers(facts, workspaceId, profileIds, rules, context)).toEqual(expected)
      const merged = (person: number) => people[person]?.nodes.slice(1) ?? []
      const asksOf = (rule: number, person: number) => (rule + person) % 3 !== 0
      const some = { profileIds, nodeCounts: people.map((_, person) => merged(person).length), asksOf }
      expect(await someAnswers(facts, workspaceId, some, rules, context)).toEqual(
        expected.map((holds, person) => holds.map((one, rule) => (asksOf(rule, person) ? one : null))),
      )
      for (const index of new Set([0, run % rules.length])) {
        const members = profileIds.filter((_, person) => expected[person]?.[index] === 1)
        expect((await audience(facts, workspaceId, rules[index] as Rule, context)).sort()).toEqual(
          members.sort(),
        )
      }
    },
  )
  await fc.assert(property, { numRuns })
}

/** The first address is on the list; the second was and is not any more, and in another workspace it still is. */
async function suppress(facts: Facts, workspaceId: string): Promise<void> {
  const row = (id: string, address: string, version: number, is_deleted: 0 | 1) => ({
    workspace_id: id,
    address_key: createHash('sha256').update(address.toLowerCase()).digest('hex').slice(0, 32),
    version,
    is_deleted,
  })
  await facts.insert('suppressed_addresses', [
    row(workspaceId, addresses[0], 1, 0),
    row(workspaceId, addresses[1], 1, 0),
    row(workspaceId, addresses[1], 2, 1),
    row(deriveId('another', workspaceId), addresses[1], 1, 0),
  ])
}

function isSuppressed({ email }: JsonObject): boolean {
  return typeof email === 'string' && email.toLowerCase() === addresses[0].toLowerCase()
}

const inSegment = fc.record({
  kind: fc.constant('segment' as const),
  op: fc.constantFrom('in', 'not_in'),
  segmentId: fc.constantFrom(...segmentIds),
})

/** People and rules whose windows end around a moment. */
function situation(now: Date) {
  return fc.record({
    now: fc.constant(now),
    consentRule: fc.constantFrom('granted' as const, 'not_withdrawn' as const),
    people: fc.array(arbitraryPerson(now), { minLength: 1, maxLength: 25 }),
    companies: arbitraryCompanies(now),
    rules: fc
      .tuple(
        fc.array(arbitraryRule(now, segmentIds), { minLength: 1, maxLength: 8 }),
        oneOfEachLeaf(now),
        oneOfEachCondition(now),
        inSegment,
        fc.option(arbitraryFamily(now), { nil: [] }),
      )
      .map(([rules, leaves, conditions, asking, family]) => [
        ...rules,
        ...leaves,
        ...conditions,
        asking,
        ...family,
      ]),
    segments: arbitrarySegments(now, segmentIds),
  })
}

async function answers(
  facts: Facts,
  workspaceId: string,
  profileIds: readonly string[],
  rules: readonly Rule[],
  context: RuleContext,
) {
  const { text, params } = answersSql(workspaceId, rules, context)
  const rows = await facts.query<{ profile_id: string; holds: number[] }>(text, params)
  const byId = new Map(rows.map((row) => [row.profile_id, row.holds]))
  expect(byId.size).toBe(profileIds.length)
  return profileIds.map((id) => byId.get(id))
}

/** The answers of a statement about a few people, of whom each rule is asked of some; null where it is not asked. */
async function someAnswers(
  facts: Facts,
  workspaceId: string,
  people: {
    readonly profileIds: readonly string[]
    readonly nodeCounts: readonly number[]
    readonly asksOf: (rule: number, person: number) => boolean
  },
  rules: readonly Rule[],
  context: RuleContext,
) {
  const { profileIds, nodeCounts, asksOf } = people
  const nodesOf = profileIds.map((id, person) => [
    id,
    ...Array.from({ length: nodeCounts[person] ?? 0 }, (_, place) => mergedNodeId(workspaceId, id, place)),
  ])
  const { text, params, placeOf } = someAnswersSql(workspaceId, rules, context, {
    profileIds,
    nodeIds: nodesOf.flat(),
    ownerOf: new Map(nodesOf.flatMap(([owner = '', ...merged]) => merged.map((nodeId) => [nodeId, owner]))),
    nodesOf: (rule) => nodesOf.filter((_, person) => asksOf(rule, person)).flat(),
  })
  const rows = await facts.query<{ profile_id: string; holds: number[] }>(text, params)
  const byId = new Map(rows.map((row) => [row.profile_id, row.holds]))
  return profileIds.map((id, person) =>
    placeOf.map((place, rule) => (asksOf(rule, person) ? byId.get(id)?.[place] : null)),
  )
}

async function audience(facts: Facts, workspaceId: string, rule: Rule, context: RuleContext) {
  const { text, params } = audienceSql(workspaceId, rule, context)
  return (await facts.query<{ profile_id: string }>(text, params)).map((row) => row.profile_id)
}
