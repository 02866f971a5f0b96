import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type OpenDatabase, openEmbeddedDatabase } from '../../../../../test/harness/open-engines'
import { htmlOf } from '../../../../../test/harness/smtp-mailbox'
import { type SmtpSink, type SmtpSinkOptions, startSmtpSink } from '../../../../../test/harness/smtp-sink'
import { until } from '../../../../../test/harness/until'
import { deriveId } from '../../../kernel/id'
import type { Database } from '../../../platform/postgres'
import type { ProfileRecord } from '../../profiles'
import {
  actor,
  buildChannel,
  buildClock,
  buildContent,
  buildMessages,
  buildProfile,
  otherWorkspaceId,
  person,
  type TestMessages,
  type TestMessagesOptions,
  workspaceId,
} from '../testing/build'

let opened: OpenDatabase
let db: Database
let sink: SmtpSink
const closing: (() => Promise<unknown>)[] = []
let campaigns = 0

beforeAll(async () => {
  opened = await openEmbeddedDatabase()
  db = opened.db
})
afterAll(async () => {
  await opened.close()
})
beforeEach(async () => {
  for (const table of [
    'deliveries',
    'sends',
    'suppressions',
    'message_outbox',
    'sender_leases',
    'email_channels',
  ])
    await db.query(`DELETE FROM ${table}`)
})
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function startSink(options: SmtpSinkOptions = {}): Promise<SmtpSink> {
  sink = await startSmtpSink(options)
  closing.push(() => sink.stop())
  return sink
}

async function open(
  options: TestMessagesOptions = {},
  channel: Parameters<typeof buildChannel>[1] = {},
): Promise<TestMessages> {
  const built = buildMessages(db, options)
  closing.push(() => built.messages.stop())
  await built.messages.channel.save(workspaceId, buildChannel(sink.port, channel))
  return built
}

/** A campaign to these people, queued. */
async function queue(
  { messages }: TestMessages,
  people: readonly string[],
  content = buildContent(),
): Promise<string> {
  const template = await messages.templates.create(actor, 'News', content)
  campaigns += 1
  const id = deriveId('campaign', String(campaigns))
  await messages.outgoing.queue(
    workspaceId,
    { id, name: 'Spring', templateId: template.id, version: 1 },
    people,
  )
  return id
}

async function countsOf({ messages }: TestMessages, campaignId: string): Promise<Record<string, number>> {
  const counts = await messages.outgoing.counts(workspaceId, campaignId)
  return Object.fromEntries(
    counts.map(({ state, reason, count }) => [reason ? `${state} ${reason}` : state, count]),
  )
}

const settled = (built: TestMessages, campaignId: string) =>
  until(
    async () => {
      const states = (await built.messages.outgoing.counts(workspaceId, campaignId)).map(({ state }) => state)
      return states.length > 0 && !states.some((state) => state === 'pending' || state === 'sending')
    },
    { what: 'nothing of the campaign is waiting to be sent' },
  )

const people = (count: number) => Array.from({ length: count }, (_, n) => person(n))
const factsNamed = ({ recorded }: TestMessages, name: string) =>
  recorded.filter(({ event }) => event === name)

