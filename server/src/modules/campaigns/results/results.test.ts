import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bothFacts, type OpenFacts } from '../../../../../test/harness/open-engines'
import { deriveId } from '../../../kernel/id'
import { systemIds } from '../../../platform/clock'
import { merge, type Told, tell } from '../testing/told'
import { type MeasuredCampaign, measure } from './results'

const launch = new Date('2026-03-01T02:00:00Z')
const now = new Date('2026-05-01T00:00:00Z')
const days = (count: number) => new Date(launch.getTime() + count * 86_400_000)

describe.each(bothFacts)('campaign results on $engine', ({ open }) => {
  let engines: OpenFacts
  beforeAll(async () => {
    engines = await open()
  })
  afterAll(() => engines.close())

  const person = (name: string) => deriveId('person', name)

  function plan(more: Partial<MeasuredCampaign> = {}): MeasuredCampaign {
    return {
      workspaceId: systemIds(),
      campaignId: systemIds(),
      conversionEvent: 'Order Completed',
      windowDays: 14,
      prePeriodDays: 90,
      assigned: { from: launch, to: launch },
      holdoutShare: 0.5,
      holdoutReason: '',
      currency: 'CNY',
      ...more,
    }
  }

  const assigned = (campaign: MeasuredCampaign, name: string, arm: string, at = launch): Told => ({
    name: 'campaign_assigned',
    profileId: person(name),
    at,
    properties: { campaign_id: campaign.campaignId, arm },
  })
  const sender = (campaign: MeasuredCampaign, name: string, event: string, at: Date, more = {}): Told => ({
    name: event,
    profileId: person(name),
    at,
    properties: { campaign_id: campaign.campaignId, ...more },
  })
  const order = (name: string, at: Date, valueMinor: number): Told => ({
    name: 'Order Completed',
    profileId: person(name),
    at,
    valueMinor,
  })

  const results = async (campaign: MeasuredCampaign, events: readonly Told[]) => {
    await tell(engines.facts, campaign.workspaceId, events)
    return measure(engines.facts, campaign, now)
  }

  it('counts orders from the moment of assignment to before the end of the window, and spend before it apart', async () => {
    const campaign = plan()
    const { arms } = await results(campaign, [
      assigned(campaign, 'a', 'treated'),
      assigned(campaign, 'b', 'holdout'),
      assigned(campaign, 'c', 'treated'),
      order('a', launch, 1_000),
      order('a', new Date(days(14).getTime() - 1), 200),
      order('a', days(14), 30),
      order('a', new Date(launch.getTime() - 1), 4),
      order('a', days(-90), 5),
      order('a', new Date(days(-90).getTime() - 1), 600_000),
      order('stranger', days(1), 7_000_000),
      { name: 'Order Refunded', profileId: person('a'), at: days(2), valueMinor: 90 },
    ])
    expect(arms.treated).toEqual({
      people: 2,
      converted: 1,
      orders: 2,
      revenueMinor: 1_200,
      refundedMinor: 90,
      netRevenueMinor: 1_110,
      spentBeforeMinor: 9,
    })
    expect(arms.holdout).toMatchObject({ people: 1, converted: 0, orders: 0, revenueMinor: 0 })
  })

  it('measures the event that the campaign wants, and revenue from orders beside it', async () => {
    const campaign = plan({ conversionEvent: 'Trial Started' })
    const { arms } = await results(campaign, [
      assigned(campaign, 'a', 'treated'),
      assigned(campaign, 'b', 'treated'),
      { name: 'Trial Started', profileId: person('a'), at: days(1), valueMinor: 5 },
      order('b', days(1), 100),
    ])
    expect(arms.treated).toMatchObject({ people: 2, converted: 1, orders: 1, revenueMinor: 100 })
  })

  it('counts a person who was assigned twice, by two profiles found to be one, where the first assignment put them', async () => {
    const campaign = plan()
    const later = new Date(launch.getTime() + 1_000)
    await merge(engines.facts, campaign.workspaceId, person('twin-late'), person('twin'))
    await merge(engines.facts, campaign.workspaceId, person('other-early'), person('other'))
    const { arms, peopleInBothArms } = await results(campaign, [
      assigned(campaign, 'twin', 'treated', launch),
      assigned(campaign, 'twin-late', 'holdout', later),
      assigned(campaign, 'other', 'treated', later),
      assigned(campaign, 'other-early', 'holdout', launch),
      order('twin-late', days(1), 100),
      order('other', days(14), 20),
    ])
    expect(arms.treated).toMatchObject({ people: 1, revenueMinor: 100 })
    expect(arms.holdout).toMatchObject({ people: 1, revenueMinor: 0 })
    expect(peopleInBothArms).toBe(2)
  })

  it('decides between two assignments of one moment by node id, whatever the order of the events', async () => {
    const pairs = ['p', 'q', 'r', 's'].map((name) => [`${name}1`, `${name}2`] as const)
    for (const isReversed of [false, true]) {
      const campaign = plan()
      for (const [one, other] of pairs)
        await merge(engines.facts, campaign.workspaceId, person(other), person(one))
      const told = pairs.flatMap(([one, other]) => [
        assigned(campaign, one, 'treated'),
        assigned(campaign, other, 'holdout'),
      ])
      const { arms } = await results(campaign, isReversed ? told.reverse() : told)
      const treated = pairs.filter(([one, other]) => person(one) < person(other)).length
      expect(arms.treated.people).toBe(treated)
      expect(arms.holdout.people).toBe(4 - treated)
    }
  })

  it('takes each stage of the funnel among the one before, and counts who was not sent to by reason', async () => {
    const campaign = plan()
    const at = days(0.01)
    const { funnel, notSent, bounced, unsubscribed } = await results(campaign, [
      ...['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => assigned(campaign, name, 'treated')),
      ...['a', 'b', 'c', 'd'].map((name) => sender(campaign, name, 'message_sent', at)),
      ...['a', 'b', 'c'].map((name) => sender(campaign, name, 'message_delivered', at)),
      sender(campaign, 'd', 'message_bounced', at, { kind: 'hard' }),
      sender(campaign, 'a', 'message_opened', days(1)),
      // its pictures are blocked: a click without an open
      sender(campaign, 'b', 'message_clicked', days(1)),
      sender(campaign, 'c', 'message_opened', days(0.02), { machine: 'apple_privacy' }),
      sender(campaign, 'c', 'message_unsubscribed', days(1)),
      sender(campaign, 'e', 'message_skipped', at, { reason: 'no_consent' }),
      sender(campaign, 'f', 'message_skipped', at, { reason: 'no_address' }),
      order('a', days(2), 100),
      order('b', days(0.5), 100),
      order('b', days(2), 100),
    ])
    expect(funnel.map(({ stage, people }) => [stage, people])).toEqual([
      ['sent', 4],
      ['delivered', 3],
      ['opened', 2],
      ['clicked', 1],
      ['ordered', 1],
    ])
    expect(funnel[1]?.ofPrevious?.estimate).toBe(0.75)
    expect(funnel[4]?.ofSent?.estimate).toBe(0.25)
    expect(notSent).toEqual(
      expect.arrayContaining([
        { reason: 'no_consent', people: 1 },
        { reason: 'no_address', people: 1 },
        { reason: 'unsettled', people: 1 },
      ]),
    )
    expect({ bounced, unsubscribed }).toEqual({ bounced: 1, unsubscribed: 1 })
  })

  it('attributes an order to the campaign of the last click before it', async () => {
    const campaign = plan()
    const other = { ...campaign, campaignId: systemIds() }
    const { attributed } = await results(campaign, [
      ...['a', 'b', 'c'].map((name) => assigned(campaign, name, 'treated')),
      sender(campaign, 'a', 'message_clicked', days(1)),
      order('a', days(2), 100),
      order('a', days(3), 20),
      sender(campaign, 'b', 'message_clicked', days(1)),
      sender(other, 'b', 'message_clicked', days(2)),
      order('b', days(3), 3_000),
      order('c', days(1), 40_000),
      sender(campaign, 'c', 'message_clicked', days(2)),
      order('a', days(15), 500_000),
    ])
    expect(attributed).toEqual({ orders: 2, people: 1, revenueMinor: 120 })
  })

  it('shows each day per person of the arm, a conversion on its first day only', async () => {
    const campaign = plan({ windowDays: 3 })
    const { daily } = await results(campaign, [
      assigned(campaign, 'a', 'treated'),
      assigned(campaign, 'b', 'treated'),
      assigned(campaign, 'c', 'holdout', days(0.5)),
      order('a', days(0.2), 100),
      order('a', days(1.2), 100),
      { name: 'Order Refunded', profileId: person('b'), at: days(1.3), valueMinor: 20 },
      order('c', days(1.4), 70),
    ])
    expect(daily).toEqual([
      { day: 0, treated: { revenueMinor: 50, converted: 0.5 }, holdout: { revenueMinor: 70, converted: 1 } },
      { day: 1, treated: { revenueMinor: 40, converted: 0 }, holdout: { revenueMinor: 0, converted: 0 } },
      { day: 2, treated: { revenueMinor: 0, converted: 0 }, holdout: { revenueMinor: 0, converted: 0 } },
    ])
  })

  it('sees neither another workspace nor what another source says of the campaign', async () => {
    const campaign = plan()
    const elsewhere = plan({ campaignId: campaign.campaignId })
    await tell(engines.facts, elsewhere.workspaceId, [
      assigned(campaign, 'a', 'treated'),
      order('a', days(1), 9),
    ])
    const { arms } = await results(campaign, [
      assigned(campaign, 'a', 'holdout'),
      { ...assigned(campaign, 'b', 'treated'), source: 'website' },
      order('a', days(1), 100),
    ])
    expect(arms.treated.people).toBe(0)
    expect(arms.holdout).toMatchObject({ people: 1, revenueMinor: 100 })
  })

  it('answers with its reason where nothing can be concluded', async () => {
    const nobody = await measure(engines.facts, plan(), now)
    expect(nobody).toMatchObject({ revenue: { kind: 'no_answer', reason: 'NO_TREATED' }, daily: [] })
    const all = plan({ holdoutShare: 0, holdoutReason: 'recall of a product' })
    const { revenue, conversions, holdout } = await results(all, [assigned(all, 'a', 'treated')])
    expect(revenue).toMatchObject({ kind: 'no_answer', reason: 'NO_HOLDOUT' })
    expect(conversions).toMatchObject({ kind: 'no_answer', reason: 'NO_HOLDOUT' })
    expect(holdout).toEqual({ plannedShare: 0, share: 0, reason: 'recall of a product' })
    const spoiled = plan({ holdoutShare: 0.1 })
    const names = Array.from({ length: 200 }, (_, index) => `s${index}`)
    const split = await results(
      spoiled,
      names.map((name, index) => assigned(spoiled, name, index < 100 ? 'treated' : 'holdout')),
    )
    expect(split.sampleRatio.isMismatch).toBe(true)
    expect(split.revenue).toMatchObject({ kind: 'no_answer', reason: 'SAMPLE_RATIO_MISMATCH' })
  })
})
