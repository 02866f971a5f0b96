import { generateKeyPairSync } from 'node:crypto'
import { createServer } from 'node:net'
import PostalMime from 'postal-mime'
import { afterEach, expect, test } from 'vitest'
import { type SmtpSink, type SmtpSinkOptions, startSmtpSink } from '../../../../test/harness/smtp-sink'
import { until } from '../../../../test/harness/until'
import type { OutgoingMail } from './compose'
import { type Mailer, type MailOptions, openMailer } from './mailer'
import type { SmtpSettings } from './settings'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

const quick = { connectMs: 400, greetingMs: 400, loginMs: 800, silenceMs: 400, messageMs: 800 }

function buildMail(changes: Partial<OutgoingMail> = {}): OutgoingMail {
  return {
    envelopeFrom: 'bounces@shop.example',
    to: 'li@customer.example',
    from: { name: '知客商店', address: 'hello@shop.example' },
    replyTo: null,
    subject: '你好',
    text: 'Hello',
    html: '<p>你好</p>',
    messageId: '<1@shop.example>',
    date: new Date('2026-01-02T03:04:05Z'),
    headers: {},
    ...changes,
  }
}

function openFor(
  port: number,
  changes: Partial<SmtpSettings> = {},
  options: Partial<MailOptions> = {},
): Mailer {
  const settings: SmtpSettings = {
    host: '127.0.0.1',
    port,
    security: 'none',
    login: null,
    verifiesCertificate: true,
    heloName: null,
    connections: 2,
    dkim: null,
    ...changes,
  }
  const mailer = openMailer(settings, { allowPrivateAddresses: true, limits: quick, ...options })
  closing.push(() => mailer.destroy())
  return mailer
}

async function sinkWith(options: SmtpSinkOptions = {}): Promise<SmtpSink> {
  const sink = await startSmtpSink(options)
  closing.push(() => sink.stop())
  return sink
}

test('delivers what was composed: names, subject and both parts read back as they were', async () => {
  const sink = await sinkWith()
  const outcome = await openFor(sink.port).send(
    buildMail({ headers: { 'List-Unsubscribe': '<https://shop.example/u/x>' } }),
  )
  expect(outcome.kind).toBe('sent')
  const [received] = sink.messages
  expect(received).toMatchObject({ from: 'bounces@shop.example', to: ['li@customer.example'] })
  const parsed = await PostalMime.parse(received?.raw ?? '')
  expect(parsed).toMatchObject({
    from: { name: '知客商店', address: 'hello@shop.example' },
    subject: '你好',
    messageId: '<1@shop.example>',
    html: expect.stringContaining('<p>你好</p>'),
    date: '2026-01-02T03:04:05.000Z',
  })
  expect(parsed.headers.find(({ key }) => key === 'list-unsubscribe')?.value).toBe(
    '<https://shop.example/u/x>',
  )
})

test('a line break in a name or subject does not become a header', async () => {
  const sink = await sinkWith()
  const evil = 'Hello\r\nBcc: everyone@customer.example'
  await openFor(sink.port).send(
    buildMail({ subject: evil, from: { name: evil, address: 'hello@shop.example' } }),
  )
  expect(Object.keys(sink.messages[0]?.headers ?? {})).not.toContain('bcc')
})

test('a line that starts with a dot, a very long line and a lone line feed arrive whole', async () => {
  const sink = await sinkWith()
  const text = `.\n..two\nlong ${'x'.repeat(3_000)}\n.`
  await openFor(sink.port).send(buildMail({ text, html: 'a\n.\nb' }))
  const parsed = await PostalMime.parse(sink.messages[0]?.raw ?? '')
  expect(parsed.text?.trimEnd().split(/\r?\n/)).toEqual(text.split('\n'))
  expect(parsed.html?.trimEnd().split(/\r?\n/)).toEqual(['a', '.', 'b'])
})

