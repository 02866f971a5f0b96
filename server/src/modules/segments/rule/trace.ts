import { type EventChoice, isGroup, type ReachChannel, type Rule, reachChannels } from '@rapport/contract'
import type { Json } from '../../events'
import { distanceKm, placeOf } from './distance'
import { chosenEvents, type EventFact, evaluate, measure, type PersonFacts, traitValues } from './evaluate'
import type { RuleContext } from './moments'
import { type EventLeaf, segmentRuleOf } from './segments'
import { valuesAt } from './values'

/** Whether a part of a rule holds for a person, and what decided. */
export interface Trace {
  readonly rule: Rule
  readonly holds: boolean
  /** The parts of a group; for another segment, its rule. */
  readonly of: readonly Trace[]
  readonly values: readonly Json[]
  /** The events that counted, the newest first; null where no events are read or their window has not begun. */
  readonly events: readonly EventFact[] | null
  readonly measured: number | null
}

/** A rule for one person, condition by condition. `holds` is what `evaluate` says of each part. */
export function trace(rule: Rule, person: PersonFacts, context: RuleContext): Trace {
  const holds = evaluate(rule, person, context)
  const nothing = { rule, holds, of: [], values: [], events: null, measured: null }
  if (isGroup(rule)) return { ...nothing, of: rule.of.map((member) => trace(member, person, context)) }
  if (rule.kind === 'segment') {
    const inner = segmentRuleOf(context.segments, rule.segmentId)
    return { ...nothing, of: [trace(inner, person, context)] }
  }
  if (rule.kind === 'trait') return { ...nothing, values: traitValues(person, rule.trait) }
  if (rule.kind === 'identifier') return { ...nothing, values: [...(person.idKinds ?? [])].sort() }
  if (rule.kind === 'reach') return { ...nothing, values: reachValues(rule.channel, person) }
  if (rule.kind === 'distance') {
    const place = placeOf(person.traits)
    return { ...nothing, values: place ? [distanceKm(rule.from, place)] : [] }
  }
  const choice = choiceOf(rule)
  const events = choice && chosenEvents(choice, person.events, context)
  const measured = rule.kind === 'event' && events ? measure(rule.measure, events) : null
  return { ...nothing, measured, events: events && newestFirst(events) }
}

/** What consent says, and `suppressed` of an address on the list: what decides besides whether there is an address. */
function reachValues(channel: ReachChannel, { traits, suppressed = [] }: PersonFacts): Json[] {
  const { address, consent } = reachChannels[channel]
  const has = valuesAt(traits, address).some((value) => value !== '')
  return [
    has ? 'address' : 'no_address',
    ...valuesAt(traits, consent),
    ...(suppressed.includes(channel) ? ['suppressed'] : []),
  ]
}

/** The events that decide: of a sequence, those that it could begin with. */
function choiceOf(rule: EventLeaf): EventChoice | null {
  if (rule.kind !== 'sequence') return rule
  const [first] = rule.steps
  return first ? { ...first, window: rule.window } : null
}

function newestFirst(events: readonly EventFact[]): EventFact[] {
  return [...events].sort((left, right) => right.time.getTime() - left.time.getTime())
}
