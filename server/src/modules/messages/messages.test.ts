import { emailChannelInputSchema, type Permission } from '@rapport/contract'
import { createTransport } from 'nodemailer'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type OpenDatabase, openEmbeddedDatabase } from '../../../../test/harness/open-engines'
import { htmlOf } from '../../../../test/harness/smtp-mailbox'
import { type SmtpSink, startSmtpSink } from '../../../../test/harness/smtp-sink'
import { until } from '../../../../test/harness/until'
import { deriveId } from '../../kernel/id'
import { createCrypto, keyringOf } from '../../platform/crypto'
import type { Database } from '../../platform/postgres'
import { messagePages } from '.'
import {
  actor,
  buildChannel,
  buildContent,
  buildMessages,
  buildProfile,
  otherWorkspaceId,
  person,
  type TestMessages,
  workspaceId,
} from './testing/build'

let opened: OpenDatabase
let db: Database
let sink: SmtpSink
let built: TestMessages

const li = person(1)
const people = new Map([[li, buildProfile(li, { email: 'li@customer.example', first_name: 'Li' })]])

beforeAll(async () => {
  opened = await openEmbeddedDatabase()
  db = opened.db
  sink = await startSmtpSink()
})
afterAll(async () => {
  await built.messages.stop()
  await sink.stop()
  await opened.close()
})
beforeEach(async () => {
  await built?.messages.stop()
  for (const table of [
    'deliveries',
    'sends',
    'suppressions',
    'message_outbox',
    'sender_leases',
    'email_channels',
    'templates',
    'template_versions',
  ])
    await db.query(`DELETE FROM ${table}`)
  sink.setRules([])
  built = buildMessages(db, { people })
})

const setUp = () => built.messages.channel.save(workspaceId, buildChannel(sink.port))

/** One message to Li, sent; its delivery and the tokens in it. */
async function sendOne() {
  await setUp()
  const { messages } = built
  const template = await messages.templates.create(actor, 'News', buildContent())
  const campaignId = deriveId('campaign', String(Math.random()))
  await messages.outgoing.queue(
    workspaceId,
    { id: campaignId, name: 'Spring', templateId: template.id, version: 1 },
    [li],
  )
  messages.start()
  const delivery = await until(
    async () => (await messages.deliveries(workspaceId, { limit: 1, state: 'sent' })).items[0],
    { what: 'the message is sent' },
  )
  const mail = sink.messages.at(-1)
  const html = htmlOf(mail?.raw ?? '')
  const tokenOf = (kind: string) => new RegExp(`rapport\\.example/${kind}/([\\w-]+)`).exec(html)?.[1] ?? ''
  return { delivery, mail, open: tokenOf('o'), click: tokenOf('c'), unsubscribe: tokenOf('u') }
}

const eventsNamed = (name: string) => built.recorded.filter(({ event }) => event === name)

