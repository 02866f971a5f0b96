import type { Rule } from '@rapport/contract'
import fc from 'fast-check'
import { DateTime } from 'luxon'
import { describe, expect, it } from 'vitest'
import { deriveId } from '../../../kernel/id'
import type { JsonObject } from '../../events'
import { evaluate, type PersonFacts, traitValues } from '../rule/evaluate'
import { parseMoment, type RuleContext } from '../rule/moments'
import { valuesAt } from '../rule/values'
import {
  arbitraryLeaf,
  arbitraryPerson,
  arbitraryRule,
  arbitrarySegments,
  momentAround,
  type RandomPerson,
} from '../testing/arbitraries'
import {
  anything,
  beingSeen,
  computedTraits,
  type Edge,
  eventMention,
  identifierMention,
  type Mention,
  membersMention,
  suppressionMention,
  traitMention,
  watchOf,
} from './watch'

const timezone = 'Asia/Shanghai'
const now = new Date('2026-02-27T20:00:00.000Z')
const dayMs = 86_400_000
const beginMs = now.getTime() - 21 * dayMs
const endMs = now.getTime() + 21 * dayMs
const segmentIds = ['a', 'b'].map((name) => deriveId('segment', name))

describe('a rule that is asked again only for what it watches', () => {
  it('is asked again for all members of a company by what changes the company, and by nothing else', () => {
    const asks = (path: string) => {
      const rule: Rule = {
        kind: 'trait',
        trait: path,
        condition: { type: 'date', op: 'in_last', within: { amount: 2, unit: 'day' } },
      }
      const { shared, edges } = watchOf(rule, undefined)
      return { shared: [...shared].sort(), edges }
    }
    const moments = (trait: string) =>
      [0, 2 * dayMs].map((shiftMs) => ({ kind: 'company', company: 'company', trait, shiftMs }))
    expect(asks('last_order_at').shared).toEqual([])
    expect(asks('company.founded_at')).toEqual({
      shared: ['company founded_at', 'company type'],
      edges: moments('founded_at'),
    })
    expect(asks('company.last_order_at')).toEqual({
      shared: [anything, 'company type', computedTraits, membersMention],
      edges: moments('last_order_at'),
    })
    expect(asks('household.active_members')).toEqual({
      shared: [anything, 'company type', membersMention, beingSeen],
      edges: [{ kind: 'midnight' }],
    })
  })

  it('is right at every moment, whatever comes in whenever: late, twice, dated ahead, or nothing at all', () => {
    const anyMinute = fc.integer({ min: -20 * 1_440, max: 20 * 1_440 })
    const moment = fc.oneof(
      anyMinute.map((n) => now.getTime() + n * 60_000),
      momentAround(now).map((around) => Math.max(around.getTime(), beginMs)),
      momentAround(now).map((around) => Math.min(2 * now.getTime() - around.getTime(), endMs)),
    )
    const story = fc.record({
      rule: fc.oneof(arbitraryRule(now, segmentIds), arbitraryLeaf(now).filter(turnsWithTime)),
      segments: arbitrarySegments(now, segmentIds),
      before: arbitraryPerson(now),
      after: arbitraryPerson(now),
      arrivals: fc.array(moment, { minLength: 60, maxLength: 60 }),
      looks: fc.array(moment, { minLength: 40, maxLength: 40 }),
    })
    fc.assert(
      fc.property(story, ({ rule, segments, before, after, arrivals, looks }) => {
        live(rule, segments, changesOf(before, after, arrivals), looks)
      }),
      { numRuns: 150 },
    )
  })

  it('mentions the events and traits of its leaves, and of the segments that it asks for', () => {
    const [inner = ''] = segmentIds
    const rule: Rule = {
      kind: 'all',
      of: [
        { kind: 'segment', op: 'not_in', segmentId: inner },
        {
          kind: 'trait',
          trait: 'orders',
          condition: { type: 'number', op: 'at_least', value: 1 },
        },
      ],
    }
    const bought: Rule = {
      kind: 'event',
      type: 'track',
      events: ['Order Completed'],
      where: [],
      window: { kind: 'last', within: { amount: 1, unit: 'day' } },
      measure: { kind: 'count' },
      compare: { op: 'at_least', value: 1 },
    }
    const { mentions, edges } = watchOf(rule, new Map([[inner, bought]]))
    expect([...mentions].sort()).toEqual(
      [anything, computedTraits, traitMention('orders'), eventMention('track', 'Order Completed')].sort(),
    )
    const ofOrders = { kind: 'event', type: 'track', events: ['Order Completed'], of: 'time' }
    expect(edges).toEqual([
      { ...ofOrders, shiftMs: 0 },
      { ...ofOrders, shiftMs: dayMs },
    ])
  })
})

/** Whether time alone may change what a condition says. */
const turnsWithTime = (rule: Rule) =>
  /"(in_last|before_last|in_next|after_next|last|notFollowedBy|anniversary)"/.test(JSON.stringify(rule))