describe('a campaign', () => {
  test('reaches everybody once, and each sending is told of', async () => {
    await startSink()
    const built = await open()
    const campaign = await queue(built, people(120))
    built.messages.start()
    await settled(built, campaign)
    await built.messages.stop()
    expect(await countsOf(built, campaign)).toEqual({ sent: 120 })
    expect(sink.counts()).toMatchObject({ accepted: 120, distinct: 120 })
    const told = factsNamed(built, 'message_sent')
    expect(new Set(told.map(({ messageId }) => messageId)).size).toBe(120)
    expect(told[0]?.properties).toMatchObject({
      campaign_id: campaign,
      channel: 'email',
      template_version: 1,
    })
  })

  test('queued twice makes each message once', async () => {
    await startSink()
    const built = await open()
    const template = await built.messages.templates.create(actor, 'News', buildContent())
    const asked = { id: deriveId('twice'), name: 'x', templateId: template.id, version: 1 }
    await built.messages.outgoing.queue(workspaceId, asked, people(10))
    await built.messages.outgoing.queue(workspaceId, asked, people(12))
    expect(await countsOf(built, asked.id)).toEqual({ pending: 12 })
  })

  test('writes to each with their own words, links and way out', async () => {
    await startSink()
    const id = person(1)
    const built = await open({
      people: new Map([[id, buildProfile(id, { email: 'Li@Customer.example', first_name: '小<李' })]]),
    })
    const campaign = await queue(built, [id])
    built.messages.start()
    await settled(built, campaign)
    const [mail] = sink.messages
    const [delivery] = (await built.messages.deliveries(workspaceId, { limit: 10 })).items
    expect(mail?.messageId).toBe(`<${delivery?.id}@shop.example>`)
    expect(mail?.from).toMatch(/^bounces\+[a-z2-7]{40}@shop\.example$/)
    expect(mail?.to).toEqual(['Li@customer.example'])
    expect(mail?.headers['list-unsubscribe']?.[0]).toMatch(/^<https:\/\/rapport\.example\/u\/[\w-]+>$/)
    expect(mail?.headers['list-unsubscribe-post']).toEqual(['List-Unsubscribe=One-Click'])
    const html = htmlOf(mail?.raw ?? '')
    expect(html).toContain('Hi 小&lt;李')
    expect(html).toMatch(/href="https:\/\/rapport\.example\/c\/[\w-]+"/)
    expect(html).toMatch(/src="https:\/\/rapport\.example\/o\/[\w-]+"/)
  })

  test('in another workspace is not seen', async () => {
    await startSink()
    const built = await open()
    const campaign = await queue(built, people(3))
    expect(await built.messages.outgoing.counts(otherWorkspaceId, campaign)).toEqual([])
    expect((await built.messages.deliveries(otherWorkspaceId, { limit: 10 })).items).toEqual([])
  })
})

