import type { EventRule, PropertyFilter, Rule, RuleExplanation, RuleSentence } from '@rapport/contract'
import { placeTraits, segmentLiveLimits } from '@rapport/contract'
import type { Json, JsonObject } from '../../events'
import { maskedValue, sensitivityOf } from '../../profiles'
import type { EventFact } from '../rule/evaluate'
import type { Trace } from '../rule/trace'
import { valuesAt } from '../rule/values'

export interface Explaining {
  readonly words: (rule: Rule) => RuleSentence
  /** Whether who asks may see personal data. */
  readonly seesPersonal: boolean
}

/** A trace as people read it: words instead of rules, what decided, personal values only for those who may see them. */
export function explain(trace: Trace, explaining: Explaining): RuleExplanation {
  const { rule, holds, of, events, measured } = trace
  return {
    sentence: explaining.words(rule),
    kind: rule.kind,
    holds,
    of: of.map((part) => explain(part, explaining)),
    values: valuesOf(trace, explaining.seesPersonal),
    counted: events?.length ?? null,
    events: (events ?? []).slice(0, segmentLiveLimits.shownEventsMax).map((event) => ({
      name: event.name,
      time: event.time.toISOString(),
      properties: readProperties(event, rule),
      valueMinor: event.valueMinor,
    })),
    measured,
  }
}

function valuesOf({ rule, values }: Trace, seesPersonal: boolean): string[] {
  if (rule.kind === 'identifier' || rule.kind === 'reach') return values.map(String)
  if (rule.kind !== 'trait' && rule.kind !== 'distance') return []
  const trait = rule.kind === 'trait' ? rule.trait : placeTraits.latitude
  const isHidden = !seesPersonal && sensitivityOf(trait) !== 'public'
  return values.map((value) => (isHidden ? maskedValue : JSON.stringify(value)))
}

/** The properties that a condition reads, by their paths. */
function readProperties(event: EventFact, rule: Rule): JsonObject {
  const paths = [...filtersOf(rule).map(({ property }) => property), ...measuredPaths(rule)]
  return Object.fromEntries(
    [...new Set(paths)].map((path): [string, Json] => {
      const values = valuesAt(event.properties, path)
      return [path, values.length === 1 ? (values[0] ?? null) : values]
    }),
  )
}

function filtersOf(rule: Rule): readonly PropertyFilter[] {
  if (rule.kind === 'event' || rule.kind === 'event_time') return rule.where
  return rule.kind === 'sequence' ? (rule.steps[0]?.where ?? []) : []
}

function measuredPaths(rule: Rule): string[] {
  const measure: EventRule['measure'] | null = rule.kind === 'event' ? rule.measure : null
  if (measure?.kind === 'distinct') return [measure.property]
  if (measure?.kind === 'sum' || measure?.kind === 'average')
    return measure.of.kind === 'property' ? [measure.of.property] : []
  return []
}
