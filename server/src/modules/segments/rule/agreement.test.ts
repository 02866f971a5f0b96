import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { deriveId } from '../../../kernel/id'
import { type Facts, migrateClickHouse, openClickHouse } from '../../../platform/clickhouse'
import { arbitraryPerson, arbitraryRule, type RandomPerson } from '../testing/arbitraries'
import { insertPeople } from '../testing/people'
import { answersSql, audienceSql } from './compile'
import { evaluate } from './evaluate'

/** A moment a little after midnight in Shanghai, so that days and rolling windows end at different places. */
const now = new Date('2026-03-01T17:30:00.250Z')
const context = { now, timezone: 'Asia/Shanghai' }

let directory: string
let facts: Facts

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'rapport-rules-'))
  facts = await openClickHouse({ url: null, directory })
  await migrateClickHouse(facts)
})
afterAll(async () => {
  await facts.close()
  await rm(directory, { recursive: true, force: true })
})

test('random rules over random histories mean the same to the interpreter and to ClickHouse', async () => {
  let run = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(arbitraryPerson(now), { minLength: 1, maxLength: 25 }),
      fc.array(arbitraryRule(now), { minLength: 1, maxLength: 12 }),
      async (people, rules) => {
        run += 1
        const workspaceId = deriveId('workspace', String(run))
        const profileIds = people.map((_, index) => deriveId('profile', String(run), String(index)))
        await insertRandom(workspaceId, profileIds, people)

        const expected = people.map((person) =>
          rules.map((rule) =>
            Number(evaluate(rule, { traits: person.traits, events: person.nodes.flat() }, context)),
          ),
        )
        expect(await answers(workspaceId, profileIds, rules)).toEqual(expected)
        for (const [index, rule] of rules.slice(0, 3).entries()) {
          const members = profileIds.filter((_, person) => expected[person]?.[index] === 1)
          expect((await audience(workspaceId, rule)).sort()).toEqual(members.sort())
        }
      },
    ),
    { numRuns: Number(process.env.RULE_RUNS ?? 40) },
  )
})

async function insertRandom(workspaceId: string, profileIds: string[], people: readonly RandomPerson[]) {
  await insertPeople(
    facts,
    workspaceId,
    people.map((person, index) => ({
      profileId: profileIds[index]!,
      traits: person.traits,
      events: person.nodes[0] ?? [],
      mergedNodes: person.nodes.slice(1),
    })),
  )
}

async function answers(workspaceId: string, profileIds: string[], rules: Parameters<typeof answersSql>[1]) {
  const { text, params } = answersSql(workspaceId, rules, context)
  const rows = await facts.query<{ profile_id: string; holds: number[] }>(text, params)
  const byId = new Map(rows.map((row) => [row.profile_id, row.holds]))
  expect(byId.size).toBe(profileIds.length)
  return profileIds.map((id) => byId.get(id))
}

async function audience(workspaceId: string, rule: Parameters<typeof audienceSql>[1]) {
  const { text, params } = audienceSql(workspaceId, rule, context)
  return (await facts.query<{ profile_id: string }>(text, params)).map((row) => row.profile_id)
}
