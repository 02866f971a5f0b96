import { clusterInputSchema, type TraitDefinition } from '@rapport/contract'
import { describe, expect, it } from 'vitest'
import { beginningTraits, choicesOf, type Draft, draftOf, inputOf, toggled } from './draft'

const definition = (name: string, type: TraitDefinition['type']): TraitDefinition => ({
  name,
  type,
  family: 'other',
  sensitivity: 'public',
  computed: false,
})
const choices = choicesOf([
  definition('city', 'text'),
  definition('birthday', 'date'),
  definition('followers', 'number'),
  definition('revenue', 'money'),
  definition('orders', 'number'),
  definition('last_order_at', 'moment'),
])

describe('a new analysis', () => {
  it('offers the traits that are numbers, the usual ones first, skewed ones by their logarithm', () => {
    expect(choices).toEqual([
      { trait: 'last_order_at', kind: 'days_since', log: false },
      { trait: 'orders', kind: 'number', log: true },
      { trait: 'revenue', kind: 'money', log: true },
      { trait: 'followers', kind: 'number', log: true },
    ])
    expect(beginningTraits(choices).map(({ trait }) => trait)).toEqual(['last_order_at', 'orders', 'revenue'])
  })

  it('takes a trait in and out, and no more than are allowed', () => {
    const [first] = choices
    expect(toggled(toggled([], first!), first!)).toEqual([])
    const many = Array.from({ length: 12 }, (_, index) => ({ ...first!, trait: `t${index}` }))
    expect(toggled(many, first!)).toHaveLength(12)
  })

  it('is what the API takes, for everybody and for a segment, and again from an analysis', () => {
    const draft: Draft = {
      name: ' Spring ',
      who: '00000000-0000-4000-8000-000000000000',
      keptRule: null,
      traits: choices,
      missing: 'zero',
      kOwn: 4,
      seed: 7,
    }
    const input = clusterInputSchema.parse(inputOf(draft))
    expect(input).toMatchObject({ name: 'Spring', rule: { kind: 'segment', op: 'in' } })
    const analysis = { ...input, id: draft.who!, state: 'done', people: 1, clusters: 1 } as const
    const progress = { done: 100, total: 100 }
    const about = { problem: null, startedAt: '', startedBy: '', finishedAt: null, progress }
    expect(inputOf(draftOf({ ...analysis, ...about }))).toEqual(input)
    expect(inputOf({ ...draft, who: null }).rule).toBeNull()
  })
})
