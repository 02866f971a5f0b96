import type { Campaign, CampaignProgress, EmailChannelInput, Template } from '@rapport/contract'
import type { Product } from '../../../../../test/harness/product'
import { until } from '../../../../../test/harness/until'
import { buildChannel, buildContent } from '../../../modules/messages/testing/build'

const batchSize = 500

/** Makes the running product ready to write to so many people over a mail server on this machine. */
export async function prepareProduct(
  product: Product,
  people: number,
  smtpPort: number,
  channel: Partial<EmailChannelInput> = {},
): Promise<{ templateId: string }> {
  await product.api('PATCH', '/workspace', { frequencyCaps: [], quietHours: null })
  for (let from = 0; from < people; from += batchSize)
    await postPeople(product, from, Math.min(people, from + batchSize))
  await until(async () => (await product.api<{ total: number }>('GET', '/customers/count')).total >= people, {
    what: `${people} people are known`,
    limitMs: 300_000,
  })
  await product.api('PUT', '/channels/email', buildChannel(smtpPort, channel))
  const template = { name: 'News', content: buildContent() }
  const { id } = await product.api<Template>('POST', '/templates', template)
  return { templateId: id }
}

async function postPeople({ rapport, writeKey }: Product, from: number, to: number): Promise<void> {
  const batch = Array.from({ length: to - from }, (_, index) => ({
    type: 'identify',
    messageId: `person ${from + index}`,
    userId: `u${from + index}`,
    traits: { email: `u${from + index}@customer.example`, first_name: `Person ${from + index}` },
  }))
  const answer = await fetch(`${rapport.url}/v1/batch`, {
    method: 'POST',
    headers: {
      Authorization: `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`,
      'Content-Type': 'application/json',
    },
    body: JSON.stringify({ batch }),
  })
  if (!answer.ok) throw new Error(`a batch was answered ${answer.status}: ${await answer.text()}`)
}

/** Launches a campaign to everybody. */
export async function launchToAll(
  product: Product,
  templateId: string,
  holdout: { readonly holdoutShare: number; readonly holdoutReason: string },
): Promise<Campaign> {
  const draft = await product.api<Campaign>('POST', '/campaigns', {
    name: 'To all',
    templateId,
    audience: { kind: 'rule', rule: { kind: 'all', of: [] } },
    ...holdout,
  })
  return product.api<Campaign>('POST', `/campaigns/${draft.id}/launch`, { version: draft.version })
}

export const progressOf = (product: Product, id: string) =>
  product.api<CampaignProgress>('GET', `/campaigns/${id}/progress`)
