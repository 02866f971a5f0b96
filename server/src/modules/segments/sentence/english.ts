import type {
  Comparison,
  Condition,
  Duration,
  EventChoice,
  EventRule,
  EventTimeRule,
  EventWindow,
  SequenceRule,
  SequenceStep,
  WeekTimes,
} from '@rapport/contract'
import type { Grammar, Occurrence } from './grammar'
import { eventLabels, shareTraits } from './labels'
import type { Writer } from './write'

const comparisons = {
  at_least: 'at least',
  more_than: 'more than',
  at_most: 'at most',
  less_than: 'less than',
  is: 'exactly',
  is_not: 'not',
} as const
const textVerbs = {
  is: 'is',
  is_not: 'is not',
  contains: 'contains',
  not_contains: 'does not contain',
  starts_with: 'starts with',
  ends_with: 'ends with',
} as const
const weekdayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const words = (...parts: readonly string[]) => parts.filter(Boolean).join(' ')
const more = (count: number) => ` and ${count} more`
const or = { joint: ' or ', more }
const and = { joint: ' and ', more }

/** Rules in English. A clause begins with who or whose. */
export function english(write: Writer): Grammar {
  const duration = ({ amount, unit }: Duration) => (amount === 1 ? unit : `${amount} ${unit}s`)

  const length = ({ amount, unit }: Duration) => `${amount} ${unit}${amount === 1 ? '' : 's'}`

  const comparison = (compare: Comparison, number: (value: number) => string) =>
    compare.op === 'between'
      ? `between ${number(compare.from)} and ${number(compare.to)}`
      : `${comparisons[compare.op]} ${number(compare.value)}`

  const window = (window: EventWindow) => {
    if (window.kind === 'ever') return ''
    if (window.kind === 'last') return `in the last ${duration(window.within)}`
    if (window.kind === 'between') return `from ${write.moment(window.from)} to ${write.moment(window.to)}`
    const names = window.events.map((name) => did(name, window.type))
    return `since they ${window.which} ${write.list(names, or)}`
  }

  const weekTimes = ({ weekdays, hours }: WeekTimes) => {
    const days = (weekdays ?? []).map((day) => weekdayNames[day - 1] ?? '')
    const on = days.length > 0 ? `on ${write.list(days, or)}` : ''
    return words(on, hours ? `between ${hours.from}:00 and ${hours.to}:00` : '')
  }
  const whenOf = ({ window: during, on }: EventChoice) => words(on ? weekTimes(on) : '', window(during))
  const whereOf = ({ where }: Pick<EventChoice, 'where'>) => {
    const filters = where.map(
      ({ property, condition }) => `${write.property(property)} ${predicate(property, condition)}`,
    )
    return filters.length === 0 ? '' : `(where ${filters.join(' and ')})`
  }

  /** What follows the name of a trait or property. */
  const predicate = (owner: string, asked: Condition): string => {
    const values = (list: readonly string[], joint = or) =>
      write.list(
        list.map((value) => write.value(owner, value)),
        joint,
      )
    switch (asked.type) {
      case 'text':
        return `${textVerbs[asked.op]} ${values(asked.values)}`
      case 'number':
        return `is ${comparison(asked, shareTraits.has(owner) ? write.percent : write.number)}`
      case 'money':
        return `is ${comparison(asked, write.money)}`
      case 'date':
        return date(asked)
      case 'anniversary': {
        const moon = asked.calendar === 'lunar'
        const falls = `${owner === 'birthday' ? 'falls' : 'has its anniversary'}${moon ? ', by the lunar calendar,' : ''}`
        if (asked.op === 'in_next')
          return `${falls} today or in the next ${length({ amount: asked.days, unit: 'day' })}`
        return `${falls} ${asked.op === 'today' ? 'today' : moon ? 'this lunar month' : 'this month'}`
      }
      case 'boolean':
        return `is ${asked.value ? 'yes' : 'no'}`
      case 'list':
        if (asked.op === 'size') return `number ${comparison(asked.compare, write.number)}`
        if (asked.op === 'has_all') return `include ${values(asked.values, and)}`
        return `${asked.op === 'has_any' ? 'include' : 'do not include'} ${values(asked.values)}`
      case 'presence':
        return asked.op === 'is_set' ? 'is known' : 'is not known'
    }
  }

  const date = (asked: Extract<Condition, { type: 'date' }>) => {
    switch (asked.op) {
      case 'before':
        return `is before ${write.moment(asked.moment)}`
      case 'since':
        return `is on or after ${write.moment(asked.moment)}`
      case 'on':
        return `is on ${write.moment(asked.moment)}`
      case 'between':
        return `is between ${write.moment(asked.from)} and ${write.moment(asked.to)}`
      case 'in_last':
        return `is in the last ${duration(asked.within)}`
      case 'before_last':
        return `is more than ${duration({ ...asked.within })} ago`.replace(
          /than (minute|hour|day|week) ago/,
          'than 1 $1 ago',
        )
      case 'in_next':
        return `is in the next ${duration(asked.within)}`
      case 'after_next':
        return `is more than ${length(asked.within)} from now`
    }
  }

  const did = (name: string, type: EventRule['type']) => {
    if (type !== 'track') return `visited the ${type} ${write.quote(name)}`
    return eventLabels[name]?.did.en ?? `did ${write.quote(name)}`
  }
  const notDone = (name: string, type: EventRule['type']) => {
    if (type !== 'track') return `visit the ${type} ${write.quote(name)}`
    return eventLabels[name]?.notDone ?? `do ${write.quote(name)}`
  }
  const noun = (name: string) => eventLabels[name]?.noun.en ?? write.quote(name)

  const occurrences = (choice: EventChoice) => {
    const names = choice.events.map((name) =>
      choice.type === 'track' ? noun(name) : `visits to the ${choice.type} ${write.quote(name)}`,
    )
    return words(write.list(names, or), whereOf(choice), whenOf(choice))
  }

  const event = (rule: EventRule, occurrence: Occurrence) => {
    const where = whereOf(rule)
    const when = whenOf(rule)
    const all = (tell: (name: string, type: EventRule['type']) => string) =>
      write.list(
        rule.events.map((name) => tell(name, rule.type)),
        or,
      )
    if (occurrence === 'did') return words('who', all(did), where, when)
    if (occurrence === 'did_not')
      return words('who did', when ? 'not' : 'not ever', all(notDone), where, when)
    if (rule.measure.kind === 'count')
      return words('who', all(did), where, comparison(rule.compare, write.number), 'times', when)
    if (rule.measure.kind === 'distinct') {
      const values = `different values of ${write.property(rule.measure.property)}`
      return words('whose', all(noun), where, 'had', comparison(rule.compare, write.number), values, when)
    }
    const total = { sum: 'total', average: 'average' }[rule.measure.kind]
    const of = rule.measure.of
    const what = of.kind === 'value' ? 'value' : write.property(of.property)
    const number = of.kind === 'value' ? write.money : write.number
    return words(`whose ${total} ${what} of`, all(noun), where, 'is', comparison(rule.compare, number), when)
  }

  const eventTime = (rule: EventTimeRule) => {
    const names = rule.events.map((name) => notDone(name, rule.type))
    const time = `whose ${rule.which} time to ${write.list(names, or)}`
    return words(time, whereOf(rule), whenOf(rule), date(rule.is))
  }

  const sequence = ({ steps, notFollowedBy, window: during }: SequenceRule) => {
    const told = (step: SequenceStep, verb: typeof did) => {
      const names = step.events.map((name) => verb(name, step.type))
      const within = step.within ? `within ${length(step.within)}` : ''
      return words(write.list(names, or), whereOf(step), step.on ? weekTimes(step.on) : '', within)
    }
    const clauses = steps.map((step, index) =>
      index === 0 ? words('who', told(step, did), window(during)) : `then ${told(step, did)}`,
    )
    const absent = notFollowedBy ? [`then did not ${told(notFollowedBy, notDone)}`] : []
    return [...clauses, ...absent].join(', ')
  }

  const segment = (id: string) => {
    const name = write.segment(id)
    return name === null ? 'a segment that no longer exists' : `the segment ${name}`
  }

  return {
    everybody: 'All customers',
    nobody: 'Nobody',
    sentence: (clause) => `Customers ${clause}`,
    group(rule, clauses, isNested) {
      if (rule.kind === 'at_least')
        return `of whom at least ${rule.least} of these are true: (${clauses.join('; ')})`
      const inner = clauses.join(rule.kind === 'all' ? ', and ' : ', or ')
      if (rule.kind === 'none') return `who are not among those ${clauses.length > 1 ? `(${inner})` : inner}`
      return isNested && clauses.length > 1 ? `(${inner})` : inner
    },
    segment: ({ op, segmentId }) => `who are ${op === 'in' ? 'in' : 'not in'} ${segment(segmentId)}`,
    trait: (name, asked) => `whose ${write.trait(name)} ${predicate(name, asked)}`,
    identifier: ({ op, idKind }) =>
      `who are ${op === 'has' ? '' : 'not '}known by ${write.identifier(idKind)}`,
    reach: ({ op, channel }) =>
      `who can${op === 'reachable' ? '' : 'not'} be reached by ${{ email: 'e-mail', sms: 'SMS' }[channel]}`,
    distance: ({ op, km, from }) =>
      `who are ${op === 'within' ? '' : 'not '}within ${write.number(km)} km of ${write.place(from)}`,
    event,
    eventTime,
    sequence,
    occurrences,
    window,
    duration,
    comparison,
  }
}
