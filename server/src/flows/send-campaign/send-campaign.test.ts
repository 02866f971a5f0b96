import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type OpenEngines,
  openEmbeddedEngines,
  openServerEngines,
} from '../../../../test/harness/open-engines'
import { type SmtpSink, startSmtpSink } from '../../../../test/harness/smtp-sink'
import { until } from '../../../../test/harness/until'
import { assignArm, createCampaigns } from '../../modules/campaigns'
import { draftFor, everybody, openShop, openWorkspace, type Shop, type Workspace } from './testing/shop'

const query = { limit: 500 }

describe.each([
  ['embedded engines', openEmbeddedEngines],
  ['real servers', openServerEngines],
])('a campaign from launch to end on %s', (_, open) => {
  let engines: OpenEngines
  let sink: SmtpSink
  let shop: Shop
  beforeAll(async () => {
    ;[engines, sink] = await Promise.all([open(), startSmtpSink()])
    shop = openShop(engines)
    shop.messages.start()
    shop.sendCampaign.start()
  })
  afterAll(async () => {
    await shop.close()
    await Promise.all([sink.stop(), engines.close()])
  })

  const refOf = ({ workspaceId }: Workspace, id: string) => ({ workspaceId, campaignId: id })
  const stateOf = async (at: Workspace, id: string) => (await shop.campaigns.get(at.workspaceId, id)).state
  const reaches = (at: Workspace, id: string, state: string) =>
    until(async () => (await stateOf(at, id)) === state, { what: `the campaign is ${state}` })
  const people = async (at: Workspace, id: string) =>
    (await shop.campaigns.reading.members(refOf(at, id), query, false)).items
  const recipients = () => sink.messages.flatMap(({ to }) => to)

  it('writes to everybody once, but to nobody in the hold-out, and says so of each', async () => {
    const at = await openWorkspace(shop, 120, sink.port)
    const { id, version } = await draftFor(shop, at)
    await shop.campaigns.launch(at.actor, id, version)
    await reaches(at, id, 'done')
    const members = await until(
      async () => {
        const all = await people(at, id)
        return all.filter(({ arm, sentAt }) => arm === 'holdout' || sentAt).length === 120 && all
      },
      { what: 'every message is told of' },
    )
    const treated = members.filter(({ arm }) => arm === 'treated')
    for (const { profileId, arm } of members) expect(arm).toBe(assignArm(id, profileId, 0.2))
    const sent = sink.messages.filter(({ headers }) => headers.subject?.[0]?.startsWith('News'))
    expect(sent).toHaveLength(treated.length)
    expect(new Set(sent.map(({ messageId }) => messageId)).size).toBe(treated.length)
    expect(new Set(recipients()).size).toBe(treated.length)
    const { arms, funnel, sampleRatio } = await shop.campaigns.reading.results(refOf(at, id))
    expect(arms.treated.people + arms.holdout.people).toBe(120)
    expect(funnel[0]).toMatchObject({ stage: 'sent', people: treated.length })
    expect(sampleRatio.isMismatch).toBe(false)
  })

  it('points to no segment or template that is not there, and to none of another workspace', async () => {
    const [at, other] = await Promise.all([
      openWorkspace(shop, 1, sink.port),
      openWorkspace(shop, 1, sink.port),
    ])
    const audience = { kind: 'segment', segmentId: at.templateId }
    const codes = { code: 'unprocessable', details: { code: 'template_missing' } }
    await expect(draftFor(shop, at, { templateId: other.templateId })).rejects.toMatchObject(codes)
    const missing = { details: { code: 'segment_missing' } }
    await expect(draftFor(shop, at, { audience })).rejects.toMatchObject(missing)
    const { id, version } = await draftFor(shop, at, { audience: null, templateId: null })
    const changed = shop.campaigns.update(at.actor, id, { version, templateId: other.templateId })
    await expect(changed).rejects.toMatchObject(codes)
  })

  it('launches once, however often it is asked to', async () => {
    const at = await openWorkspace(shop, 20, sink.port)
    const { id, version } = await draftFor(shop, at)
    const asked = [1, 2, 3].map(() =>
      shop.campaigns.launch(at.actor, id, version).catch((error: Error) => error.message),
    )
    await Promise.all(asked)
    await reaches(at, id, 'done')
    const again = await shop.campaigns.launch(at.actor, id, version)
    expect(again.state).toBe('done')
    const { byState } = await countsOf(at, id)
    expect(byState.sent).toBe((await people(at, id)).filter(({ arm }) => arm === 'treated').length)
  })

  const countsOf = async (at: Workspace, id: string) => {
    const rows = await shop.deps.outgoing.counts(at.workspaceId, id)
    const of = (state: string) =>
      rows.filter((row) => row.state === state).reduce((sum, { count }) => sum + count, 0)
    return {
      byState: { sent: of('sent'), pending: of('pending'), cancelled: of('cancelled') },
      total: rows.reduce((sum, { count }) => sum + count, 0),
    }
  }

  it('goes on with a launch that was cut short anywhere, assigns nobody twice and tells of each once', async () => {
    const at = await openWorkspace(shop, 60, sink.port)
    await shop.sendCampaign.stop()
    const { id, version } = await draftFor(shop, at)
    await shop.campaigns.launch(at.actor, id, version)
    // Dies after each thing that it did, before it noted that it had done it.
    for (const died of ['record', 'queue'] as const) {
      const broken = createCampaigns({
        ...shop.deps,
        record: async (...told) => {
          const position = await shop.deps.record(...told)
          if (died === 'record') throw new Error('killed here')
          return position
        },
        outgoing: {
          ...shop.deps.outgoing,
          queue: async (...queued) => {
            await shop.deps.outgoing.queue(...queued)
            if (died === 'queue') throw new Error('killed here')
          },
        },
      })
      await expect(stepToEnd(broken, at, id)).rejects.toThrow('killed here')
    }
    shop.sendCampaign.start()
    await reaches(at, id, 'done')
    const members = await until(
      async () => {
        const all = await people(at, id)
        return all.length === 60 && all
      },
      { what: 'everybody is told of' },
    )
    const [row] = await shop.facts.query<{ events: number }>(
      `SELECT count() AS events FROM events WHERE workspace_id = {workspaceId:UUID} AND name = 'campaign_assigned'`,
      { workspaceId: at.workspaceId },
    )
    expect(row?.events).toBe(60)
    const treated = members.filter(({ arm }) => arm === 'treated').length
    expect(await countsOf(at, id)).toMatchObject({ total: treated, byState: { sent: treated } })
  })

  const stepToEnd = async (campaigns: Shop['campaigns'], at: Workspace, id: string) => {
    while (await campaigns.work.step(refOf(at, id))) {
      // every step is one chunk
    }
  }

  it('comes to the same when two processes launch it at the same time', async () => {
    const at = await openWorkspace(shop, 50, sink.port)
    await shop.sendCampaign.stop()
    const { id, version } = await draftFor(shop, at)
    await shop.campaigns.launch(at.actor, id, version)
    const other = createCampaigns(shop.deps)
    await Promise.allSettled([stepToEnd(shop.campaigns, at, id), stepToEnd(other, at, id)])
    shop.sendCampaign.start()
    await reaches(at, id, 'done')
    const progress = await shop.campaigns.reading.progress(refOf(at, id))
    expect(progress.assigned.treated + progress.assigned.holdout).toBe(50)
    expect((await countsOf(at, id)).total).toBe(progress.assigned.treated)
  })

  it('stops sending when it is paused, goes on when it is resumed, and sends nothing twice', async () => {
    const at = await openWorkspace(shop, 90, sink.port)
    await shop.messages.channel.save(at.workspaceId, {
      ...(await channelOf(at)),
      ratePerSecond: 60,
      connections: 2,
    })
    const { id, version } = await draftFor(shop, at, { holdoutShare: 0, holdoutReason: 'a test' })
    await shop.campaigns.launch(at.actor, id, version)
    await until(async () => (await countsOf(at, id)).byState.sent > 5, { what: 'some have gone out' })
    await reaches(at, id, 'sending')
    await shop.campaigns.pause(at.actor, id)
    await until(async () => !(await shop.deps.outgoing.counts(at.workspaceId, id)).some(isOnTheWire), {
      what: 'nothing is on the wire',
    })
    const paused = await countsOf(at, id)
    expect(paused.byState.pending).toBeGreaterThan(0)
    expect(await shop.campaigns.work.settle(refOf(at, id))).toBe(false)
    await shop.campaigns.resume(at.actor, id)
    await reaches(at, id, 'done')
    expect((await countsOf(at, id)).byState.sent).toBe(90)
  })

  const isOnTheWire = ({ state, count }: { state: string; count: number }) => state === 'sending' && count > 0
  const channelOf = async (at: Workspace) => {
    const channel = await shop.messages.channel.get(at.workspaceId)
    if (!channel) throw new Error('there is no channel')
    const { hasPassword, hasDkimKey, trouble, updatedAt, ...settings } = channel
    return settings
  }

  it('sends nothing more once it is cancelled, and cannot be resumed', async () => {
    const at = await openWorkspace(shop, 80, sink.port)
    await shop.messages.channel.save(at.workspaceId, { ...(await channelOf(at)), ratePerSecond: 40 })
    const { id, version } = await draftFor(shop, at, { holdoutShare: 0, holdoutReason: 'a test' })
    await shop.campaigns.launch(at.actor, id, version)
    await until(async () => (await countsOf(at, id)).byState.sent > 3, { what: 'some have gone out' })
    const cancelled = await shop.campaigns.cancel(at.actor, id)
    expect(cancelled).toMatchObject({ state: 'cancelled', stateReason: 'cancelled' })
    const settled = await until(
      async () => {
        const { byState } = await countsOf(at, id)
        return byState.pending === 0 && byState.sent + byState.cancelled === 80 && byState
      },
      { what: 'what waited is cancelled' },
    )
    expect(settled.cancelled).toBeGreaterThan(0)
    await expect(shop.campaigns.resume(at.actor, id)).rejects.toMatchObject({ code: 'conflict' })
  })

  it('waits for its time, and takes the audience as it is then', async () => {
    const at = await openWorkspace(shop, 10, sink.port)
    const inAnHour = new Date(shop.deps.now().getTime() + 3_600_000).toISOString().slice(0, 16)
    const schedule = { kind: 'at', localTime: inAnHour, timezone: 'UTC' } as const
    const { id, version } = await draftFor(shop, at, { schedule, holdoutShare: 0, holdoutReason: 'a test' })
    expect((await shop.campaigns.launch(at.actor, id, version)).state).toBe('scheduled')
    await shop.ingest.reached(
      await shop.ingest.record(at.workspaceId, 'test', [
        {
          messageId: `late ${id}`,
          type: 'identify',
          userId: 'late',
          traits: { email: 'late@customer.example' },
          timestamp: at.at,
        },
      ]),
    )
    expect(await stateOf(at, id)).toBe('scheduled')
    shop.advance(3_600_000)
    await reaches(at, id, 'done')
    expect((await countsOf(at, id)).byState.sent).toBe(11)
    expect(recipients()).toContain('late@customer.example')
  })

  it('goes back to draft when its time comes and a check fails', async () => {
    const at = await openWorkspace(shop, 5, sink.port)
    const inAnHour = new Date(shop.deps.now().getTime() + 3_600_000).toISOString().slice(0, 16)
    const schedule = { kind: 'at', localTime: inAnHour, timezone: 'UTC' } as const
    const { id, version } = await draftFor(shop, at, { schedule })
    await shop.campaigns.launch(at.actor, id, version)
    await shop.db.query('DELETE FROM email_channels WHERE workspace_id = $1', [at.workspaceId])
    shop.advance(3_600_000)
    await reaches(at, id, 'draft')
    expect(await shop.campaigns.get(at.workspaceId, id)).toMatchObject({
      stateReason: 'checks_failed',
      launchedAt: null,
    })
  })

  it('refuses to launch without a reason for no hold-out, with a broken template or with nobody in it', async () => {
    const at = await openWorkspace(shop, 3, sink.port)
    const nobody = {
      kind: 'rule',
      rule: { kind: 'trait', trait: 'city', condition: { type: 'presence', op: 'is_set' } },
    }
    const gone = { kind: 'segment', segmentId: at.workspaceId }
    for (const [changes, code] of [
      [{ holdoutShare: 0 }, 'holdout_without_reason'],
      [{ audience: nobody }, 'empty_audience'],
      [{ audience: null }, 'no_audience'],
      [{ templateId: null }, 'no_template'],
      [{}, 'segment_missing'],
    ] as const) {
      const { id, version } = await draftFor(shop, at, changes)
      if (code === 'segment_missing')
        await shop.db.query('UPDATE campaigns SET audience = $2 WHERE campaign_id = $1', [
          id,
          JSON.stringify(gone),
        ])
      await expect(shop.campaigns.launch(at.actor, id, version)).rejects.toMatchObject({
        code: 'unprocessable',
        details: {
          code: 'launch_refused',
          checks: expect.arrayContaining([expect.objectContaining({ code })]),
        },
      })
      expect(await stateOf(at, id)).toBe('draft')
    }
  })

  it('refuses to launch or save what somebody else has changed meanwhile', async () => {
    const at = await openWorkspace(shop, 3, sink.port)
    const { id, version } = await draftFor(shop, at)
    await shop.campaigns.update(at.actor, id, { version, name: 'April' })
    const late = { code: 'conflict', details: { code: 'version_conflict' } }
    await expect(shop.campaigns.launch(at.actor, id, version)).rejects.toMatchObject(late)
    await expect(shop.campaigns.update(at.actor, id, { version, windowDays: 3 })).rejects.toMatchObject(late)
  })

  it('keeps what was launched as it was; only its name may still change', async () => {
    const at = await openWorkspace(shop, 3, sink.port)
    const { id, version } = await draftFor(shop, at)
    await shop.campaigns.launch(at.actor, id, version)
    await reaches(at, id, 'done')
    const renamed = await shop.campaigns.update(at.actor, id, { version, name: 'Spring' })
    expect(renamed).toMatchObject({ name: 'Spring', state: 'done' })
    const change = { version: renamed.version, holdoutShare: 0.3 }
    await expect(shop.campaigns.update(at.actor, id, change)).rejects.toMatchObject({
      details: { code: 'not_a_draft' },
    })
    await expect(shop.campaigns.remove(at.actor, id)).rejects.toMatchObject({
      details: { code: 'not_a_draft' },
    })
  })

  it('foretells what a launch would do, and does it', async () => {
    const at = await openWorkspace(shop, 100, sink.port)
    await shop.messages.suppressions.add(at.actor, 'u7@customer.example', '')
    const { id, version } = await draftFor(shop, at)
    const preview = await shop.campaigns.preview(at.workspaceId, id)
    expect(preview).toMatchObject({ audience: 100, reachable: 99, canLaunch: true, peopleLookedAt: 100 })
    await shop.campaigns.launch(at.actor, id, version)
    await reaches(at, id, 'done')
    const { assigned, deliveries } = await shop.campaigns.reading.progress(refOf(at, id))
    expect(assigned).toEqual({ treated: preview.treated, holdout: preview.holdout })
    expect(deliveries.sent).toBe(preview.expectedSends)
    expect(deliveries.skipped).toBe(preview.skips.reduce((sum, { people: count }) => sum + count, 0))
  })

  it('is a conflict to move in a state that does not allow it, and not found in another workspace', async () => {
    const at = await openWorkspace(shop, 3, sink.port)
    const elsewhere = await openWorkspace(shop, 0, sink.port)
    const { id } = await draftFor(shop, at, { audience: everybody })
    await expect(shop.campaigns.pause(at.actor, id)).rejects.toMatchObject({
      details: { code: 'wrong_state' },
    })
    const missing = { code: 'not_found' }
    await expect(shop.campaigns.get(elsewhere.workspaceId, id)).rejects.toMatchObject(missing)
    await expect(shop.campaigns.launch(elsewhere.actor, id, 1)).rejects.toMatchObject(missing)
    await expect(shop.campaigns.reading.results(refOf(elsewhere, id))).rejects.toMatchObject(missing)
    expect((await shop.campaigns.list(elsewhere.workspaceId, { limit: 50 })).items).toEqual([])
  })
})
