import type { ComputedDefinition, Rule } from '@rapport/contract'

/** A rule that has to be asked again exactly when a trait has: it reads the same events, traits and windows. */
export function watchedRule(definition: ComputedDefinition): Rule {
  if (definition.kind === 'rule') return definition.rule
  const { measure: _, ...choice } = definition
  return { ...choice, kind: 'event', measure: { kind: 'count' }, compare: { op: 'at_least', value: 1 } }
}
