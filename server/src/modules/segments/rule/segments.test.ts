import { type Rule, ruleLimits, ruleSchema } from '@rapport/contract'
import { describe, expect, it } from 'vitest'
import { deriveId } from '../../../kernel/id'
import { loadSegmentRules } from './segments'

const id = (name: string) => deriveId('segment', name)
const inSegment = (name: string): Rule => ({ kind: 'segment', op: 'in', segmentId: id(name) })
const all = (...of: Rule[]): Rule => ({ kind: 'all', of })
const has = (trait: string): Rule => ({ kind: 'trait', trait, condition: { type: 'presence', op: 'is_set' } })

/** Loads what a rule leads to out of stored rules by name; gives the names that were asked for, level by level. */
async function load(rule: Rule, stored: Record<string, Rule>, saving?: string) {
  const asked: number[] = []
  const find = async (ids: readonly string[]) => {
    asked.push(ids.length)
    return Object.entries(stored)
      .filter(([name]) => ids.includes(id(name)))
      .map(([name, one]) => ({ segmentId: id(name), rule: one }))
  }
  const segments = await loadSegmentRules([rule], find, saving ? { segmentId: id(saving), rule } : null)
  return { segments, asked }
}

const refused = (code: string) => ({ code: 'unprocessable', details: { code } })

describe('segments that ask for segments', () => {
  it('are fetched a level at a time, each once', async () => {
    const stored = { a: all(inSegment('b'), inSegment('c')), b: inSegment('c'), c: has('email') }
    const { segments, asked } = await load(all(inSegment('a'), inSegment('a')), stored)
    expect(new Set(segments.keys())).toEqual(new Set([id('a'), id('b'), id('c')]))
    expect(asked).toEqual([1, 2])
  })

  it('are not asked about by a rule without any', async () => {
    expect((await load(has('email'), {})).asked).toEqual([])
  })

  it('must exist', async () => {
    await expect(load(inSegment('gone'), {})).rejects.toMatchObject(refused('segment_missing'))
    await expect(load(inSegment('a'), { a: inSegment('gone') })).rejects.toMatchObject(
      refused('segment_missing'),
    )
  })

  it('must not come round to themselves, stored or about to be', async () => {
    const circle = { a: inSegment('b'), b: not(inSegment('a')) }
    await expect(load(inSegment('a'), circle)).rejects.toMatchObject(refused('segment_cycle'))
    await expect(load(inSegment('self'), {}, 'self')).rejects.toMatchObject(refused('segment_cycle'))
    await expect(load(inSegment('b'), { b: inSegment('a'), a: has('email') }, 'a')).rejects.toMatchObject(
      refused('segment_cycle'),
    )
  })

  it('lie in one another up to a limit', async () => {
    const chain = (length: number) =>
      Object.fromEntries(
        Array.from({ length }, (_, n) => [`s${n}`, n === 0 ? has('email') : inSegment(`s${n - 1}`)]),
      )
    const deepest = ruleLimits.segmentDepthMax
    await expect(load(inSegment(`s${deepest - 1}`), chain(deepest))).resolves.toBeDefined()
    await expect(load(inSegment(`s${deepest}`), chain(deepest + 1))).rejects.toMatchObject(
      refused('segments_too_deep'),
    )
  })

  it('have together no more leaves and no more segments than the limits', async () => {
    const leaves = all(...Array.from({ length: 50 }, () => has('email')))
    const twenty = all(...Array.from({ length: 21 }, () => inSegment('wide')))
    await expect(load(twenty, { wide: leaves })).rejects.toMatchObject(refused('rule_too_large'))
    const many = all(...Array.from({ length: ruleLimits.segmentsMax + 1 }, (_, n) => inSegment(`m${n}`)))
    await expect(load(many, {})).rejects.toMatchObject(refused('too_many_segments_asked'))
  })
})

describe('a group of at least n', () => {
  it('is refused when it asks for more conditions than it has, or for none', () => {
    const group = (least: number) => ({ kind: 'at_least', least, of: [has('email'), has('phone')] })
    expect([0, 1, 2, 3, 1.5].map((least) => ruleSchema.safeParse(group(least)).success)).toEqual([
      false,
      true,
      true,
      false,
      false,
    ])
  })
})

function not(rule: Rule): Rule {
  return { kind: 'none', of: [rule] }
}