describe('templates', () => {
  test('are kept in versions: one that was used stays, the next save makes another', async () => {
    const { templates } = built.messages
    const first = await templates.create(actor, 'News', buildContent())
    const edited = await templates.save(actor, first.id, {
      name: 'News 2',
      content: buildContent({ fromName: 'A' }),
      updatedAt: first.updatedAt,
    })
    expect(edited).toMatchObject({ name: 'News 2', version: 1, isUsed: false })
    const pinned = await db.transaction((tx) => templates.pin(tx, workspaceId, first.id))
    expect(pinned).toMatchObject({ version: 1, kind: 'marketing' })
    built.clock.advance(1_000)
    const next = await templates.save(actor, first.id, {
      name: 'News 3',
      content: buildContent({ fromName: 'B' }),
      updatedAt: edited.updatedAt,
    })
    expect(next).toMatchObject({ version: 2, isUsed: false })
    expect((await templates.get(workspaceId, first.id, 1)).content.fromName).toBe('A')
  })

  test('saved by somebody else meanwhile are not written over', async () => {
    const { templates } = built.messages
    const first = await templates.create(actor, 'News', buildContent())
    built.clock.advance(1_000)
    const asked = { name: 'Mine', content: buildContent(), updatedAt: first.updatedAt }
    await templates.save(actor, first.id, { ...asked, name: 'Theirs' })
    await expect(templates.save(actor, first.id, asked)).rejects.toMatchObject({
      details: { code: 'template_changed' },
    })
  })

  test('are listed newest first, found by name, archived, and unknown to another workspace', async () => {
    const { templates } = built.messages
    for (const name of ['春季上新', 'Spring', 'Summer']) {
      await templates.create(actor, name, buildContent())
      built.clock.advance(1_000)
    }
    const first = await templates.list(workspaceId, { limit: 2 })
    const second = await templates.list(workspaceId, { limit: 2, cursor: first.nextCursor ?? '' })
    expect([...first.items, ...second.items].map(({ name }) => name)).toEqual([
      'Summer',
      'Spring',
      '春季上新',
    ])
    expect((await templates.list(workspaceId, { limit: 9, search: 'spr' })).items).toHaveLength(1)
    const id = first.items[0]?.id ?? ''
    expect((await templates.list(otherWorkspaceId, { limit: 9 })).items).toEqual([])
    await expect(templates.get(otherWorkspaceId, id)).rejects.toMatchObject({ code: 'not_found' })
    await templates.archive(actor, id)
    expect((await templates.list(workspaceId, { limit: 9 })).items).toHaveLength(2)
    await expect(
      templates.save(actor, id, {
        name: 'x',
        content: buildContent(),
        updatedAt: first.items[0]?.updatedAt ?? '',
      }),
    ).rejects.toMatchObject({ code: 'conflict' })
  })

  test('show what a customer would get, and say where they fail', async () => {
    const { templates } = built.messages
    const shown = await templates.preview(actor, {
      content: buildContent(),
      locale: 'en',
      profileId: li,
    })
    expect(shown).toMatchObject({ subject: 'News for Li', locale: 'en' })
    expect(shown.html).toContain('href="https://shop.example/new?a=1&amp;b=Li"')
    const en = buildContent().variants.en
    if (!en) throw new Error('the test content is in English')
    const endless = buildContent({
      variants: { en: { ...en, text: '{% for i in (1..100000000) %}{% endfor %}' } },
    })
    await expect(
      templates.preview(actor, { content: endless, locale: 'en', profileId: null }),
    ).rejects.toMatchObject({
      code: 'unprocessable',
      details: { code: 'render_limit' },
    })
    const broken = buildContent({ variants: { en: { ...en, subject: '{{ oops' } } })
    await expect(
      templates.preview(actor, { content: broken, locale: 'en', profileId: null }),
    ).rejects.toMatchObject({
      details: { code: 'liquid_syntax', line: 1 },
    })
    expect((await templates.check(workspaceId, endless)).findings).toContainEqual(
      expect.objectContaining({ code: 'render_limit', level: 'error' }),
    )
  })

  test('cannot launch without a channel, and a test message needs one', async () => {
    const { templates } = built.messages
    expect(await templates.check(workspaceId, buildContent())).toMatchObject({
      canLaunch: false,
      findings: [{ code: 'missing_channel' }, { code: 'missing_fallback' }],
    })
    const asked = { content: buildContent(), locale: 'en' as const, profileId: li, to: ['me@shop.example'] }
    await expect(templates.testSend(actor, asked)).rejects.toMatchObject({ details: { code: 'no_channel' } })
    await setUp()
    expect((await templates.check(workspaceId, buildContent())).canLaunch).toBe(true)
    expect(await templates.testSend(actor, asked)).toMatchObject([
      { to: 'me@shop.example', result: { kind: 'ok' } },
    ])
    expect(sink.messages.at(-1)).toMatchObject({
      to: ['me@shop.example'],
      headers: { subject: ['News for Li'] },
    })
    expect(sink.messages.at(-1)?.raw).not.toContain('/o/')
  })
})

test('a customer’s message is shown to those only who may see personal data', async () => {
  const viewer = { ...actor, permissions: new Set<Permission>(['templates:read']) }
  const asked = { content: buildContent(), locale: 'en' as const, profileId: li }
  await expect(built.messages.templates.preview(viewer, asked)).rejects.toMatchObject({ code: 'forbidden' })
  await expect(built.messages.templates.preview(viewer, { ...asked, profileId: null })).resolves.toBeDefined()
})