it('is asked again when what must not follow has had its time, and when a date has come near enough', () => {
  const viewed = { type: 'track' as const, events: ['Product Viewed'], where: [] }
  const bought = { type: 'track' as const, events: ['Order Completed'], where: [] }
  const within = { amount: 1, unit: 'day' as const }
  const left: Rule = {
    kind: 'sequence',
    steps: [viewed],
    notFollowedBy: { ...bought, within },
    window: { kind: 'ever' },
  }
  const ends: Rule = {
    kind: 'trait',
    trait: 'ends_on',
    condition: { type: 'date', op: 'after_next', within },
  }
  const view = { type: 'track', name: 'Product Viewed', properties: {}, valueMinor: 0, time: now }
  const views = { mentions: [eventMention('track', 'Product Viewed')], atMs: now.getTime() }
  const looks = [-dayMs - 1, -dayMs, -1, 0, dayMs - 1, dayMs, dayMs + 1].map((ms) => now.getTime() + ms)
  live(left, new Map(), [{ ...views, apply: (person) => ({ ...person, events: [view] }) }], looks)
  const tells = { mentions: [traitMention('ends_on')], atMs: beginMs }
  const traits = { ends_on: now.toISOString() }
  live(ends, new Map(), [{ ...tells, apply: (person) => ({ ...person, traits }) }], looks)
})

interface Change {
  readonly atMs: number
  readonly mentions: readonly Mention[]
  apply(person: PersonFacts): PersonFacts
}

/** A person's events, one by one, and their traits, one by one and then once more, at any moments. */
function changesOf(
  before: Pick<RandomPerson, 'traits' | 'nodes' | 'idKinds'>,
  after: { traits: JsonObject },
  arrivals: readonly number[],
): Change[] {
  const events = before.nodes.flat().map((event) => ({
    mentions: [eventMention(event.type, event.name)],
    apply: (person: PersonFacts) => ({ ...person, events: [...person.events, event] }),
  }))
  const traits = [before, after].flatMap(({ traits: some }) =>
    Object.entries(some).map(([name, value]) => ({
      mentions: [traitMention(name)],
      apply: (person: PersonFacts) => ({ ...person, traits: { ...person.traits, [name]: value } }),
    })),
  )
  const identifiers = (before.idKinds ?? []).map((kind) => ({
    mentions: [identifierMention(kind)],
    apply: (person: PersonFacts) => ({ ...person, idKinds: [...(person.idKinds ?? []), kind] }),
  }))
  const listed = [['email'], []].map((suppressed) => ({
    mentions: [suppressionMention],
    apply: (person: PersonFacts): PersonFacts => ({ ...person, suppressed: suppressed.map(() => 'email') }),
  }))
  return [...events, ...traits, ...identifiers, ...listed]
    .map((change, index) => ({ ...change, atMs: arrivals[index % arrivals.length] ?? 0 }))
    .sort((left, right) => left.atMs - right.atMs)
}

/** Plays a person's changes, asks the rule only when its watch says so, and compares with asking it every time. */
function live(
  rule: Rule,
  segments: ReadonlyMap<string, Rule>,
  changes: readonly Change[],
  looks: readonly number[],
): void {
  const { mentions, edges } = watchOf(rule, segments)
  const ask = (person: PersonFacts, ms: number) => {
    const context: RuleContext = { now: new Date(ms), timezone, segments, consentRule: 'not_withdrawn' }
    return evaluate(rule, person, context)
  }
  const quiet = looks.map((atMs): Change => ({ atMs, mentions: [], apply: (person) => person }))
  const story = [...changes, ...quiet].sort((left, right) => left.atMs - right.atMs)
  let clock = beginMs
  let person: PersonFacts = { traits: {}, events: [] }
  let isIn = ask(person, clock)
  for (const change of story) {
    const from = clock
    clock = change.atMs
    if (edges.some((edge) => momentsOf(edge, person, from, clock).length > 0)) isIn = ask(person, clock)
    expect(isIn).toBe(ask(person, clock))
    person = change.apply(person)
    if (change.mentions.some((mention) => mentions.has(mention))) isIn = ask(person, clock)
    expect(isIn).toBe(ask(person, clock))
  }
}

/** When an edge passes for a person, in (from, to]. */
function momentsOf(edge: Edge, person: PersonFacts, fromMs: number, toMs: number): number[] {
  const dates = (object: JsonObject, path: string) =>
    valuesAt(object, path).flatMap((value) =>
      typeof value === 'string' ? (parseMoment(value, timezone) ?? []) : [],
    )
  const all = () => {
    if (edge.kind === 'midnight') {
      const first = DateTime.fromMillis(fromMs, { zone: timezone }).startOf('day')
      return Array.from({ length: 60 }, (_, index) => first.plus({ days: index }).toMillis())
    }
    if (edge.kind === 'trait') return dates(person.traits, edge.trait).map((ms) => ms + edge.shiftMs)
    if (edge.kind === 'company')
      return traitValues(person, `${edge.company}.${edge.trait}`)
        .flatMap((value) => (typeof value === 'string' ? (parseMoment(value, timezone) ?? []) : []))
        .map((ms) => ms + edge.shiftMs)
    const { of } = edge
    return person.events
      .filter(({ type, name }) => type === edge.type && edge.events.includes(name))
      .flatMap((event) => (of === 'time' ? [event.time.getTime()] : dates(event.properties, of.property)))
      .map((ms) => ms + edge.shiftMs)
  }
  return all().filter((ms) => ms > fromMs && ms <= toMs)
}
