import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type OpenEngines, openEmbeddedEngines, openServerEngines } from '../../../test/harness/open-engines'
import { actor, buildMessages, workspaceId } from '../modules/messages/testing/build'
import { openSegments } from '../modules/segments/testing/workspace'
import { systemIds } from '../platform/clock'

const now = new Date('2026-03-10T04:00:00Z')
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
  })
})