describe('the channel', () => {
  test('whose secrets were made with a key that is gone asks for them again instead of failing', async () => {
    await built.messages.channel.save(
      workspaceId,
      buildChannel(sink.port, { user: 'shop', password: 'secret' }),
    )
    const other = buildMessages(db, { deps: { crypto: createCrypto(keyringOf([Buffer.alloc(32, 9)])) } })
    expect(await other.messages.channel.get(workspaceId)).toMatchObject({ hasPassword: false, user: 'shop' })
    const entered = buildChannel(sink.port, { user: 'shop', password: 'again' })
    expect(await other.messages.channel.save(workspaceId, entered)).toMatchObject({ hasPassword: true })
  })

  test('keeps its password to itself, and encrypted', async () => {
    const { channel } = built.messages
    const saved = await channel.save(
      workspaceId,
      buildChannel(sink.port, { user: 'shop', password: 'very secret' }),
    )
    expect(saved).toMatchObject({ hasPassword: true, user: 'shop' })
    const [row] = await db.query<{ all: string }>('SELECT settings || secrets AS all FROM email_channels')
    expect(row?.all).not.toContain('very secret')
    expect(await channel.save(workspaceId, buildChannel(sink.port, { user: 'shop' }))).toMatchObject({
      hasPassword: true,
    })
    expect(
      await channel.save(workspaceId, buildChannel(sink.port, { user: 'shop', password: null })),
    ).toMatchObject({ hasPassword: false })
  })

  test('never sends a stored password to another server', async () => {
    const { channel } = built.messages
    await channel.save(workspaceId, buildChannel(sink.port, { user: 'shop', password: 'secret' }))
    for (const elsewhere of [{ host: 'evil.example', user: 'shop' }, { user: 'other' }]) {
      await expect(channel.verify(workspaceId, buildChannel(sink.port, elsewhere))).rejects.toMatchObject({
        details: { code: 'password_required' },
      })
      await expect(channel.save(workspaceId, buildChannel(sink.port, elsewhere))).rejects.toMatchObject({
        details: { code: 'password_required' },
      })
    }
  })

  test('is verified without being saved', async () => {
    const { channel } = built.messages
    expect(await channel.verify(workspaceId, buildChannel(sink.port))).toEqual({ kind: 'ok', answer: '' })
    expect(await channel.verify(workspaceId, buildChannel(1))).toMatchObject({
      kind: 'problem',
      problem: 'cannot_connect',
    })
    expect(await channel.get(workspaceId)).toBeNull()
  })

  test('has room for the mark in its bounce address, and a sender that servers take', async () => {
    const { channel } = built.messages
    const long = buildChannel(sink.port, { bounceAddress: `${'b'.repeat(24)}@shop.example` })
    await expect(channel.save(workspaceId, long)).rejects.toMatchObject({
      details: { code: 'bounce_address_too_long' },
    })
    await expect(
      channel.save(workspaceId, buildChannel(sink.port, { fromAddress: '"odd one"@shop.example' })),
    ).rejects.toMatchObject({ details: { code: 'invalid_sender' } })
  })

  test.each(['host', 'user', 'heloName', 'dkimDomain', 'dkimSelector'])(
    'says its %s on one line',
    (field) => {
      for (const value of ['a\r\nb', 'a\nb', 'a\u0007b', 'a\u007fb'])
        expect(emailChannelInputSchema.safeParse(buildChannel(25, { [field]: value })).success).toBe(false)
      expect(emailChannelInputSchema.safeParse(buildChannel(25, { [field]: 'mail' })).success).toBe(true)
    },
  )

  test('sends a short message to try it out', async () => {
    await setUp()
    expect(await built.messages.testChannel(workspaceId, 'me@shop.example')).toMatchObject({ kind: 'ok' })
  })
})

