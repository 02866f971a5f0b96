import type { Rule } from '@rapport/contract'
import { Failure } from '../../../kernel/failure'
import { leavesThrough, type SegmentRules } from '../rule/segments'

/** What a definition is called, with the rule that has to be asked with it. */
export interface KeyedRule {
  readonly key: string
  readonly rule: Rule
}

/** The traits that a rule asks for, directly or through segments, by the first part of their path. */
export function traitsAsked(rule: Rule, segments: SegmentRules): string[] {
  const asked = leavesThrough(rule, segments).flatMap((leaf) =>
    leaf.kind === 'trait' ? [leaf.trait.split('.', 1)[0] ?? ''] : [],
  )
  return [...new Set(asked)]
}

/** Traits each of which asks for the next and the last for the first; null when there is no such circle. */
export function circleAmong(rules: readonly KeyedRule[], segments: SegmentRules): string[] | null {
  const asks = new Map(rules.map(({ key, rule }) => [key, traitsAsked(rule, segments)]))
  const settled = new Set<string>()
  const follow = (key: string, path: readonly string[]): string[] | null => {
    if (path.includes(key)) return [...path.slice(path.indexOf(key)), key]
    if (settled.has(key)) return null
    for (const next of asks.get(key) ?? []) {
      const circle = asks.has(next) ? follow(next, [...path, key]) : null
      if (circle) return circle
    }
    settled.add(key)
    return null
  }
  for (const { key } of rules) {
    const circle = follow(key, [])
    if (circle) return circle
  }
  return null
}

export function refuseCircle(rules: readonly KeyedRule[], segments: SegmentRules): void {
  const keys = circleAmong(rules, segments)
  if (keys)
    throw new Failure(
      'unprocessable',
      `computed traits ask for one another in a circle: ${keys.join(' → ')}; remove one of these conditions`,
      { code: 'trait_cycle', keys },
    )
}
