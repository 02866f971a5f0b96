import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import { afterEach, expect, test } from 'vitest'
import type { SmtpRule } from './smtp-rules'
import { type SmtpSink, type SmtpSinkOptions, startSmtpSink } from './smtp-sink'
import { readLedger, startSmtpSinkProcess } from './smtp-sink-process'
import { until } from './until'

/** Long enough for a busy machine; a stall is only shown by giving up sooner. */
const CLIENT_PATIENCE_MS = 20_000
const STALLED_PATIENCE_MS = 300

let sink: SmtpSink
afterEach(() => sink?.stop())

test('keeps envelope, headers and text of every message, and counts by message id', async () => {
  sink = await startSmtpSink()
  await send(sink, { to: 'li@shop.example', id: '<1@rapport>', subject: '您有一张优惠券' })
  await send(sink, { to: 'wu@shop.example', id: '<2@rapport>' })
  await send(sink, { to: 'wu@shop.example', id: '<2@rapport>' })
  expect(sink.messages[0]).toMatchObject({
    messageId: '<1@rapport>',
    from: 'shop@rapport.example',
    to: ['li@shop.example'],
  })
  expect(sink.messages[0]?.headers['list-unsubscribe']).toEqual(['<https://rapport.example/u/1>'])
  expect(sink.messages[0]?.raw).toContain('\r\n\r\n')
  expect(sink.counts()).toEqual({ accepted: 3, distinct: 2, duplicates: { '<2@rapport>': 2 }, misbehaved: 0 })
})

test('refuses a recipient for good, and another one only the first time', async () => {
  sink = await startSmtpSink({
    rules: [
      { at: 'recipient', address: '^gone@', answer: { kind: 'refuse', code: 550, text: 'No such user' } },
      {
        at: 'recipient',
        address: '^busy@',
        times: 1,
        answer: { kind: 'refuse', code: 451, text: 'Try later' },
      },
    ],
  })
  await expect(send(sink, { to: 'gone@shop.example' })).rejects.toMatchObject({ responseCode: 550 })
  await expect(send(sink, { to: 'busy@shop.example' })).rejects.toMatchObject({ responseCode: 451 })
  await send(sink, { to: 'busy@shop.example' })
  await expect(send(sink, { to: 'gone@shop.example' })).rejects.toMatchObject({ responseCode: 550 })
  expect(sink.counts()).toMatchObject({ accepted: 1, misbehaved: 3 })
})

test('refuses a message at its end, so the client knows it was not taken', async () => {
  const answer = { kind: 'refuse', code: 554, text: 'Looks like spam' } as const
  sink = await startSmtpSink({ rules: [{ at: 'message', answer }] })
  await expect(send(sink, {})).rejects.toMatchObject({ responseCode: 554 })
  expect(sink.counts().accepted).toBe(0)
})

test.each(['connect', 'sender', 'recipient', 'message'] as const)(
  'stalls at the %s step until the client gives up',
  async (at) => {
    sink = await startSmtpSink({ rules: [{ at, answer: { kind: 'stall' } }] })
    await expect(send(sink, { patienceMs: STALLED_PATIENCE_MS })).rejects.toMatchObject({
      code: expect.stringMatching(/ETIMEDOUT|ESOCKET|ECONNECTION/),
    })
    expect(sink.counts().accepted).toBe(0)
  },
)

test.each([
  { keep: true, taken: 1, title: 'takes the message' },
  { keep: false, taken: 0, title: 'does not take the message' },
])('writes half a reply, closes, and $title: the client cannot know which', async ({ keep, taken }) => {
  const rule: SmtpRule = { at: 'message', answer: { kind: 'cut', text: '250 2.0', keep } }
  sink = await startSmtpSink({ rules: [rule] })
  await expect(send(sink, {})).rejects.toThrow()
  expect(sink.counts().accepted).toBe(taken)
})

test('answers late, and the message is taken all the same', async () => {
  sink = await startSmtpSink({ rules: [{ at: 'message', answer: { kind: 'delay', ms: 50 } }] })
  await send(sink, {})
  expect(sink.counts()).toMatchObject({ accepted: 1, misbehaved: 0 })
})

test('follows new rules from the next step on', async () => {
  sink = await startSmtpSink({
    rules: [{ at: 'sender', answer: { kind: 'refuse', code: 421, text: 'Down' } }],
  })
  await expect(send(sink, {})).rejects.toMatchObject({ responseCode: 421 })
  sink.setRules([])
  await send(sink, {})
  expect(sink.counts().accepted).toBe(1)
})

test('takes mail only from those who log in, when told so', async () => {
  const auth = { user: 'shop', pass: 'right' }
  sink = await startSmtpSink({ auth })
  await expect(send(sink, {})).rejects.toMatchObject({ responseCode: 530 })
  await expect(send(sink, { auth: { ...auth, pass: 'wrong' } })).rejects.toMatchObject({ responseCode: 535 })
  await send(sink, { auth })
  expect(sink.counts().accepted).toBe(1)
})

test.each(['starttls', 'implicit'] as const)('speaks TLS (%s)', async (tls) => {
  sink = await startSmtpSink({ tls })
  await send(sink, { tls })
  expect(sink.counts().accepted).toBe(1)
})

test('ends although a client is stalled', async () => {
  sink = await startSmtpSink({ rules: [{ at: 'message', answer: { kind: 'stall' } }] })
  const sending = send(sink, {}).catch((error: Error) => error)
  await until(() => sink.counts().misbehaved === 1, { what: 'the message arrives' })
  await sink.stop()
  expect(await sending).toBeInstanceOf(Error)
})

test('runs as a process of its own that writes what it took to a ledger before it says so', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'rapport-ledger-'))
  const ledger = join(folder, 'ledger')
  const remote = await startSmtpSinkProcess({ ledger })
  await send(remote, { id: '<a@rapport>' })
  expect(await readFile(ledger, 'utf8')).toBe('<a@rapport>\tli@shop.example\n')
  await remote.setRules([{ at: 'message', times: 1, answer: { kind: 'cut', keep: true } }])
  await expect(send(remote, { id: '<b@rapport>' })).rejects.toThrow()
  await send(remote, { id: '<b@rapport>' })
  expect(await remote.counts()).toEqual({
    accepted: 3,
    distinct: 2,
    duplicates: { '<b@rapport>': 2 },
    misbehaved: 1,
  })
  await remote.stop()
  expect(await readLedger(ledger)).toEqual(
    new Map([
      ['<a@rapport>', 1],
      ['<b@rapport>', 2],
    ]),
  )
  await rm(folder, { recursive: true })
})

interface Mail {
  readonly to?: string
  readonly id?: string
  readonly subject?: string
  readonly auth?: SmtpSinkOptions['auth']
  readonly tls?: SmtpSinkOptions['tls']
  readonly patienceMs?: number
}

async function send({ port }: { port: number }, mail: Mail): Promise<void> {
  const patience = mail.patienceMs ?? CLIENT_PATIENCE_MS
  const transport = createTransport({
    host: '127.0.0.1',
    port,
    secure: mail.tls === 'implicit',
    requireTLS: mail.tls === 'starttls',
    tls: { rejectUnauthorized: false },
    auth: mail.auth,
    greetingTimeout: patience,
    socketTimeout: patience,
  })
  await transport.sendMail({
    from: 'shop@rapport.example',
    to: mail.to ?? 'li@shop.example',
    subject: mail.subject ?? 'Hello',
    text: '您好',
    messageId: mail.id ?? '<x@rapport>',
    headers: { 'List-Unsubscribe': '<https://rapport.example/u/1>' },
  })
  transport.close()
}
