import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type OpenEngines, openEmbeddedEngines, openServerEngines } from '../../../test/harness/open-engines'
import { until } from '../../../test/harness/until'
import { createCopySuppressions } from '../flows/copy-suppressions'
import { actor, buildMessages, workspaceId } from '../modules/messages/testing/build'
import { createMembership } from '../modules/segments/live/membership'
import { openSegments } from '../modules/segments/testing/workspace'
import { systemIds } from '../platform/clock'
import { createLog } from '../platform/log'

const now = new Date('2026-03-10T04:00:00Z')
const update = new URL('../../sql/postgres/0058_identifier_kinds.sql', import.meta.url)
const everybody = { kind: 'all' as const, of: [] }

describe.each([
  ['embedded engines', openEmbeddedEngines],
  ['real servers', openServerEngines],
])('reach on %s', (_, open) => {
  let engines: OpenEngines
  let opened: ReturnType<typeof openSegments>
  let messages: ReturnType<typeof buildMessages>['messages']
  beforeAll(async () => {
    engines = await open()
    messages = buildMessages(engines.db).messages
    opened = openSegments(engines, () => now, { suppressedKeys: messages.suppressions.keys })
    opened.ingest.start()
  })
  afterAll(async () => {
    await opened.ingest.stop()
    await engines.close()
  })

  const reach = async (id = workspaceId) => (await opened.segments.preview(id, everybody, 1)).reach[0]

  it('leaves out who is on the suppression list, however long it is, and nobody of another workspace', async () => {
    const people = [
      { email: 'ann@example.com', consent_email: 'granted' },
      { email: 'bob@example.com', consent_email: 'granted' },
      { email: 'cat@example.com', consent_email: 'granted' },
      { email: 'dan@example.com' },
      { phone: '+447911123456', consent_email: 'granted' },
    ]
    const other = systemIds()
    for (const id of [workspaceId, other]) {
      const raws = people.map((traits, at) => ({
        type: 'identify',
        messageId: `${id}${at}`,
        userId: `u${at}`,
        traits,
      }))
      const at = await opened.ingest.accept(id, 'shop', raws, { receivedAt: now, newId: systemIds })
      await opened.ingest.reached(at)
    }
    const all = { channel: 'email', withAddress: 4, reachable: 3, withdrawn: 0, suppressed: 0 }
    expect(await reach()).toEqual(all)

    await messages.suppressions.add(actor, 'BOB@Example.com', '')
    await messages.suppressions.add(actor, 'dan@example.com', '')
    await messages.suppressions.add(actor, 'nobody@example.com', '')
    expect(await reach()).toEqual({ ...all, reachable: 2, suppressed: 2 })

    // what one statement takes is 20,000 addresses: those looked for are among the first, and behind all others
    const made = Array.from({ length: 45_000 }, (_, at) => createHash('md5').update(String(at)).digest('hex'))
    const addresses = made.map((name) => `${name}@example.com`)
    const reason = 'bounced' as const
    await messages.suppressions.import(actor, {
      addresses: [...addresses, 'cat@example.com'],
      reason,
      detail: '',
    })
    expect(await reach()).toEqual({ ...all, reachable: 1, suppressed: 3 })
    opened.settings.consentRule = 'not_withdrawn'
    expect(await reach()).toEqual({ ...all, reachable: 1, suppressed: 3 })
    expect(await reach(other)).toEqual({ ...all, reachable: 4 })
    await messages.suppressions.remove(actor, 'dan@example.com')
    expect(await reach()).toEqual({ ...all, reachable: 2, suppressed: 2 })
    opened.settings.consentRule = 'granted'
  })

  it('holds in rules as it does on the panel, and members go and come as addresses are put on the list and taken off', async () => {
    const shop = systemIds()
    const us = { ...actor, workspaceId: shop }
    const identify = (at: number, traits: object) =>
      opened.ingest.accept(
        shop,
        'shop',
        [{ type: 'identify', messageId: `${shop}${JSON.stringify(traits)}`, userId: `u${at}`, traits }],
        {
          receivedAt: now,
          newId: systemIds,
        },
      )
    await messages.suppressions.add(us, 'Early@Example.com', '')
    const copying = createCopySuppressions({
      db: engines.db,
      facts: engines.facts,
      suppressions: messages.suppressions,
      live: opened.segments.live,
      log: createLog('silent'),
    })
    copying.start()
    opened.segments.live.start()
    const input = { description: '', readyMade: null }
    const rule = { kind: 'reach', op: 'reachable', channel: 'email' } as const
    const known = { kind: 'identifier', op: 'has', idKind: 'email' } as const
    const reached = await opened.segments.create(us, { ...input, name: 'reached', rule })
    const mailed = await opened.segments.create(us, { ...input, name: 'mailed', rule: known })
    await identify(1, { email: 'early@example.com', consent_email: 'granted' })
    await identify(2, { email: 'late@example.com', consent_email: 'granted' })
    await opened.ingest.reached(await identify(3, { consent_email: 'granted' }))

    const membership = createMembership(engines.facts)
    const people = async () => {
      const rows = await engines.facts.query<{ id: string; email: string | null }>(
        'SELECT profile_id AS id, traits.email.:String AS email FROM profiles FINAL WHERE workspace_id = {shop:UUID}',
        { shop },
      )
      const members = await membership.of(
        shop,
        rows.map(({ id }) => id),
      )
      return rows
        .map(({ id, email }) => [
          email,
          [...(members.get(id) ?? [])]
            .map((one) => (one === reached.id ? 'r' : one === mailed.id ? 'm' : '?'))
            .sort()
            .join(''),
        ])
        .filter(([, which]) => which)
        .sort()
    }
    const becomes = (wanted: unknown) =>
      until(async () => JSON.stringify(await people()) === JSON.stringify(wanted), {
        what: JSON.stringify(wanted),
      })
    await becomes([
      ['early@example.com', 'm'],
      ['late@example.com', 'mr'],
    ])
    await messages.suppressions.remove(us, 'early@example.com')
    await messages.suppressions.add(us, 'late@example.com', '')
    await becomes([
      ['early@example.com', 'mr'],
      ['late@example.com', 'm'],
    ])
    expect(await opened.segments.count(shop, rule, now)).toBe(1)
    await opened.ingest.reached(await identify(3, { email: 'three@example.com' }))
    await becomes([
      ['early@example.com', 'mr'],
      ['late@example.com', 'm'],
      ['three@example.com', 'mr'],
    ])
    const why = await opened.segments.inspection.why(
      shop,
      reached.id,
      await idOf(shop, 'late@example.com'),
      true,
    )
    expect(why).toMatchObject({ isIn: false, explanation: { values: ['address', 'granted', 'suppressed'] } })
    await Promise.all([copying.stop(), opened.segments.live.stop()])

    // rows of an earlier version say nothing of identifiers until the update has them presented again
    await engines.facts.command(
      `INSERT INTO profiles (workspace_id, profile_id, version, is_deleted, first_seen_at, last_seen_at, traits)
       SELECT workspace_id, profile_id, version, is_deleted, first_seen_at, last_seen_at, traits
       FROM profiles FINAL WHERE workspace_id = {shop:UUID}`,
      { shop },
    )
    expect(await opened.segments.count(shop, known, now)).toBe(0)
    await engines.db.script(await readFile(update, 'utf8'))
    opened.ingest.sweepNow()
    await until(async () => (await opened.segments.count(shop, known, now)) === 3, {
      what: 'all are known again',
    })
  })

  async function idOf(shop: string, email: string): Promise<string> {
    const [row] = await engines.facts.query<{ id: string }>(
      'SELECT profile_id AS id FROM profiles FINAL WHERE workspace_id = {shop:UUID} AND traits.email.:String = {email:String}',
      { shop, email },
    )
    return row?.id ?? ''
  }
})