describe('a mail server', () => {
  test('that says "later" is asked again after a while, with the same Message-ID', async () => {
    await startSink({
      rules: [{ at: 'recipient', times: 1, answer: { kind: 'refuse', code: 451, text: '4.7.1 greylisted' } }],
    })
    const clock = buildClock()
    const built = await open({ clock })
    const campaign = await queue(built, people(1))
    built.messages.start()
    await settled(built, campaign)
    expect(await countsOf(built, campaign)).toEqual({ 'held retry': 1 })
    clock.advance(59_000)
    built.messages.wake()
    expect(sink.counts().accepted).toBe(0)
    clock.advance(1_000)
    await until(async () => (await countsOf(built, campaign)).sent === 1, { what: 'it is sent' })
    await built.messages.stop()
    expect(factsNamed(built, 'message_held')[0]?.properties).toMatchObject({ reason: 'retry' })
    expect(sink.messages[0]?.messageId).toContain(
      (await built.messages.deliveries(workspaceId, { limit: 1 })).items[0]?.id,
    )
  })

  test('that says "no such person" ends it, and the address is never written to again', async () => {
    await startSink({
      rules: [{ at: 'recipient', answer: { kind: 'refuse', code: 550, text: '5.1.1 no such user' } }],
    })
    const built = await open()
    const first = await queue(built, people(2))
    built.messages.start()
    await settled(built, first)
    expect(await countsOf(built, first)).toEqual({ 'failed bounced_hard': 2 })
    sink.setRules([])
    const second = await queue(built, people(2))
    await settled(built, second)
    await built.messages.stop()
    expect(await countsOf(built, second)).toEqual({ 'skipped suppressed': 2 })
    expect(factsNamed(built, 'message_bounced')[0]?.properties).toMatchObject({ kind: 'hard' })
  })

  test('that blocks us fails the message and leaves the address alone', async () => {
    await startSink({
      rules: [{ at: 'recipient', answer: { kind: 'refuse', code: 550, text: '5.7.1 blocked' } }],
    })
    const built = await open()
    const campaign = await queue(built, people(2))
    built.messages.start()
    await settled(built, campaign)
    expect(await countsOf(built, campaign)).toEqual({ 'failed blocked': 2 })
    expect((await built.messages.suppressions.list(workspaceId, { limit: 10 })).items).toEqual([])
  })

  test('that takes a message and goes away leaves it uncertain, and it is not sent again', async () => {
    await startSink({ rules: [{ at: 'message', times: 2, answer: { kind: 'cut', keep: true } }] })
    const built = await open()
    const campaign = await queue(built, people(30))
    built.messages.start()
    await settled(built, campaign)
    await built.messages.stop()
    expect(await countsOf(built, campaign)).toEqual({ sent: 28, 'uncertain connection_lost': 2 })
    expect(sink.counts()).toMatchObject({ accepted: 30, distinct: 30 })
    expect(factsNamed(built, 'message_uncertain')).toHaveLength(2)
  })

  test('that takes a message and goes away gets it again where the workspace wants that, under the same name', async () => {
    await startSink({ rules: [{ at: 'message', times: 2, answer: { kind: 'cut', keep: true } }] })
    const built = await open({ settings: { uncertainMessages: 'resend' } })
    const campaign = await queue(built, people(30))
    built.messages.start()
    await settled(built, campaign)
    await built.messages.stop()
    expect(await countsOf(built, campaign)).toEqual({ sent: 30 })
    expect(sink.counts()).toMatchObject({ accepted: 32, distinct: 30 })
  })

  test('that stalls, or gives half a reply, does not hold the others', async () => {
    await startSink({
      rules: [
        { at: 'message', times: 1, answer: { kind: 'stall' } },
        { at: 'message', times: 1, answer: { kind: 'cut', text: '25' } },
        { at: 'recipient', times: 1, answer: { kind: 'stall' } },
      ],
    })
    const built = await open()
    const campaign = await queue(built, people(40))
    built.messages.start()
    await settled(built, campaign)
    expect(await countsOf(built, campaign)).toEqual({
      sent: 37,
      'uncertain connection_lost': 2,
      'held retry': 1,
    })
  })

  test('that is not there costs nobody an attempt: all wait, the trouble is shown, and later all go', async () => {
    const { port } = await startSink()
    await sink.stop()
    const clock = buildClock()
    const built = await open({ clock })
    const campaign = await queue(built, people(25))
    built.messages.start()
    const trouble = await until(async () => (await built.messages.channel.get(workspaceId))?.trouble, {
      what: 'the trouble is known',
    })
    expect(trouble).toMatchObject({ problem: 'cannot_connect' })
    await until(async () => (await countsOf(built, campaign)).pending === 25, { what: 'all wait again' })
    expect(
      (await built.messages.deliveries(workspaceId, { limit: 100 })).items.every(
        ({ attempts }) => attempts === 0,
      ),
    ).toBe(true)
    await startSink({ port })
    clock.advance(60_000)
    await settled(built, campaign)
    expect(await countsOf(built, campaign)).toEqual({ sent: 25 })
    expect(await built.messages.channel.get(workspaceId)).toMatchObject({ trouble: null })
  })

  test('is not asked for more messages a second than the channel allows', async () => {
    await startSink()
    const clock = buildClock()
    const built = await open({ clock }, { ratePerSecond: 5 })
    const campaign = await queue(built, people(12))
    built.messages.start()
    await until(() => sink.counts().accepted === 5, { what: 'the first second is used up' })
    clock.advance(1_000)
    await until(() => sink.counts().accepted === 10, { what: 'the next second too' })
    expect((await countsOf(built, campaign)).sent).toBeLessThan(11)
    clock.advance(1_000)
    await settled(built, campaign)
    expect(sink.counts().accepted).toBe(12)
  })
})

