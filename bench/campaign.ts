import nodemailer from 'nodemailer'
import {
  launchToAll,
  prepareProduct,
  progressOf,
} from '../server/src/flows/send-campaign/testing/product-campaign'
import { buildContent } from '../server/src/modules/messages/testing/build'
import { type Product, startProduct } from '../test/harness/product'
import { type SmtpSinkProcess, startSmtpSinkProcess } from '../test/harness/smtp-sink-process'
import type { BenchReport } from './report'

const messages = Number(process.env.BENCH_MESSAGES ?? 20_000)
/** Both senders may use so many. */
const connections = 5
const pollMs = 200

/**
 * A campaign to 20,000 people from the press of the button to the last message settled: everybody assigned and told of,
 * each message decided, rendered, tracked and written down before it goes. Beside it the bare mail library, pooled,
 * sending as many finished messages to the same server.
 */
export async function run(): Promise<BenchReport> {
  const sink = await startSmtpSinkProcess()
  const product = await startProduct()
  try {
    const { templateId } = await prepareProduct(product, messages, sink.port, { connections })
    const finished = await renderOnce(product)
    const bareSeconds = await sendBare(sink, finished)
    const before = (await sink.counts()).accepted
    const { launchSeconds, seconds } = await sendCampaign(product, templateId)
    const arrived = (await sink.counts()).accepted - before
    if (arrived !== messages) throw new Error(`${arrived} of ${messages} messages arrived`)
    const bare = messages / bareSeconds
    return {
      name: 'campaign',
      figures: [
        {
          name: 'messages, from the launch to the last one settled',
          value: messages / seconds,
          unit: 'messages/s',
          limit: { name: 'bare nodemailer, pooled', value: bare },
        },
        {
          name: 'messages, once everybody is assigned and queued',
          value: messages / (seconds - launchSeconds),
          unit: 'messages/s',
          limit: { name: 'bare nodemailer, pooled', value: bare },
        },
        { name: 'launch: assigned, told of and queued', value: launchSeconds, unit: 's' },
        { name: 'memory of the process', value: (await product.memory()) / 2 ** 20, unit: 'MiB' },
      ],
      notes: [
        `${messages.toLocaleString('en-US')} messages over ${connections} connections to a mail sink on the same machine`,
      ],
    }
  } finally {
    await product.remove()
    await sink.stop()
  }
}

interface Finished {
  readonly subject: string
  readonly html: string
  readonly text: string
}

/** One message as the product would write it: what the bare library sends over and over. */
function renderOnce(product: Product): Promise<Finished> {
  return product.api('POST', '/template-previews', { content: buildContent(), locale: 'en' })
}

async function sendBare(sink: SmtpSinkProcess, { subject, html, text }: Finished): Promise<number> {
  const transport = nodemailer.createTransport({
    host: '127.0.0.1',
    port: sink.port,
    secure: false,
    ignoreTLS: true,
    pool: true,
    maxConnections: connections,
    maxMessages: 100,
  })
  const started = performance.now()
  await Promise.all(
    Array.from({ length: messages }, (_, index) =>
      transport.sendMail({
        from: 'Shop <hello@shop.example>',
        to: `u${index}@customer.example`,
        messageId: `<bare-${index}@shop.example>`,
        subject,
        html,
        text,
      }),
    ),
  )
  transport.close()
  return (performance.now() - started) / 1_000
}

async function sendCampaign(product: Product, templateId: string) {
  const started = performance.now()
  const everybody = { holdoutShare: 0, holdoutReason: 'a benchmark of sending' }
  const { id } = await launchToAll(product, templateId, everybody)
  let launchSeconds = 0
  for (;;) {
    const { state } = await progressOf(product, id)
    const seconds = (performance.now() - started) / 1_000
    if (launchSeconds === 0 && state !== 'launching') launchSeconds = seconds
    if (state === 'done') return { launchSeconds, seconds }
    await new Promise((resolve) => setTimeout(resolve, pollMs))
  }
}
