import { type Rule, ruleSchema } from '@rapport/contract'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type OpenEngines, openEmbeddedEngines } from '../../../../../test/harness/open-engines'
import { until } from '../../../../../test/harness/until'
import { deriveId } from '../../../kernel/id'
import type { Json, JsonObject } from '../../events'
import { createMembership } from '../live/membership'
import { insertTouches } from '../live/store'
import { anything, companyMention, computedTraits, eventMention, traitMention } from '../live/watch'
import { type EventFact, evaluate } from '../rule/evaluate'
import { arbitraryPerson, arbitraryRule, momentAround, oneOfEachLeaf } from './arbitraries'
import {
  arbitraryCompanies,
  companiesOf,
  companyRow,
  insertCompanies,
  type RandomCompany,
  testCompanyId,
} from './companies'
import { eventRow } from './people'
import { actorOf, type LiveSegments, openLive, testSettings } from './workspace'

const dayMs = 86_400_000
const middle = new Date('2026-02-27T20:00:00.000Z')
/** The clock of all stories: those of engines do not go backwards. */
let nowMs = middle.getTime()
/** How many stories there were, whoever asked for them. */
let stories = 0

/** Where stories play: engines, and the segments that follow them. */
interface Stage {
  readonly engines: OpenEngines
  readonly opened: LiveSegments
}

/** Somebody as the stores have them at some point of a story. */
interface Someone {
  readonly profileId: string
  traits: Record<string, Json>
  readonly events: EventFact[]
}

/** Rules that could be stored: some that are random make no sense. */
const isAllowed = (rule: Rule) => ruleSchema.safeParse(rule).success

const story = fc.record({
  random: fc.array(arbitraryRule(middle).filter(isAllowed), { minLength: 1, maxLength: 2 }),
  leaves: oneOfEachLeaf(middle, isAllowed),
  people: fc.array(arbitraryPerson(middle), { minLength: 3, maxLength: 6 }),
  companies: arbitraryCompanies(middle),
  looks: fc.array(momentAround(middle), { minLength: 6, maxLength: 6 }),
})

/** Declares the tests of so many stories, on the embedded engines. */
export function followStories(name: string, runs: number): void {
  let engines: OpenEngines
  beforeAll(async () => {
    engines = await openEmbeddedEngines()
  })
  afterAll(() => engines.close())

  it.each([
    { who: 'for one person after another', crowdMin: undefined },
    { who: 'where three people are a crowd', crowdMin: 3 },
  ])(`${name}, $who`, (story) => expectFollowed(engines, { ...story, runs }), runs * 150_000)
}

/**
 * Random stories of people who act while time passes: at every step the members are those that the interpreter finds.
 * Each story has some kinds of leaf, the next one others: four have them all.
 */
async function expectFollowed(
  engines: OpenEngines,
  { who, crowdMin, runs }: { readonly who: string; readonly crowdMin?: number; readonly runs: number },
): Promise<void> {
  const at: Stage = { engines, opened: openLive(engines, () => new Date(nowMs), { crowdMin }) }
  try {
    await follow()
  } finally {
    await at.opened.stop()
  }

  async function follow(): Promise<void> {
    let run = 0
    await fc.assert(
      fc.asyncProperty(story, async ({ random, leaves, people, companies, looks }) => {
        run += 1
        stories += 1
        const rules = [...random, ...leaves.filter((_, kind) => kind % 4 === stories % 4)]
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
        nowMs = Math.max(nowMs, times[0] ?? nowMs)
        const begunMs = nowMs
        const groups = companies.map((company) => ({ ...company, traits: {} }))
        await insertCompanies(at.engines.facts, shop, groups, (index) =>
          everybody.slice(index, index + 1).map(({ profileId }) => profileId),
        )
        await write(at, shop, everybody, 1, begunMs)
        const ids: string[] = []
        for (const [index, rule] of rules.entries()) {
          const input = { name: `${index}`, rule, description: '', readyMade: null }
          ids.push((await at.opened.segments.create(actorOf(shop), input)).id)
        }
        for (const [step, time] of times.entries()) {
          nowMs = Math.max(nowMs, begunMs + (time - (times[0] ?? time)))
          at.opened.segments.live.nudge() // it looks at the clock by itself too, a second later
          await expectAgreement()
          await change(at, shop, everybody, people, { step, steps: times.length, seenMs: begunMs })
          await changeCompanies(at, shop, groups, companies, step, times.length)
          await expectAgreement()
        }
        await at.opened.segments.eraseWorkspace(shop) // or it is followed through all the stories to come

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
          await until(async () => JSON.stringify(await kept(at, shop, everybody)) === wanted, {
            what: `members are ${wanted}`,
            limitMs: 20_000,
          })
        }
      }),
      { numRuns: runs, endOnFailure: true },
    )
    expect(run).toBe(runs)
  }
}

async function kept(at: Stage, shop: string, everybody: readonly Someone[]): Promise<string[][]> {
  const ids = everybody.map(({ profileId }) => profileId)
  const members = await createMembership(at.engines.facts).of(shop, ids)
  return ids.map((id) => [...(members.get(id) ?? [])].sort())
}

/** A part of everybody's history comes in: events and traits, late ones and those dated ahead among them. */
async function change(
  at: Stage,
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
  await at.engines.facts.insert('events', rows)
  await write(at, shop, everybody, step + 2, seenMs)
  await insertTouches(at.engines.db, touches)
  at.opened.segments.live.nudge()
}

/** Traits that the pipeline counts: they change together. */
const counted: ReadonlySet<string> = new Set(['orders', 'revenue', 'first_order_at', 'last_order_at'])

/** A part of what is said of companies comes in; what is touched is the company. */
async function changeCompanies(
  at: Stage,
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
    await at.engines.facts.insert('companies', [companyRow(shop, place, next, step + 2)])
    const mentions = traits.map(([name]) => companyMention(name))
    touches.push({ workspaceId: shop, profileId: testCompanyId(shop, place), mentions })
  }
  await insertTouches(at.engines.db, touches)
  at.opened.segments.live.nudge()
}

async function write(
  at: Stage,
  shop: string,
  everybody: readonly Someone[],
  version: number,
  seenMs: number,
): Promise<void> {
  const seenAt = new Date(seenMs).toISOString()
  await at.engines.facts.insert(
    'profiles',
    everybody.map(({ profileId, traits }) => ({
      workspace_id: shop,
      profile_id: profileId,
      version,
      is_deleted: 0,
      first_seen_at: seenAt,
      last_seen_at: seenAt,
      traits,
    })),
  )
  if (version > 1) return
  await insertTouches(
    at.engines.db,
    everybody.map(({ profileId }) => ({ workspaceId: shop, profileId, mentions: [anything] })),
  )
}