describe('the policy', () => {
  const withTraits = (...traits: Parameters<typeof buildProfile>[1][]): Map<string, ProfileRecord> =>
    new Map(traits.map((values, n) => [person(n), buildProfile(person(n), values)]))

  test('says no with a reason, which becomes an event', async () => {
    await startSink()
    const built = await open({
      settings: { consentRule: 'granted' },
      people: withTraits(
        { email: 'a@customer.example', consent_email: 'granted' },
        { email: 'b@customer.example', consent_email: 'withdrawn' },
        { email: 'c@customer.example' },
        { consent_email: 'granted' },
        { email: 'not an address', consent_email: 'granted' },
      ),
    })
    const campaign = await queue(built, people(6))
    built.messages.start()
    await settled(built, campaign)
    await built.messages.stop()
    expect(await countsOf(built, campaign)).toEqual({
      sent: 1,
      'skipped no_consent': 2,
      'skipped no_address': 1,
      'skipped invalid_address': 1,
      'skipped no_profile': 1,
    })
    const reasons = factsNamed(built, 'message_skipped').map(({ properties }) => properties?.reason)
    expect(reasons.sort()).toEqual([
      'invalid_address',
      'no_address',
      'no_consent',
      'no_consent',
      'no_profile',
    ])
    expect(
      await built.messages.outgoing.foresee(
        workspaceId,
        (await built.messages.templates.list(workspaceId, { limit: 1 })).items[0]?.id ?? '',
        people(3),
      ),
    ).toEqual(['send', 'no_consent', 'no_consent'])
  })

  test('goes to a customer once when two that it was meant for have become one', async () => {
    await startSink()
    const merged = buildProfile(person(1), { email: 'one@customer.example' }, [person(0)])
    const built = await open({
      people: new Map([0, 1].map((n) => [person(n), merged])),
      settings: { frequencyCaps: [{ channel: 'any', messages: 2, days: 7 }] },
    })
    const first = await queue(built, people(2))
    built.messages.start()
    await settled(built, first)
    expect(await countsOf(built, first)).toEqual({ sent: 1, 'skipped same_person': 1 })
    const foreseen = await built.messages.outgoing.foresee(
      workspaceId,
      (await built.messages.templates.list(workspaceId, { limit: 1 })).items[0]?.id ?? '',
      people(2),
    )
    expect(foreseen).toEqual(['send', 'same_person'])

    const second = await queue(built, [person(0)])
    await settled(built, second)
    const [template] = (await built.messages.templates.list(workspaceId, { limit: 1 })).items
    const campaign = { id: second, name: 'Spring', templateId: template?.id ?? '', version: 1 }
    await built.messages.outgoing.queue(workspaceId, campaign, [person(1)])
    await settled(built, second)
    expect(await countsOf(built, second)).toEqual({ sent: 1, 'skipped same_person': 1 })

    const third = await queue(built, [person(0)])
    await settled(built, third)
    expect(await countsOf(built, third)).toEqual({ 'skipped frequency_cap': 1 })
    expect(sink.counts().accepted).toBe(2)
  })

  test('counts over all campaigns and within one: nobody gets more than the cap', async () => {
    await startSink()
    const built = await open({ settings: { frequencyCaps: [{ channel: 'any', messages: 2, days: 7 }] } })
    const first = await queue(built, people(20))
    const second = await queue(built, people(20))
    const third = await queue(built, people(20))
    built.messages.start()
    for (const campaign of [first, second, third]) await settled(built, campaign)
    expect(sink.counts().accepted).toBe(40)
    const capped = await Promise.all(
      [first, second, third].map(async (id) => (await countsOf(built, id))['skipped frequency_cap'] ?? 0),
    )
    expect(capped.reduce((sum, count) => sum + count, 0)).toBe(20)
  })

  test('holds messages over the night and sends them in the morning', async () => {
    await startSink()
    const clock = buildClock()
    clock.advance(11 * 3_600_000) // 23:00 in Shanghai
    const built = await open({ clock, settings: { quietHours: { from: '22:00', to: '08:00' } } })
    const campaign = await queue(built, people(5))
    built.messages.start()
    await settled(built, campaign)
    expect(await countsOf(built, campaign)).toEqual({ 'held quiet_hours': 5 })
    clock.advance(9 * 3_600_000)
    await until(async () => (await countsOf(built, campaign)).sent === 5, { what: 'the morning came' })
    await built.messages.stop()
    expect(factsNamed(built, 'message_held')).toHaveLength(5)
  })

  test('a person who unsubscribes while the campaign is under way gets nothing more', async () => {
    await startSink()
    const id = person(1)
    const built = await open({ people: new Map([[id, buildProfile(id, { email: 'li@customer.example' })]]) })
    const first = await queue(built, [id])
    built.messages.start()
    await settled(built, first)
    const token = /\/u\/([\w-]+)/.exec(sink.messages[0]?.headers['list-unsubscribe']?.[0] ?? '')?.[1] ?? ''
    await built.messages.tracking.setSubscription(token, false)
    const second = await queue(built, [id])
    await settled(built, second)
    expect(await countsOf(built, second)).toEqual({ 'skipped suppressed': 1 })
  })

  test('a message that cannot be rendered fails alone', async () => {
    await startSink()
    const loop =
      '{% if customer.first_name == "loop" %}{% for i in (1..100000000) %}{% endfor %}{% endif %}{{ unsubscribe_url }}'
    const content = buildContent()
    const en = content.variants.en
    if (!en) throw new Error('the test content is in English')
    const built = await open({
      people: withTraits(
        { email: 'a@customer.example', first_name: 'loop' },
        { email: 'b@customer.example', first_name: 'Li' },
      ),
    })
    const campaign = await queue(built, people(2), { ...content, variants: { en: { ...en, text: loop } } })
    built.messages.start()
    await settled(built, campaign)
    expect(await countsOf(built, campaign)).toEqual({ sent: 1, 'failed template_failed': 1 })
  })
})

