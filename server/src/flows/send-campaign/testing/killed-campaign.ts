import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CampaignMember, CampaignProgress } from '@rapport/contract'
import { spawnRapport } from '../../../../../test/harness/process'
import { type Product, startProduct } from '../../../../../test/harness/product'
import { readLedger, startSmtpSinkProcess } from '../../../../../test/harness/smtp-sink-process'
import { until } from '../../../../../test/harness/until'
import { launchToAll, prepareProduct, progressOf } from './product-campaign'

export interface KilledCampaign {
  readonly people: number
  /** After how many messages that the mail server took each kill comes; the first may be 0, while it launches. */
  readonly killsAfter: readonly number[]
  /** Messages a second at most; 0 for as fast as it goes. */
  readonly ratePerSecond: number
}

export interface Outcome {
  readonly progress: CampaignProgress
  /** How often each Message-ID reached the mail server. */
  readonly ledger: ReadonlyMap<string, number>
  readonly members: readonly Pick<CampaignMember, 'profileId' | 'arm'>[]
  readonly kills: number
}

const holdout = { holdoutShare: 0.1, holdoutReason: '' }

/**
 * A campaign of the whole product, killed without warning and started again as often as told, against a mail server in
 * a process of its own that writes down every message before it answers.
 */
export async function runKilledCampaign(plan: KilledCampaign): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'rapport-ledger-'))
  const ledger = join(folder, 'ledger')
  const sink = await startSmtpSinkProcess({ ledger })
  let product = await startProduct()
  try {
    const { ratePerSecond } = plan
    const { templateId } = await prepareProduct(product, plan.people, sink.port, { ratePerSecond })
    const { id } = await launchToAll(product, templateId, holdout)
    let kills = 0
    for (const after of plan.killsAfter) {
      await until(async () => after === 0 || (await sink.counts()).accepted >= after, {
        what: `${after} messages have arrived`,
        limitMs: 600_000,
      })
      product = await killAndRestart(product)
      kills += 1
    }
    const progress = await until(
      async () => {
        const seen = await progressOf(product, id)
        return seen.state === 'done' && seen
      },
      { what: 'the campaign is done', limitMs: 900_000 },
    )
    const members = await allMembers(product, id, plan.people)
    return { progress, ledger: await readLedger(ledger), members, kills }
  } finally {
    await product.remove()
    await sink.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

async function killAndRestart(product: Product): Promise<Product> {
  await product.rapport.kill9()
  const { dataDir } = product
  const env = { RAPPORT_ALLOW_PRIVATE_ADDRESSES: '1' }
  const rapport = await spawnRapport({ dataDir, port: product.rapport.port, env })
  return {
    ...product,
    rapport,
    remove: async () => {
      await rapport.stop()
      await rm(dataDir, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** The pipeline may still be at the last facts when the last message is settled. */
function allMembers(product: Product, id: string, people: number): Promise<CampaignMember[]> {
  return until(
    async () => {
      const members: CampaignMember[] = []
      let cursor = ''
      do {
        const after = cursor ? `&cursor=${cursor}` : ''
        const path = `/campaigns/${id}/members?limit=500${after}`
        const page = await product.api<{ items: CampaignMember[]; nextCursor: string | null }>('GET', path)
        members.push(...page.items)
        cursor = page.nextCursor ?? ''
      } while (cursor)
      return members.length >= people && members
    },
    { what: 'everybody is told of', limitMs: 120_000 },
  )
}