describe('what people do with a message', () => {
  const chrome = {
    userAgent:
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36',
    purpose: '',
  }

  test('is told of, once a minute for the same thing', async () => {
    const { open, click, delivery } = await sendOne()
    built.clock.advance(5_000)
    const { tracking } = built.messages
    expect(await tracking.opened(open, chrome)).toBe(true)
    await tracking.opened(open, chrome)
    expect(await tracking.clicked(click, chrome)).toBe('https://shop.example/new?a=1&b=Li')
    const opened = eventsNamed('message_opened')
    expect(opened[0]?.messageId).toBe(opened[1]?.messageId)
    expect(opened[0]).toMatchObject({
      profileId: li,
      properties: { delivery_id: delivery.id, machine: null },
    })
    expect(eventsNamed('message_clicked')[0]?.properties).toMatchObject({
      url: 'https://shop.example/new?a=1&b=Li',
      link: 1,
      machine: null,
    })
  })

  test.each([
    ['a crawler', { userAgent: 'Googlebot/2.1', purpose: '' }, 5_000, 'bot'],
    ['nobody', { userAgent: '', purpose: '' }, 5_000, 'bot'],
    ['Apple’s privacy proxy', { userAgent: 'Mozilla/5.0', purpose: '' }, 5_000, 'apple_privacy'],
    ['a prefetch', { ...chrome, purpose: 'prefetch' }, 5_000, 'prefetch'],
    ['a scanner on the way', chrome, 1_000, 'scanner'],
    [
      'Gmail for its reader',
      {
        userAgent:
          'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)',
        purpose: '',
      },
      5_000,
      null,
    ],
  ])('an opening by %s is noted as such', async (_name, visit, afterMs, machine) => {
    const { open } = await sendOne()
    built.clock.advance(afterMs)
    await built.messages.tracking.opened(open, visit)
    expect(eventsNamed('message_opened')[0]?.properties).toMatchObject({ machine })
  })

  test('through a token that was changed, or made for something else, leads nowhere and is not told of', async () => {
    const { open, click, unsubscribe } = await sendOne()
    const { tracking } = built.messages
    const spoilt = `${click.slice(0, -4)}${click.endsWith('AAAA') ? 'BBBB' : 'AAAA'}`
    for (const token of [spoilt, open, unsubscribe, '', 'x'.repeat(3_000)])
      expect(await tracking.clicked(token, chrome)).toBeNull()
    for (const token of [click, unsubscribe, open.slice(1)])
      expect(await tracking.opened(token, chrome)).toBe(false)
    for (const token of [click, open]) expect(await tracking.setSubscription(token, false)).toBeNull()
    expect(eventsNamed('message_clicked')).toEqual([])
    expect(eventsNamed('message_opened')).toEqual([])
  })

  test('an opening of a message that nobody was sure of says that it went out', async () => {
    const { open } = await sendOne()
    await db.query(`UPDATE deliveries SET state = 'uncertain', reason = 'process_ended'`)
    await built.messages.tracking.opened(open, chrome)
    expect((await built.messages.deliveries(workspaceId, { limit: 1 })).items[0]).toMatchObject({
      state: 'sent',
      reason: null,
    })
  })
})