test('several messages share the connections, and a server that drops an idle one is asked again', async () => {
  const sink = await sinkWith()
  const mailer = openFor(sink.port)
  const ids = Array.from({ length: 12 }, (_, index) => `<${index}@shop.example>`)
  const outcomes = await Promise.all(ids.map((messageId) => mailer.send(buildMail({ messageId }))))
  expect(outcomes.every(({ kind }) => kind === 'sent')).toBe(true)
  expect(sink.counts()).toMatchObject({ accepted: 12, distinct: 12 })

  sink.setRules([{ at: 'sender', times: 1, answer: { kind: 'cut' } }])
  expect((await mailer.send(buildMail({ messageId: '<again@shop.example>' }))).kind).toBe('sent')
})

test('a refusal for now is temporary and the connection serves the next message', async () => {
  const sink = await sinkWith({
    rules: [{ at: 'recipient', times: 1, answer: { kind: 'refuse', code: 451, text: '4.7.1 try later' } }],
  })
  const mailer = openFor(sink.port)
  expect(await mailer.send(buildMail())).toEqual({
    kind: 'temporary',
    answer: expect.stringContaining('451'),
  })
  expect((await mailer.send(buildMail())).kind).toBe('sent')
})

test.each([
  ['recipient', 550, '5.1.1 no such user', { kind: 'permanent', bounce: 'hard' }],
  ['recipient', 550, 'no such user', { kind: 'permanent', bounce: 'hard' }],
  ['recipient', 552, '5.2.2 mailbox full', { kind: 'permanent', bounce: 'soft' }],
  ['recipient', 550, '5.7.1 blocked by policy', { kind: 'permanent', bounce: 'block' }],
  ['recipient', 554, 'your address is listed', { kind: 'permanent', bounce: 'block' }],
  ['message', 554, '5.6.0 not that', { kind: 'permanent', bounce: 'content' }],
  ['message', 451, 'busy', { kind: 'temporary' }],
  ['sender', 550, 'we do not know this sender', { kind: 'unavailable', problem: 'sender_refused' }],
  ['connect', 421, 'too many', { kind: 'unavailable', problem: 'busy' }],
] as const)('%s refused with %i %s', async (at, code, text, expected) => {
  const sink = await sinkWith({ rules: [{ at, answer: { kind: 'refuse', code, text } }] })
  expect(await openFor(sink.port).send(buildMail())).toMatchObject(expected)
  expect(sink.counts().accepted).toBe(0)
})

test.each([
  ['silence after the recipient', 'recipient', { kind: 'stall' }, 'temporary'],
  ['a cut after the sender', 'sender', { kind: 'cut' }, 'temporary'],
  ['silence after the message', 'message', { kind: 'stall', keep: true }, 'uncertain'],
  ['a cut after the message', 'message', { kind: 'cut', keep: true }, 'uncertain'],
  ['half a reply after the message', 'message', { kind: 'cut', text: '25' }, 'uncertain'],
  ['a reply that never ends', 'message', { kind: 'cut', text: '250-queued\r\n', keep: true }, 'uncertain'],
  ['a refusal cut short', 'message', { kind: 'cut', text: '451 not n' }, 'temporary'],
] as const)('%s', async (_name, at, answer, expected) => {
  const sink = await sinkWith({ rules: [{ at, answer }] })
  expect((await openFor(sink.port).send(buildMail())).kind).toBe(expected)
})

test('an uncertain message is never tried on another connection by itself', async () => {
  const sink = await sinkWith({ rules: [{ at: 'message', times: 1, answer: { kind: 'cut', keep: true } }] })
  const mailer = openFor(sink.port)
  await mailer.send(buildMail({ messageId: '<first@shop.example>' })) // uses up the rule
  sink.setRules([])
  await mailer.send(buildMail({ messageId: '<warm@shop.example>' }))
  sink.setRules([{ at: 'message', times: 1, answer: { kind: 'cut', keep: true } }])
  expect((await mailer.send(buildMail({ messageId: '<second@shop.example>' }))).kind).toBe('uncertain')
  expect(sink.counts().duplicates).toEqual({})
})

