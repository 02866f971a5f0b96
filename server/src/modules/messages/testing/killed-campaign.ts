import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { copyPostgresFolder } from '../../../../../test/harness/broker'
import { readLedger, startSmtpSinkProcess } from '../../../../../test/harness/smtp-sink-process'
import { until } from '../../../../../test/harness/until'
import { deriveId } from '../../../kernel/id'
import { type JournalEntry, openJournal } from '../../../platform/journal'
import { type Database, migratePostgres, openPostgres } from '../../../platform/postgres'
import type { Message } from '../../events'
import { actor, buildChannel, buildContent, buildMessages, person, workspaceId } from './build'

const senderMain = fileURLToPath(new URL('./sender-main.ts', import.meta.url))
const campaignId = deriveId('the campaign that is killed')

/** What is left after a campaign whose sender was killed again and again. */
export interface Aftermath {
  /** Deliveries by state. */
  readonly states: Readonly<Record<string, number>>
  /** How often each Message-ID came to the mail server. */
  readonly received: ReadonlyMap<string, number>
  /** Message-IDs of deliveries in the state `sent`, and of those in doubt. */
  readonly sent: ReadonlySet<string>
  readonly uncertain: ReadonlySet<string>
  /** Distinct ids of what the journal was told, by event. */
  readonly told: Readonly<Record<string, number>>
}

/**
 * Sends a campaign with a process that is killed `kills` times, each time after some more messages have arrived
 * (none: while it starts), and once more left to finish.
 */
export async function runKilledCampaign(plan: {
  messages: number
  kills: readonly number[]
}): Promise<Aftermath> {
  const directory = await mkdtemp(join(tmpdir(), 'rapport-killed-sender-'))
  const ledger = join(directory, 'ledger')
  const data = join(directory, 'postgres')
  const sink = await startSmtpSinkProcess({ ledger })
  try {
    await queueCampaign(data, sink.port, plan.messages)
    for (const more of plan.kills) {
      const before = (await sink.counts()).accepted
      const sender = startSender(data)
      await once(sender.stdout, 'data')
      await until(async () => (await sink.counts()).accepted >= before + more || sender.exitCode !== null, {
        what: 'it is time to kill the sender',
        limitMs: 120_000,
      })
      sender.kill('SIGKILL')
      if (sender.exitCode === null) await once(sender, 'exit')
    }
    const last = startSender(data)
    const [code] = await once(last, 'exit')
    if (code !== 0) throw new Error(`the last sender ended with ${code}`)
    return await aftermath(data, await readLedger(ledger))
  } finally {
    await sink.stop()
    await rm(directory, { recursive: true, force: true })
  }
}

function startSender(data: string) {
  return spawn(process.execPath, ['--import', 'tsx', senderMain, data, campaignId], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

async function queueCampaign(directory: string, port: number, count: number): Promise<void> {
  await copyPostgresFolder(directory)
  const db = await openPostgres({ url: null, directory })
  await migratePostgres(db)
  const { messages } = buildMessages(db)
  await messages.channel.save(workspaceId, buildChannel(port))
  const template = await messages.templates.create(actor, 'News', buildContent())
  const people = Array.from({ length: count }, (_, n) => person(n))
  await messages.outgoing.queue(
    workspaceId,
    { id: campaignId, name: 'News', templateId: template.id, version: 1 },
    people,
  )
  await db.close()
}

async function aftermath(directory: string, received: ReadonlyMap<string, number>): Promise<Aftermath> {
  const db = await openPostgres({ url: null, directory })
  const rows = await db.query<{ state: string; messageId: string }>(
    `SELECT state, message_id AS "messageId" FROM deliveries`,
  )
  const entries = await wholeJournal(db, `${directory}-journal`)
  await db.close()
  const inState = (wanted: string) =>
    new Set(rows.filter(({ state }) => state === wanted).map(({ messageId }) => messageId))
  const events = new Map(
    entries
      .flatMap(({ items }) => items as Message[])
      .map((message) => [message.messageId, message.event ?? '']),
  )
  return {
    states: countBy(rows.map(({ state }) => state)),
    received,
    sent: inState('sent'),
    uncertain: inState('uncertain'),
    told: countBy([...events.values()]),
  }
}

async function wholeJournal(db: Database, directory: string): Promise<JournalEntry[]> {
  const journal = await openJournal({ db, directory })
  const entries: JournalEntry[] = []
  for (;;) {
    const more = await journal.read(entries.at(-1)?.position ?? 0, Number.MAX_SAFE_INTEGER)
    if (more.length === 0) break
    entries.push(...more)
  }
  await journal.close()
  return entries
}

function countBy(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1
  return counts
}