describe('the pages that messages lead to', () => {
  const app = () => messagePages(built.messages)

  test('ask before they unsubscribe, in the reader’s language, and take it back', async () => {
    const { unsubscribe } = await sendOne()
    const path = `/u/${unsubscribe}`
    const asked = await app().request(path, { headers: { 'Accept-Language': 'fr, zh-TW;q=0.8' } })
    const page = await asked.text()
    expect(asked.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(page).toContain('您正在用 li@customer.example 接收')
    expect(await built.messages.tracking.subscription(unsubscribe)).toMatchObject({ isSubscribed: true })

    const done = await app().request(path, {
      method: 'POST',
      body: 'action=unsubscribe',
      headers: { 'Accept-Language': 'en' },
    })
    expect(await done.text()).toContain('You are unsubscribed')
    await until(() => eventsNamed('message_unsubscribed').length === 1, { what: 'it is told of' })
    expect(built.recorded.find(({ type }) => type === 'set_traits')).toMatchObject({
      profileId: li,
      traits: { consent_email: 'withdrawn' },
    })

    const back = await app().request(path, { method: 'POST', body: 'action=resubscribe' })
    expect(await back.text()).toContain('接收我们的营销邮件')
    expect((await built.messages.suppressions.list(workspaceId, { limit: 9 })).items).toEqual([])
  })

  test('unsubscribe with the one click of RFC 8058, twice without harm', async () => {
    const { unsubscribe, mail } = await sendOne()
    expect(mail?.headers['list-unsubscribe']?.[0]).toContain(unsubscribe)
    const click = {
      method: 'POST',
      body: 'List-Unsubscribe=One-Click',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    }
    for (let times = 0; times < 2; times += 1)
      expect((await app().request(`/u/${unsubscribe}`, click)).status).toBe(200)
    expect((await built.messages.suppressions.list(workspaceId, { limit: 9 })).items).toMatchObject([
      { address: 'li@customer.example', reason: 'unsubscribed' },
    ])
  })

  test('answer an opening with a picture, a click with its address, and a bad token with neither', async () => {
    const { open, click } = await sendOne()
    const picture = await app().request(`/o/${open}`)
    expect(picture.headers.get('content-type')).toBe('image/gif')
    const redirect = await app().request(`/c/${click}`)
    expect([redirect.status, redirect.headers.get('location')]).toEqual([
      302,
      'https://shop.example/new?a=1&b=Li',
    ])
    const clicks = eventsNamed('message_clicked').length
    const look = await app().request(`/c/${click}`, { method: 'HEAD' })
    expect([look.status, look.headers.get('location')]).toEqual([302, 'https://shop.example/new?a=1&b=Li'])
    expect((await app().request('/c/x', { method: 'HEAD' })).status).toBe(404)
    expect([clicks, eventsNamed('message_clicked').length]).toEqual([1, 1])
    expect((await app().request(`/c/${click}x`)).headers.get('location')).toBeNull()
    for (const path of ['/o/x', '/c/x', '/u/x']) expect((await app().request(path)).status).toBe(404)
    expect((await app().request('/u/x', { method: 'POST', body: 'x'.repeat(5_000) })).status).not.toBe(200)
  })

  test('do not count a look without a body as an opening', async () => {
    const { open } = await sendOne()
    await app().request(`/o/${open}`, { method: 'HEAD' })
    expect(eventsNamed('message_opened')).toEqual([])
  })
})

describe('the suppression list', () => {
  test('takes addresses one by one and many at once, in any case, and gives them back', async () => {
    const { suppressions } = built.messages
    await suppressions.add(actor, 'Li@Customer.example', 'asked by phone')
    const many = await suppressions.import(actor, {
      addresses: ['li@customer.EXAMPLE', 'wang@customer.example', 'WANG@customer.example', 'nonsense'],
      reason: 'unsubscribed',
      detail: '',
    })
    expect(many).toEqual({ added: 1, known: 1, invalid: ['nonsense'] })
    expect((await suppressions.list(workspaceId, { limit: 9, search: 'LI@' })).items).toMatchObject([
      { reason: 'manual', detail: 'asked by phone' },
    ])
    expect((await suppressions.list(otherWorkspaceId, { limit: 9 })).items).toEqual([])
    await suppressions.remove(actor, 'LI@customer.example')
    await expect(suppressions.remove(actor, 'li@customer.example')).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  test('keeps the heavier reason', async () => {
    const { suppressions } = built.messages
    const one = (reason: 'unsubscribed' | 'complained') =>
      suppressions.import(actor, { addresses: ['li@customer.example'], reason, detail: '' })
    await one('unsubscribed')
    await one('complained')
    await one('unsubscribed')
    expect((await suppressions.list(workspaceId, { limit: 9 })).items).toMatchObject([
      { reason: 'complained' },
    ])
  })
})

describe('returned mail', () => {
  const bounce = (to: string, status = '5.1.1', messageId = '<none@shop.example>') =>
    Buffer.from(
      `From: MAILER-DAEMON@mx.example\r\nTo: ${to}\r\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; li@customer.example\r\nAction: failed\r\nStatus: ${status}\r\nDiagnostic-Code: smtp; 550 ${status} no\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: ${messageId}\r\n\r\n--b--\r\n`,
    )

  test('with our mark fails the message and suppresses the address', async () => {
    const { mail } = await sendOne()
    expect(await built.messages.receiveReport(workspaceId, bounce(mail?.from.toUpperCase() ?? ''))).toEqual({
      settled: 1,
      ignored: 0,
    })
    expect((await built.messages.deliveries(workspaceId, { limit: 1 })).items[0]).toMatchObject({
      state: 'failed',
      reason: 'bounced_hard',
    })
    expect((await built.messages.suppressions.list(workspaceId, { limit: 1 })).items).toMatchObject([
      { address: 'li@customer.example', reason: 'bounced' },
    ])
    await until(() => eventsNamed('message_bounced').length === 1, { what: 'it is told of' })
  })

  test('of a full mailbox does not suppress', async () => {
    const { mail } = await sendOne()
    await built.messages.receiveReport(workspaceId, bounce(mail?.from ?? '', '4.2.2'))
    expect((await built.messages.deliveries(workspaceId, { limit: 1 })).items[0]).toMatchObject({
      reason: 'bounced_soft',
    })
    expect((await built.messages.suppressions.list(workspaceId, { limit: 1 })).items).toEqual([])
  })

  test('is known by the original’s Message-ID too, and nothing is believed without either', async () => {
    const { mail } = await sendOne()
    expect(await built.messages.receiveReport(workspaceId, bounce('postmaster@shop.example'))).toEqual({
      settled: 0,
      ignored: 1,
    })
    expect(await built.messages.receiveReport(otherWorkspaceId, bounce(mail?.from ?? ''))).toEqual({
      settled: 0,
      ignored: 1,
    })
    expect(
      await built.messages.receiveReport(
        workspaceId,
        bounce('postmaster@shop.example', '5.1.1', mail?.messageId),
      ),
    ).toMatchObject({ settled: 1 })
    expect(
      await built.messages.receiveReport(
        workspaceId,
        Buffer.from('From: li@customer.example\r\n\r\nThanks!'),
      ),
    ).toMatchObject({ settled: 0 })
  })

  test('a complaint suppresses the address for everything', async () => {
    const { mail } = await sendOne()
    const report = `From: fbl@isp.example\r\nTo: ${mail?.from}\r\nContent-Type: multipart/report; report-type=feedback-report; boundary="b"\r\n\r\n--b\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\nVersion: 1\r\n\r\n--b--\r\n`
    await built.messages.receiveReport(workspaceId, Buffer.from(report))
    expect((await built.messages.suppressions.list(workspaceId, { limit: 1 })).items).toMatchObject([
      { reason: 'complained' },
    ])
    await until(() => eventsNamed('message_complained').length === 1, { what: 'it is told of' })
  })

  test('comes over SMTP to addresses with a mark of ours, and to no others', async () => {
    const { mail } = await sendOne()
    const receiver = await built.messages.startBounceReceiver({ host: '127.0.0.1', port: 0 })
    const transport = createTransport({ host: '127.0.0.1', port: receiver.port, ignoreTLS: true })
    const hand = (to: string) =>
      transport.sendMail({ envelope: { from: '', to }, raw: bounce('someone@else.example') })
    await expect(hand('bounces@shop.example')).rejects.toThrow(/550/)
    await expect(hand(`bounces+${'a'.repeat(40)}@shop.example`)).rejects.toThrow(/550/)
    await hand(mail?.from ?? '')
    transport.close()
    await receiver.stop()
    expect((await built.messages.deliveries(workspaceId, { limit: 1 })).items[0]).toMatchObject({
      reason: 'bounced_hard',
    })
  })
})

describe('a person', () => {
  test('can read every message to them, and be forgotten: numbers stay, the address goes, the refusal stays', async () => {
    const { unsubscribe } = await sendOne()
    await built.messages.tracking.setSubscription(unsubscribe, false)
    const { privacy } = built.messages
    expect((await privacy.exportPerson(workspaceId, [li])).deliveries).toMatchObject([
      { address: 'li@customer.example', state: 'sent' },
    ])
    await privacy.erasePerson(workspaceId, [li])
    expect((await privacy.exportPerson(workspaceId, [li])).deliveries).toMatchObject([
      { address: '', state: 'sent' },
    ])
    const [row] = await db.query<{ address: string }>('SELECT address FROM suppressions')
    expect(row).toEqual({ address: '' })
    expect(await built.messages.tracking.subscription(unsubscribe)).toBeNull()
  })

  test('a workspace that is deleted leaves nothing behind', async () => {
    await sendOne()
    await built.messages.stop()
    await built.messages.privacy.eraseWorkspace(workspaceId)
    for (const table of [
      'deliveries',
      'sends',
      'email_channels',
      'templates',
      'template_versions',
      'message_outbox',
    ])
      expect(await db.query(`SELECT 1 FROM ${table} WHERE workspace_id = $1`, [workspaceId])).toEqual([])
  })
})
