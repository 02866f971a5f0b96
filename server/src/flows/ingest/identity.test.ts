import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defaultIdentifierKinds, type IdentifierKind } from '@rapport/contract'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import {
  type OpenEngines,
  openEmbeddedEngines,
  openServerEngines,
} from '../../../../test/harness/open-engines'
import { createDuplicates, findIdentifiers } from '../../modules/profiles'
import { systemIds } from '../../platform/clock'
import { createLog } from '../../platform/log'
import { createIngest } from '.'

const believedMs = 2_000

describe.each([
  ['embedded engines', openEmbeddedEngines],
  ['real servers', openServerEngines],
])('who is who on %s', (_, open) => {
  let engines: OpenEngines
  let ingest: ReturnType<typeof createIngest>
  let nowMs = Date.parse('2026-03-01T12:00:00Z')
  let kinds: readonly IdentifierKind[] = defaultIdentifierKinds
  beforeAll(async () => {
    engines = await open()
    ingest = createIngest({
      db: engines.db,
      facts: engines.facts,
      journal: engines.journal,
      settingsOf: async () => ({
        currency: 'CNY',
        exchangeRates: {},
        country: 'CN',
        timezone: 'Asia/Shanghai',
        identifierKinds: kinds,
      }),
      now: () => new Date(nowMs),
      log: createLog('silent'),
    })
    ingest.start()
  })
  afterAll(async () => {
    await ingest.stop()
    await engines.close()
  })

  /** Changes the settings, and lets the pipeline's memory of the old ones go by. */
  function set(changed: readonly IdentifierKind[]): void {
    kinds = changed
    nowMs += believedMs + 1
  }

  const identify = async (workspaceId: string, userId: string | undefined, traits: object) => {
    const receivedAt = new Date(nowMs)
    const raw = {
      type: 'identify',
      messageId: systemIds(),
      userId,
      anonymousId: userId ? undefined : 'a',
      traits,
    }
    const at = await ingest.accept(workspaceId, 'shop', [raw], { receivedAt, newId: systemIds })
    await ingest.reached(at)
  }
  const profileOf = async (workspaceId: string, kind: string, value: string) =>
    (await findIdentifiers(engines.db, [{ workspaceId, kind, value }]))[0]?.profileId

  it('goes by the limits of the workspace, from what comes in after a change', async () => {
    const workspaceId = systemIds()
    set(defaultIdentifierKinds)
    await identify(workspaceId, 'u1', { phone: '13800138000' })
    await identify(workspaceId, 'u2', { phone: '13800138000' })
    const first = await profileOf(workspaceId, 'user_id', 'u1')
    expect(await profileOf(workspaceId, 'user_id', 'u2')).not.toBe(first)

    set(defaultIdentifierKinds.map((row) => (row.kind === 'user_id' ? { ...row, limit: 2 } : row)))
    await identify(workspaceId, 'u2', { phone: '13800138000' })
    const together = await profileOf(workspaceId, 'user_id', 'u2')
    expect(await profileOf(workspaceId, 'user_id', 'u1')).toBe(together)
  })

  it('knows customers by a kind of their own, and joins nobody by one that may not merge', async () => {
    const workspaceId = systemIds()
    set([
      { kind: 'passport_no', limit: 1, merges: true },
      ...defaultIdentifierKinds.map(withoutMerging('phone')),
    ])
    await identify(workspaceId, 'u1', { passport_no: 'E1', phone: '13800138001' })
    await identify(workspaceId, undefined, { passport_no: 'E1', city: '杭州' })
    expect(await profileOf(workspaceId, 'anonymous_id', 'a')).toBe(
      await profileOf(workspaceId, 'user_id', 'u1'),
    )

    await identify(workspaceId, 'child', { phone: '13800138001' })
    expect(await profileOf(workspaceId, 'user_id', 'child')).toBeDefined()
    expect(await profileOf(workspaceId, 'user_id', 'child')).not.toBe(
      await profileOf(workspaceId, 'phone', '+8613800138001'),
    )
  })

  it('puts profiles that share a strong identifier and a limit keeps apart before a person, once', async () => {
    const workspaceId = systemIds()
    set(defaultIdentifierKinds)
    const folder = await mkdtemp(join(tmpdir(), 'rapport-identity-'))
    onTestFinished(() => rm(folder, { recursive: true, force: true }))
    const duplicates = createDuplicates({
      db: engines.db,
      byIds: async () => [],
      mergeProfiles: async () => {},
      folder,
      now: () => new Date(nowMs),
      log: createLog('silent'),
    })
    const open = async () =>
      (await duplicates.list(workspaceId, { state: 'open', limit: 10 })).items.map(
        ({ leftId, rightId, identifierKinds, score }) => ({ leftId, rightId, identifierKinds, score }),
      )
    const shared = { phone: '13800138002', email: 'mei@example.com' }
    await identify(workspaceId, 'u1', shared)
    await identify(workspaceId, 'u2', { phone: shared.phone })
    const ids = [await profileOf(workspaceId, 'user_id', 'u1'), await profileOf(workspaceId, 'user_id', 'u2')]
    const [leftId, rightId] = ids.sort()
    const pair = { leftId, rightId, score: 80 }
    expect(await open()).toEqual([{ ...pair, identifierKinds: ['phone'] }])
    await identify(workspaceId, 'u2', { phone: shared.phone })
    await identify(workspaceId, 'u2', { phone: shared.phone })
    expect(await open()).toEqual([{ ...pair, identifierKinds: ['phone'] }])
    await identify(workspaceId, 'u2', shared)
    expect(await open()).toEqual([{ ...pair, identifierKinds: ['email', 'phone'] }])

    nowMs += 1
    await duplicates.searchOnce(workspaceId)
    expect(await open()).toMatchObject([{ leftId, rightId, identifierKinds: ['email', 'phone'] }])
    await duplicates.decide(workspaceId, { leftId: leftId!, rightId: rightId! }, 'distinct', {
      name: 'Grace',
      source: 'user:Grace',
    })
    await identify(workspaceId, 'u2', shared)
    expect(await open()).toEqual([])
    expect(await duplicates.summary(workspaceId)).toMatchObject({ open: 0, distinct: 1 })
  })

  const withoutMerging =
    (kind: string) =>
    (row: IdentifierKind): IdentifierKind =>
      row.kind === kind ? { ...row, merges: false } : row
})
