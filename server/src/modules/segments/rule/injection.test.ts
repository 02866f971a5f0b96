import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { propertyPathSchema, type Rule } from '@rapport/contract'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { deriveId } from '../../../kernel/id'
import { type Facts, migrateClickHouse, openClickHouse } from '../../../platform/clickhouse'
import { insertPeople } from '../testing/people'
import { answersSql, audienceSql } from './compile'
import type { RuleContext } from './moments'

const shop = deriveId('shop')
const context: RuleContext = {
  now: new Date('2026-03-01T00:00:00Z'),
  timezone: 'UTC',
  consentRule: 'granted',
}
const person = deriveId('person')
let directory: string
let facts: Facts

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'rapport-injection-'))
  facts = await openClickHouse({ url: null, directory })
  await migrateClickHouse(facts)
  await insertPeople(facts, shop, [{ profileId: person, traits: { city: '上海' } }])
  await insertPeople(facts, deriveId('other shop'), [
    { profileId: deriveId('stranger'), traits: { city: 'x' } },
  ])
})
afterAll(async () => {
  await facts.close()
  await rm(directory, { recursive: true, force: true })
})

const members = async (rule: Rule) => {
  const { text, params } = audienceSql(shop, rule, context)
  return (await facts.query<{ profile_id: string }>(text, params)).map((row) => row.profile_id)
}

/** Everything in a rule that somebody writes, set to the same words. */
const saying = (words: string, path: string): Rule => ({
  kind: 'any',
  of: [
    { kind: 'trait', trait: path, condition: { type: 'text', op: 'contains', values: [words] } },
    { kind: 'trait', trait: 'city', condition: { type: 'list', op: 'has_any', values: [words] } },
    { kind: 'trait', trait: `company.${path}`, condition: { type: 'text', op: 'contains', values: [words] } },
    { kind: 'trait', trait: 'household.revenue', condition: { type: 'money', op: 'at_least', value: 1 } },
    {
      kind: 'event',
      type: 'track',
      events: [words],
      where: [
        { property: path, condition: { type: 'text', op: 'is', values: [words] } },
        { property: `list[].${path}`, condition: { type: 'presence', op: 'is_set' } },
      ],
      window: { kind: 'ever' },
      measure: { kind: 'sum', of: { kind: 'property', property: path } },
      compare: { op: 'more_than', value: 0 },
    },
  ],
})

const attacks = [
  "' OR 1=1 --",
  "x') OR 1=1 /*",
  '`; DROP TABLE profiles; --',
  "\\' UNION ALL SELECT profile_id FROM profiles --",
  '{p0:String}',
  '{workspaceId:UUID}',
  'a\tb\nc',
  '%',
  '\\N',
  '',
]

describe('what people write into a rule', () => {
  it.each(attacks)('is a value and nothing else: %j', async (words) => {
    const rule = saying(words, 'nothing here')
    const harmless = audienceSql(shop, saying('tea', 'nothing here'), context)
    expect(audienceSql(shop, rule, context).text).toBe(harmless.text)
    expect(await members(rule)).toEqual([])
  })

  it('can be any text, and any path that the wire lets through, without breaking the statement', async () => {
    const path = fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }).filter(isPath)
    const said = fc.tuple(fc.string({ unit: 'binary', maxLength: 30 }), path)
    await fc.assert(
      fc.asyncProperty(fc.array(said, { minLength: 15, maxLength: 15 }), async (many) => {
        const rules = many.map(([words, at]) => saying(words, at))
        const { text, params } = answersSql(shop, rules, context)
        expect(await facts.query(text, params)).toEqual([{ profile_id: person, holds: rules.map(() => 0) }])
      }),
      { numRuns: 4 },
    )
  })

  it('reads its own workspace alone, in every part of the statement', async () => {
    expect(await members({ kind: 'all', of: [] })).toEqual([person])
    const { text } = audienceSql(shop, saying('x', 'y'), context)
    const tables = text.match(/FROM (profiles|events|profile_aliases|companies|company_members)\s/g) ?? []
    expect(new Set(tables).size).toBe(5)
    expect(text.match(/workspace_id = \{p\d+:UUID\}/g)).toHaveLength(tables.length)
  })
})

/** Not a path through a list, and neither a trait nor a property that the test person has. */
function isPath(text: string): boolean {
  return (
    propertyPathSchema.safeParse(text).success &&
    !text.includes('[') &&
    text.isWellFormed() &&
    text !== 'city'
  )
}
