import type { ComputedDefinition } from '@rapport/contract'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bothFacts, type OpenFacts } from '../../../../../test/harness/open-engines'
import { deriveId } from '../../../kernel/id'
import { findNodes } from '../nodes'
import type { RuleContext } from '../rule/moments'
import { arbitrarySegments } from '../testing/arbitraries'
import { insertPeople } from '../testing/people'
import { arbitraryDefinition, arbitraryPeople } from '../testing/trait-arbitraries'
import { traitValueOf, valueFrom } from './value'
import { type ValueRow, valuesSql } from './value-sql'

const now = new Date('2026-03-01T17:30:00.250Z')
const segmentIds = ['a', 'b'].map((name) => deriveId('segment', name))

describe.each(bothFacts)('computed traits on $engine', ({ open }) => {
  let engines: OpenFacts
  beforeAll(async () => {
    engines = await open()
  })
  afterAll(() => engines.close())

  it('have the same value in SQL and to the interpreter, whatever the definition and the history', {
    timeout: 120_000,
  }, async () => {
    let run = 0
    const situation = fc.record({
      people: arbitraryPeople(now),
      definitions: fc.array(arbitraryDefinition(now, segmentIds), { minLength: 4, maxLength: 14 }),
      segments: arbitrarySegments(now, segmentIds),
    })
    const property = fc.asyncProperty(situation, async ({ people, definitions, segments }) => {
      const context: RuleContext = { now, timezone: 'Asia/Shanghai', consentRule: 'granted', segments }
      run += 1
      const workspaceId = deriveId('workspace', String(run))
      const written = people.map(({ traits, nodes }, index) => ({
        profileId: deriveId('profile', String(run), String(index)),
        traits,
        events: nodes[0] ?? [],
        mergedNodes: nodes.slice(1),
      }))
      await insertPeople(engines.facts, workspaceId, written)
      const expected = people.map(({ traits, nodes }) =>
        definitions.map((definition) => traitValueOf(definition, { traits, events: nodes.flat() }, context)),
      )
      const profileIds = written.map(({ profileId }) => profileId)
      expect(await asked(workspaceId, profileIds, definitions, context)).toEqual(expected)
    })
    await fc.assert(property, { numRuns: 8 })
  })

  async function asked(
    workspaceId: string,
    profileIds: readonly string[],
    definitions: readonly ComputedDefinition[],
    context: RuleContext,
  ) {
    const nodes = await findNodes(engines.facts, workspaceId, profileIds)
    const traits = definitions.map((definition, index) => ({ key: `trait_${index}`, definition }))
    const { text, params } = valuesSql(workspaceId, traits, context, nodes)
    const rows = await engines.facts.query<ValueRow>(text, params)
    const byId = new Map(rows.map((row) => [row.profile_id, row]))
    return profileIds.map((id) =>
      definitions.map((definition, index) => valueFrom(definition, byId.get(id)?.[`v${index}`] ?? null)),
    )
  }
})
