import { type Rule, ruleSchema } from '@rapport/contract'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { type OpenEngines, openEmbeddedEngines } from '../../../../../test/harness/open-engines'
import { until } from '../../../../../test/harness/until'
import { deriveId } from '../../../kernel/id'
import type { Json, JsonObject } from '../../events'
import { type EventFact, evaluate } from '../rule/evaluate'
import { arbitraryPerson, arbitraryRule, momentAround, oneOfEachLeaf } from '../testing/arbitraries'
import {
  arbitraryCompanies,
  companiesOf,
  companyRow,
  insertCompanies,
  type RandomCompany,
  testCompanyId,
} from '../testing/companies'
import { eventRow } from '../testing/people'
import { actorOf, type OpenSegments, openSegments, testSettings } from '../testing/workspace'
import { createMembership } from './membership'
import { insertTouches } from './store'
import { anything, companyMention, computedTraits, eventMention, traitMention } from './watch'

const dayMs = 86_400_000
const middle = new Date('2026-02-27T20:00:00.000Z')
/** Each story has half of the kinds of leaf: two have them all. */
const runs = 2

let engines: OpenEngines
let opened: OpenSegments
let nowMs = middle.getTime()
beforeAll(async () => {
  engines = await openEmbeddedEngines()
})
afterEach(async () => {
  await opened.segments.live.stop()
  await opened.ingest.stop()
})
afterAll(() => engines.close())

/** Somebody as the stores have them at some point of a story. */
interface Someone {
  readonly profileId: string
  traits: Record<string, Json>
  readonly events: EventFact[]
}

/** Rules that could be stored: some that are random make no sense. */
const isAllowed = (rule: Rule) => ruleSchema.safeParse(rule).success

const story = fc.record({
  random: fc.array(arbitraryRule(middle).filter(isAllowed), { minLength: 1, maxLength: 3 }),
  leaves: oneOfEachLeaf(middle, isAllowed),
  people: fc.array(arbitraryPerson(middle), { minLength: 3, maxLength: 6 }),
  companies: arbitraryCompanies(middle),
  looks: fc.array(momentAround(middle), { minLength: 6, maxLength: 6 }),
})

it.each([
  { who: 'for one person after another', crowdMin: undefined },
  { who: 'where three people are a crowd', crowdMin: 3 },
])(
  'keeps the members that the interpreter finds, while people act and time passes, $who',
  async ({ who, crowdMin }) => {
    opened = openSegments(engines, () => new Date(nowMs), { crowdMin })
    opened.ingest.start()
    opened.segments.live.start()
    let run = 0
    await fc.assert(
      fc.asyncProperty(story, async ({ random, leaves, people, companies, looks }) => {
        run += 1
        const rules = [...random, ...leaves.filter((_, kind) => kind % 2 === run % 2)]
        const shop = deriveId('story', who, String(run))
        const everybody = people.map(
          (_, index): Someone => ({
            profileId: deriveId('someone', shop, String(index)),
            traits: {},
            events: [],
          }),
        )
        const times = looks
          .map((look) =>
            Math.min(Math.max(look.getTime(), middle.getTime() - 30 * dayMs), middle.getTime() + dayMs),
          )
          .sort((left, right) => left - right)
        nowMs = Math.max(nowMs, times[0] ?? nowMs) // clocks of engines do not go backwards
        const begunMs = nowMs
        const groups = companies.map((company) => ({ ...company, traits: {} }))
        await insertCompanies(engines.facts, shop, groups, (index) =>
          everybody.slice(index, index + 1).map(({ profileId }) => profileId),
        )
        await write(shop, everybody, 1, begunMs)
        const ids: string[] = []
        for (const [index, rule] of rules.entries()) {
          const input = { name: `${index}`, rule, description: '', readyMade: null }
          ids.push((await opened.segments.create(actorOf(shop), input)).id)
        }
        for (const [step, time] of times.entries()) {
          nowMs = Math.max(nowMs, begunMs + (time - (times[0] ?? time)))
          opened.segments.live.nudge() // it looks at the clock by itself too, a second later
          await expectAgreement()
          await change(shop, everybody, people, { step, steps: times.length, seenMs: begunMs })
          await changeCompanies(shop, groups, companies, step, times.length)
          await expectAgreement()
        }

        async function expectAgreement(): Promise<void> {
          const context = { now: new Date(nowMs), ...testSettings }
          const seen = { nodes: [], lastSeenAt: new Date(begunMs) }
          const theirs = companiesOf(
            everybody.map(({ traits }) => ({ ...seen, traits })),
            groups,
            context,
          )
          const expected = everybody.map(({ traits, events }, place) => {
            const person = { traits, events, companies: theirs[place] }
            return ids.filter((_, index) => evaluate(rules[index] as Rule, person, context))
          })
          const wanted = JSON.stringify(expected.map((some) => [...some].sort()))
          await until(async () => JSON.stringify(await kept(shop, everybody)) === wanted, {
            what: `members are ${wanted}`,
            limitMs: 20_000,
          })
        }
      }),
      { numRuns: runs, endOnFailure: true },
    )
    expect(run).toBe(runs)
  },
  300_000,
)