test('a server that drips its reply is given up after the limit for one message', async () => {
  const server = createServer((socket) => {
    socket.write('220 slow\r\n')
    socket.on('error', () => {})
    socket.on('data', () => {
      const drip = setInterval(() => socket.write('2'), 50)
      socket.on('close', () => clearInterval(drip))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => new Promise((resolve) => server.close(resolve)))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  expect(await openFor(port).send(buildMail())).toMatchObject({ kind: 'unavailable' })
})

test('a server that never greets, and one that is not there, are the channel’s trouble', async () => {
  const sink = await sinkWith({ rules: [{ at: 'connect', answer: { kind: 'stall' } }] })
  expect(await openFor(sink.port).send(buildMail())).toMatchObject({ problem: 'no_greeting' })
  await sink.stop()
  expect(await openFor(sink.port).send(buildMail())).toMatchObject({ problem: 'cannot_connect' })
})

test('logs in, and says so when the login is wrong or not offered', async () => {
  const auth = { user: 'shop', pass: 'right' }
  const sink = await sinkWith({ auth })
  const good = openFor(sink.port, { login: { user: 'shop', password: 'right' } })
  expect(await good.verify()).toEqual({ kind: 'ready' })
  expect((await good.send(buildMail())).kind).toBe('sent')
  const wrong = openFor(sink.port, { login: { user: 'shop', password: 'wrong' } })
  expect(await wrong.verify()).toMatchObject({
    problem: 'login_failed',
    answer: expect.stringContaining('535'),
  })
  const open = await sinkWith()
  const needless = openFor(open.port, { login: { user: 'shop', password: 'x' } })
  expect(await needless.verify()).toMatchObject({ problem: 'login_failed' })
})

test('demands encryption and a certificate that someone vouches for, unless told not to', async () => {
  const starttls = await sinkWith({ tls: 'starttls' })
  const implicit = await sinkWith({ tls: 'implicit' })
  const plain = await sinkWith()
  const trusting = { verifiesCertificate: false }
  expect(await openFor(starttls.port, { security: 'starttls', ...trusting }).verify()).toEqual({
    kind: 'ready',
  })
  expect(await openFor(implicit.port, { security: 'tls', ...trusting }).verify()).toEqual({ kind: 'ready' })
  expect(await openFor(starttls.port, { security: 'starttls' }).verify()).toMatchObject({
    problem: 'tls_failed',
  })
  expect(await openFor(implicit.port, { security: 'tls' }).verify()).toMatchObject({ problem: 'tls_failed' })
  expect(await openFor(plain.port, { security: 'starttls' }).verify()).toMatchObject({
    problem: 'tls_failed',
  })
})

test('refuses servers on private networks unless they are allowed', async () => {
  const sink = await sinkWith()
  for (const host of ['127.0.0.1', 'localhost', '10.0.0.1', '169.254.169.254', '[::1]'.slice(1, -1)]) {
    const mailer = openFor(sink.port, { host }, { allowPrivateAddresses: false })
    expect(await mailer.verify()).toMatchObject({ problem: 'private_address' })
  }
  expect(sink.counts().accepted).toBe(0)
})

test('signs with DKIM when a key is given', async () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const sink = await sinkWith()
  const dkim = {
    domain: 'shop.example',
    selector: 'r1',
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
  await openFor(sink.port, { dkim }).send(buildMail())
  expect(sink.messages[0]?.headers['dkim-signature']?.[0]).toMatch(/d=shop\.example; .*s=r1/)
})

test('destroying the mailer ends what is in flight: uncertain when it was handed over', async () => {
  const sink = await sinkWith({ rules: [{ at: 'message', answer: { kind: 'stall' } }] })
  const mailer = openFor(sink.port, {}, { limits: {} })
  const inFlight = mailer.send(buildMail())
  await until(() => sink.counts().misbehaved === 1, { what: 'the message is with the server' })
  mailer.destroy()
  expect((await inFlight).kind).toBe('uncertain')
})