describe('a campaign under way', () => {
  const slow: SmtpSinkOptions = { rules: [{ at: 'message', answer: { kind: 'delay', ms: 10 } }] }

  test('paused stops within two groups and resumed reaches everybody once', async () => {
    await startSink(slow)
    const built = await open({}, { connections: 2 })
    const campaign = await queue(built, people(80))
    built.messages.start()
    await until(() => sink.counts().accepted >= 10, { what: 'some are out' })
    await built.messages.outgoing.steer(db, workspaceId, campaign, 'paused')
    const before = sink.counts().accepted
    await until(async () => ((await countsOf(built, campaign)).sending ?? 0) === 0, {
      what: 'what was on the wire has landed',
    })
    const paused = await countsOf(built, campaign)
    expect(sink.counts().accepted - before).toBeLessThanOrEqual(8)
    expect(paused.pending).toBeGreaterThan(0)
    expect(paused.pending).toBe(80 - sink.counts().accepted)
    await built.messages.outgoing.steer(db, workspaceId, campaign, 'running')
    built.messages.wake()
    await settled(built, campaign)
    expect(await countsOf(built, campaign)).toEqual({ sent: 80 })
    expect(sink.counts()).toMatchObject({ accepted: 80, distinct: 80 })
  })

  test('cancelled sends no more, and says so of everybody', async () => {
    await startSink(slow)
    const built = await open({}, { connections: 2 })
    const campaign = await queue(built, people(80))
    built.messages.start()
    await until(() => sink.counts().accepted >= 4, { what: 'some are out' })
    await built.messages.outgoing.steer(db, workspaceId, campaign, 'cancelled')
    built.messages.wake()
    await settled(built, campaign)
    await built.messages.stop()
    const { sent = 0, 'cancelled cancelled': cancelled = 0 } = await countsOf(built, campaign)
    expect(sent + cancelled).toBe(80)
    expect(sink.counts().accepted).toBe(sent)
    expect(factsNamed(built, 'message_skipped')).toHaveLength(cancelled)
  })

  test('is sent once by two senders at the same time', async () => {
    await startSink(slow)
    const one = await open()
    const two = await open()
    const campaign = await queue(one, people(150))
    one.messages.start()
    two.messages.start()
    await settled(one, campaign)
    expect(sink.counts()).toMatchObject({ accepted: 150, distinct: 150 })
  })

  test('stopped in the middle goes on with another sender, and nobody gets it twice', async () => {
    await startSink(slow)
    const one = await open()
    const campaign = await queue(one, people(100))
    one.messages.start()
    await until(() => sink.counts().accepted >= 20, { what: 'some are out' })
    await one.messages.stop()
    const { sending = 0, uncertain = 0 } = await countsOf(one, campaign)
    expect([sending, uncertain]).toEqual([0, 0])
    const two = await open()
    two.messages.start()
    await settled(two, campaign)
    expect(await countsOf(two, campaign)).toEqual({ sent: 100 })
    expect(sink.counts()).toMatchObject({ accepted: 100, distinct: 100 })
  })

  test('whose sender died leaves what was marked uncertain, which a person can have sent again', async () => {
    await startSink()
    const built = await open()
    const campaign = await queue(built, people(10))
    await db.query(
      `UPDATE deliveries SET state = 'sending', attempts = 1 WHERE seq IN (SELECT seq FROM deliveries ORDER BY seq LIMIT 3)`,
    )
    built.messages.start()
    await settled(built, campaign)
    expect(await countsOf(built, campaign)).toEqual({ sent: 7, 'uncertain process_ended': 3 })
    expect(await built.messages.settleUncertain(workspaceId, campaign, 'leave')).toBe(0)
    expect(await built.messages.settleUncertain(workspaceId, campaign, 'resend')).toBe(3)
    await settled(built, campaign)
    expect(await countsOf(built, campaign)).toEqual({ sent: 10 })
  })
})
