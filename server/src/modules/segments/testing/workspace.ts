import { permissions } from '@rapport/contract'
import type { OpenEngines } from '../../../../../test/harness/open-engines'
import { createIngest } from '../../../flows/ingest'
import { systemIds } from '../../../platform/clock'
import type { Actor } from '../../../platform/http'
import { createLog } from '../../../platform/log'
import type { RecordMessages } from '../../events'
import type { AuditNote } from '../../teams'
import { createSegments, type FindPastCampaigns, type Segments } from '../index'

export const testSettings = {
  currency: 'CNY',
  exchangeRates: {},
  country: 'CN',
  timezone: 'Asia/Shanghai',
  consentRule: 'granted' as 'granted' | 'not_withdrawn',
}

export interface OpenOptions {
  readonly suppressedKeys?: (workspaceId: string) => Promise<readonly string[]>
  /** Stands between the segments and the pipeline, to fail on purpose. */
  readonly record?: (record: RecordMessages) => RecordMessages
  readonly crowdMin?: number
  readonly pastCampaigns?: FindPastCampaigns
}

/** Segments over real engines and the real pipeline, at a moment that the test sets; notes of the audit are kept. */
export function openSegments(
  { db, facts, journal }: Pick<OpenEngines, 'db' | 'facts' | 'journal'>,
  now: () => Date,
  {
    suppressedKeys = async () => [],
    record: wrap = (record) => record,
    crowdMin,
    pastCampaigns,
  }: OpenOptions = {},
) {
  const log = createLog('silent')
  const notes: AuditNote[] = []
  const settings = { ...testSettings }
  const ingest = createIngest({
    db,
    facts,
    journal,
    settingsOf: async (workspaceId) => ({
      ...settings,
      mentions: await segments.live.mentions(workspaceId),
      ownTraits: await segments.live.ownTraits(workspaceId),
    }),
    onTouched: () => segments.live.nudge(),
    now,
    log,
  })
  const segments: Segments = createSegments({
    db,
    facts,
    now,
    newId: systemIds,
    log,
    audit: { record: async (_, note) => void notes.push(note) },
    settingsOf: async () => settings,
    suppressedKeys,
    record: wrap(ingest.record),
    reached: ingest.reached,
    learnt: ingest.learnt,
    crowdMin,
    pastCampaigns,
  })
  return { segments, ingest, notes, settings }
}

export type OpenSegments = ReturnType<typeof openSegments>

/** Segments that follow what comes in, by the test's own clock. */
export function openLive(engines: OpenEngines, now: () => Date, options: OpenOptions = {}) {
  const opened = openSegments(engines, now, options)
  opened.ingest.start()
  opened.segments.live.start()
  const stop = async () => {
    await opened.segments.live.stop()
    await opened.ingest.stop()
  }
  return {
    ...opened,
    /** Takes messages in that happened just now, unless they say otherwise; resolves to the last position. */
    send(shop: string, ...raws: readonly object[]): Promise<number> {
      const stamped = raws.map((raw) => ({
        messageId: systemIds(),
        timestamp: now().toISOString(),
        ...raw,
      }))
      return opened.ingest.accept(shop, 'shop', stamped, { receivedAt: now(), newId: systemIds })
    },
    stop,
    /** Ends it, and closes the engines. */
    async close(): Promise<void> {
      await stop()
      await engines.close()
    },
  }
}

export type LiveSegments = ReturnType<typeof openLive>

/** Somebody who may do everything in a workspace. */
export function actorOf(workspaceId: string): Actor {
  return { kind: 'user', id: 'u', name: '小王', workspaceId, permissions: new Set(permissions) }
}
