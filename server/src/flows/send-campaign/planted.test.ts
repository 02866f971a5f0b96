import type { CampaignResults, Incremental } from '@rapport/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type OpenFacts, openEmbeddedFacts } from '../../../../test/harness/open-engines'
import { deriveId } from '../../kernel/id'
import { toMinor } from '../../kernel/money'
import { measure } from '../../modules/campaigns'
import { type Told, tell } from '../../modules/campaigns/testing/told'
import { systemIds } from '../../platform/clock'
import { type CampaignTruth, type DemoMessage, generateDemoShop } from '../demo-shop/generator'

const endsAt = new Date('2026-08-31T12:00:00Z')
const shop = generateDemoShop({ seed: 1, endsAt })

/** What campaigns are measured from; the rest of the shop's life is not asked for. */
const wanted = new Set([
  'campaign_assigned',
  'message_sent',
  'message_delivered',
  'message_bounced',
  'message_opened',
  'message_clicked',
  'message_unsubscribed',
  'Order Completed',
])

function toldOf(message: DemoMessage): Told[] {
  if (message.type !== 'track' || !wanted.has(message.event) || !message.userId) return []
  const { revenue } = message.properties
  return [
    {
      name: message.event,
      profileId: deriveId('demo', message.userId),
      at: new Date(message.timestamp),
      valueMinor: typeof revenue === 'number' ? (toMinor(revenue, 'CNY') ?? 0) : 0,
      properties: message.event === 'Order Completed' ? {} : message.properties,
    },
  ]
}

/** The whole shop is told event by event, on machines that are busy with other tests. */
const loadLimitMs = 300_000

describe('the results of the demo shop’s past campaigns', () => {
  let engines: OpenFacts
  const workspaceId = systemIds()
  const measured: { truth: CampaignTruth; results: CampaignResults }[] = []

  beforeAll(async () => {
    engines = await openEmbeddedFacts()
    for (const { messages } of shop.batches(100_000))
      await tell(engines.facts, workspaceId, messages.flatMap(toldOf))
    for (const campaign of shop.campaigns) {
      const results = await measure(
        engines.facts,
        {
          workspaceId,
          campaignId: campaign.id,
          conversionEvent: 'Order Completed',
          windowDays: campaign.windowDays,
          prePeriodDays: 90,
          assigned: { from: campaign.startsAt, to: campaign.startsAt },
          holdoutShare: campaign.holdoutShare,
          holdoutReason: '',
          currency: 'CNY',
        },
        endsAt,
      )
      measured.push({ truth: shop.truths.campaigns.find(({ id }) => id === campaign.id)!, results })
    }
  }, loadLimitMs)
  afterAll(() => engines.close())

  it('count everybody and every order of the window, as the truth has them', () => {
    expect(measured).toHaveLength(6)
    for (const { truth, results } of measured) {
      expect(results.arms.treated).toMatchObject({
        people: truth.treated.people,
        converted: truth.treated.conversionsWith,
        revenueMinor: truth.treated.revenueWithCents,
      })
      expect(results.arms.holdout).toMatchObject({
        people: truth.holdout.people,
        converted: truth.holdout.conversionsWithout,
        revenueMinor: truth.holdout.revenueWithoutCents,
      })
      expect(results.sampleRatio.isMismatch).toBe(false)
    }
  })

  it('hold the planted effect on conversions and on revenue within the interval, all six of them', () => {
    const holds = (answer: Incremental, truth: number) =>
      answer.kind === 'answer' && answer.perPerson.low <= truth && truth <= answer.perPerson.high
    const lines = measured.map(({ truth, results: { revenue, conversions } }) => ({
      campaign: truth.key,
      revenue: holds(revenue, truth.revenueCentsPerAssigned),
      conversions: holds(conversions, truth.conversionsPerAssigned),
    }))
    expect(lines.filter(({ revenue }) => revenue)).toHaveLength(6)
    expect(lines.filter(({ conversions }) => conversions)).toHaveLength(6)
  })
})
