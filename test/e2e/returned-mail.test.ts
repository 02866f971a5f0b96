import type { CampaignProgress, Delivery, TimelineItem } from '@rapport/contract'
import { createTransport } from 'nodemailer'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchToAll, prepareProduct } from '../../server/src/flows/send-campaign/testing/product-campaign'
import { runRapport } from '../harness/command'
import { createMigratedDataDir } from '../harness/process'
import { type Product, startProduct } from '../harness/product'
import { type SmtpSink, startSmtpSink } from '../harness/smtp-sink'
import { until } from '../harness/until'

let product: Product
let sink: SmtpSink
let port: number

beforeAll(async () => {
  sink = await startSmtpSink()
  product = await startProduct({ env: { RAPPORT_BOUNCE_PORT: '0' } })
  port = await portOf(product.dataDir)
}, 240_000)
afterAll(async () => {
  await product.remove()
  await sink.stop()
})

/** `rapport doctor` names the port that was taken. */
async function portOf(dataDir: string): Promise<number> {
  const { out } = await runRapport(['doctor', '--json'], { RAPPORT_DATA_DIR: dataDir })
  const { checks } = JSON.parse(out) as { checks: { name: string; finding: string }[] }
  const { finding = '' } = checks.find(({ name }) => name === 'returned mail') ?? {}
  return Number(/^taken on 127\.0\.0\.1:(\d+)$/.exec(finding)?.[1])
}

/** Sends one campaign message to one customer and gives back how it left. */
async function sendOne(): Promise<{ returnPath: string }> {
  const { templateId } = await prepareProduct(product, 1, sink.port)
  const everybody = { holdoutShare: 0, holdoutReason: 'a test of returned mail' }
  const { id } = await launchToAll(product, templateId, everybody)
  const isDone = async () =>
    (await product.api<CampaignProgress>('GET', `/campaigns/${id}/progress`)).state === 'done'
  await until(isDone, { what: 'the message is out', limitMs: 60_000 })
  return { returnPath: sink.messages[0]?.from ?? '' }
}

const report = (to: string) =>
  `From: MAILER-DAEMON@mx.customer.example\r\nTo: ${to}\r\nSubject: Undelivered Mail Returned to Sender\r\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.customer.example\r\n\r\nFinal-Recipient: rfc822; u0@customer.example\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 no such user\r\n\r\n--b--\r\n`

test('a report handed in over SMTP becomes message_bounced, and the address is not written to again', async () => {
  const { returnPath } = await sendOne()
  expect(returnPath).toMatch(/^bounces\+[a-z2-7]+@shop\.example$/)
  const transport = createTransport({ host: '127.0.0.1', port, ignoreTLS: true })
  const hand = (to: string) => transport.sendMail({ envelope: { from: '', to }, raw: report(to) })
  await expect(hand('somebody@shop.example')).rejects.toThrow(/550/)
  await hand(returnPath)
  transport.close()

  const { items } = await product.api<{ items: Delivery[] }>('GET', '/deliveries')
  expect(items).toMatchObject([{ address: 'u0@customer.example', state: 'failed', reason: 'bounced_hard' }])
  const { items: suppressed } = await product.api<{ items: unknown[] }>('GET', '/suppressions')
  expect(suppressed).toMatchObject([{ address: 'u0@customer.example', reason: 'bounced' }])
  const timeline = () =>
    product.api<{ items: TimelineItem[] }>('GET', `/customers/${items[0]?.profileId}/timeline`)
  const isTold = async () => (await timeline()).items.some(({ name }) => name === 'message_bounced')
  await until(isTold, { what: 'the event is on the customer’s page', limitMs: 30_000 })
})

test('a port that is taken keeps the server from starting, and the setting is named', async () => {
  const { path, remove } = await createMigratedDataDir()
  const env = { RAPPORT_DATA_DIR: path, RAPPORT_PORT: '0', RAPPORT_BOUNCE_PORT: String(port) }
  const { code, err } = await runRapport(['start'], env)
  expect(code).toBe(1)
  expect(err).toContain(`port ${port} for returned mail is taken by another program; set RAPPORT_BOUNCE_PORT`)
  await remove()
})
