import type {
  Comparison,
  Condition,
  DistanceRule,
  Duration,
  EventChoice,
  EventRule,
  EventTimeRule,
  EventWindow,
  GroupRule,
  IdentifierRule,
  ReachRule,
  SegmentRule,
  SequenceRule,
} from '@rapport/contract'

/** How often at least once and never are told apart from other counts. */
export type Occurrence = 'did' | 'did_not' | 'times'

/** What one language has to say of the parts of a rule; `sentence/index.ts` walks the tree. */
export interface Grammar {
  /** The whole sentence around its clauses. */
  sentence(clause: string): string
  everybody: string
  nobody: string
  /** Members of a group joined; `isNested` asks for brackets. */
  group(rule: GroupRule, clauses: readonly string[], isNested: boolean): string
  segment(rule: SegmentRule): string
  trait(name: string, condition: Condition): string
  event(rule: EventRule, occurrence: Occurrence): string
  eventTime(rule: EventTimeRule): string
  sequence(rule: SequenceRule): string
  identifier(rule: IdentifierRule): string
  reach(rule: ReachRule): string
  distance(rule: DistanceRule): string
  /** The events that are chosen, as things: orders of tea in the last 30 days. */
  occurrences(choice: EventChoice): string
  window(window: EventWindow): string
  duration(duration: Duration): string
  comparison(compare: Comparison, write: (value: number) => string): string
}

/** A count of one or more is a plain "did", a count of none "did not". */
export function occurrenceOf({ measure, compare }: Pick<EventRule, 'measure' | 'compare'>): Occurrence {
  if (measure.kind !== 'count' || compare.op === 'between') return 'times'
  const { op, value } = compare
  if ((op === 'at_least' && value === 1) || (op === 'more_than' && value === 0)) return 'did'
  if (
    (op === 'is' && value === 0) ||
    (op === 'at_most' && value === 0) ||
    (op === 'less_than' && value === 1)
  )
    return 'did_not'
  return 'times'
}
