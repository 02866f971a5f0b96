import { type Rule, ruleSchema } from '@rapport/contract'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { arbitraryRule } from '../server/src/modules/segments/testing/arbitraries'
import { draftOf } from '../web/src/features/segments/builder/draft'
import { countLeaves, moveNode, orderOf } from '../web/src/features/segments/builder/edit'
import { writeRule } from '../web/src/features/segments/builder/write-rule'

const now = new Date('2026-03-01T12:00:00Z')
const segmentIds = ['b6f1ad2c-52a9-4a32-9c0e-000000000001', 'b6f1ad2c-52a9-4a32-9c0e-000000000002']
const runs = { numRuns: 400, seed: 20260301 }
/** Rules that can be written down: the generator of rules also makes some that the schema refuses. */
const rules = arbitraryRule(now, segmentIds)
  .map((rule) => ruleSchema.safeParse(JSON.parse(JSON.stringify(rule))))
  .filter(({ success }) => success)
  .map(({ data }) => data as Rule)

it('the builder opens any rule of the language and writes it again unchanged', () => {
  fc.assert(
    fc.property(rules, (rule) => {
      const { rule: written, open, faults } = writeRule(draftOf(rule))
      expect([...open, ...faults]).toEqual([])
      expect(written).toEqual('of' in rule ? rule : { kind: 'all', of: [rule] })
    }),
    runs,
  )
})

it('moving any part of any rule loses no condition', () => {
  fc.assert(
    fc.property(rules, fc.nat(), fc.constantFrom('up' as const, 'down' as const), (rule, at, direction) => {
      const root = draftOf(rule)
      const order = orderOf(root)
      const id = order[at % Math.max(1, order.length)] ?? ''
      const moved = moveNode(root, id, direction)
      expect(countLeaves(moved)).toBe(countLeaves(root))
    }),
    runs,
  )
})