async function kept(shop: string, everybody: readonly Someone[]): Promise<string[][]> {
  const ids = everybody.map(({ profileId }) => profileId)
  const members = await createMembership(engines.facts).of(shop, ids)
  return ids.map((id) => [...(members.get(id) ?? [])].sort())
}

/** A part of everybody's history comes in: events and traits, late ones and those dated ahead among them. */
async function change(
  shop: string,
  everybody: readonly Someone[],
  people: readonly { traits: JsonObject; nodes: readonly (readonly EventFact[])[] }[],
  { step, steps, seenMs }: { readonly step: number; readonly steps: number; readonly seenMs: number },
): Promise<void> {
  const touches = []
  const rows: object[] = []
  for (const [index, someone] of everybody.entries()) {
    const events = (people[index]?.nodes.flat() ?? []).filter((_, at) => at % steps === step)
    const traits = Object.entries(people[index]?.traits ?? {}).filter((_, at) => at % steps === step)
    someone.events.push(...events)
    someone.traits = { ...someone.traits, ...Object.fromEntries(traits) }
    rows.push(...events.map((event) => eventRow(shop, someone.profileId, event, new Date(nowMs))))
    const mentions = [
      ...events.map(({ type, name }) => eventMention(type, name)),
      ...traits.map(([name]) => traitMention(name)),
      ...(traits.some(([name]) => counted.has(name)) ? [computedTraits] : []),
    ]
    if (mentions.length > 0) touches.push({ workspaceId: shop, profileId: someone.profileId, mentions })
  }
  await engines.facts.insert('events', rows)
  await write(shop, everybody, step + 2, seenMs)
  await insertTouches(engines.db, touches)
  opened.segments.live.nudge()
}

/** Traits that the pipeline counts: they change together. */
const counted: ReadonlySet<string> = new Set(['orders', 'revenue', 'first_order_at', 'last_order_at'])

/** A part of what is said of companies comes in; what is touched is the company. */
async function changeCompanies(
  shop: string,
  groups: RandomCompany[],
  companies: readonly RandomCompany[],
  step: number,
  steps: number,
): Promise<void> {
  const touches = []
  for (const [place, company] of companies.entries()) {
    const traits = Object.entries(company.traits).filter((_, at) => at % steps === step)
    if (traits.length === 0) continue
    const next = { ...company, traits: { ...groups[place]?.traits, ...Object.fromEntries(traits) } }
    groups[place] = next
    await engines.facts.insert('companies', [companyRow(shop, place, next, step + 2)])
    const mentions = traits.map(([name]) => companyMention(name))
    touches.push({ workspaceId: shop, profileId: testCompanyId(shop, place), mentions })
  }
  await insertTouches(engines.db, touches)
  opened.segments.live.nudge()
}

async function write(
  shop: string,
  everybody: readonly Someone[],
  version: number,
  seenMs: number,
): Promise<void> {
  const at = new Date(seenMs).toISOString()
  await engines.facts.insert(
    'profiles',
    everybody.map(({ profileId, traits }) => ({
      workspace_id: shop,
      profile_id: profileId,
      version,
      is_deleted: 0,
      first_seen_at: at,
      last_seen_at: at,
      traits,
    })),
  )
  if (version > 1) return
  await insertTouches(
    engines.db,
    everybody.map(({ profileId }) => ({ workspaceId: shop, profileId, mentions: [anything] })),
  )
}
