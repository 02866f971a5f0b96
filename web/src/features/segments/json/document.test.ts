import { type RuleInput, ruleSchema, segmentInputSchema } from '@rapport/contract'
import { expect, it } from 'vitest'
import { jsonCharsMax, pathsOfSegment, readDocument, writeDocument } from './document'

const segmentId = 'b6f1ad2c-52a9-4a32-9c0e-000000000001'
const city = {
  kind: 'trait',
  trait: 'city',
  condition: { type: 'text', op: 'is', values: ['杭州'] },
} as const
const rule = ruleSchema.parse({
  kind: 'all',
  of: [city, { kind: 'segment', op: 'in', segmentId }],
} as RuleInput)

const issuesOf = (value: unknown) => {
  const read = readDocument(typeof value === 'string' ? value : JSON.stringify(value))
  return read.ok ? [] : read.issues.map(({ path, code }) => [path, code])
}

it('reads what it wrote, and a rule alone', () => {
  const document = { name: '杭州', description: '', rule }
  expect(readDocument(writeDocument(document))).toEqual({ ok: true, document, isWhole: true })
  expect(readDocument(JSON.stringify(rule))).toEqual({
    ok: true,
    document: { name: '', description: '', rule },
    isWhole: false,
  })
})

it('writes what the API makes a segment of', () => {
  const document = { name: '杭州', description: '', rule }
  expect(segmentInputSchema.parse(JSON.parse(writeDocument(document)))).toMatchObject(document)
})

it('says where something is wrong', () => {
  expect(issuesOf('{')).toEqual([['', 'not_json']])
  expect(issuesOf(' '.repeat(jsonCharsMax + 1))).toEqual([['', 'too_long']])
  expect(issuesOf(5)).toEqual([['', 'invalid_type']])
  expect(issuesOf({ kind: 'sometimes', of: [] })).toEqual([['kind', 'invalid_union']])
  expect(issuesOf({ kind: 'all', of: [{ ...city, condition: { ...city.condition, values: [] } }] })).toEqual([
    ['of[0].condition.values', 'too_small'],
  ])
  expect(issuesOf({ kind: 'all', of: [{ ...city, colour: 'red' }] })).toEqual([
    ['of[0]', 'unrecognized_keys'],
  ])
  expect(issuesOf({ name: 'x', rule: { kind: 'segment', op: 'in', segmentId: 'x' } })).toEqual([
    ['rule.segmentId', 'invalid_format'],
  ])
  expect(issuesOf({ kind: 'at_least', least: 3, of: [city] })).toEqual([['least', 'custom']])
  expect(issuesOf({ kind: 'any', of: [] })).toEqual([['', 'custom']])
})

it('finds where a rule asks for a segment', () => {
  expect(pathsOfSegment(rule, segmentId)).toEqual(['of[1].segmentId'])
  expect(pathsOfSegment({ kind: 'segment', op: 'in', segmentId }, segmentId)).toEqual(['segmentId'])
  expect(pathsOfSegment(rule, segmentId, 'rule')).toEqual(['rule.of[1].segmentId'])
})
