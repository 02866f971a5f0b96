import { expect, test } from 'vitest'
import type { Database } from '../../platform/postgres'
import { buildMember, buildTeams, onEachPostgres } from './testing'

const note = (count: number) => ({
  action: count % 2 ? 'segment.created' : 'campaign.launched',
  objectKind: count % 2 ? 'segment' : 'campaign',
  objectId: `object ${count}`,
  summary: `第 ${count} 个`,
  after: { count, text: 'half a pair \ud83d' },
})

/** As somebody with the database in their hands would do it. */
async function tamper(db: Database, statement: string, params: unknown[]): Promise<void> {
  await db.script('ALTER TABLE audit_entries DISABLE TRIGGER USER')
  await db.query(statement, params)
  await db.script('ALTER TABLE audit_entries ENABLE TRIGGER USER')
}

onEachPostgres((db) => {
  const build = async (entries: number) => {
    const teams = buildTeams(db())
    const owner = await buildMember(db())
    for (let count = 0; count < entries; count += 1) await teams.audit.record(owner, note(count))
    const { workspaceId } = owner
    // a new workspace has two entries of its own: that it was made, and its owner
    return { ...teams, owner, workspaceId, verify: () => teams.audit.verify(workspaceId) }
  }

  test('an untouched log is intact, and entries written at the same time follow one another', async () => {
    const { audit, owner, verify } = await build(0)
    await Promise.all(Array.from({ length: 20 }, (_, count) => audit.record(owner, note(count))))
    expect(await verify()).toMatchObject({ intact: true, entries: 22, brokenAt: null })
  })

  test('of a workspace without changes is intact and empty', async () => {
    const empty = '01900000-0000-7000-8000-000000000000'
    expect(await buildTeams(db()).audit.verify(empty)).toEqual({
      intact: true,
      entries: 0,
      head: null,
      brokenAt: null,
      reason: null,
    })
  })

  test('entries cannot be changed or removed by a mistake of ours', async () => {
    const { workspaceId } = await build(1)
    for (const statement of [
      `UPDATE audit_entries SET summary = 'x' WHERE workspace_id = '${workspaceId}'`,
      `DELETE FROM audit_entries WHERE workspace_id = '${workspaceId}'`,
      'TRUNCATE audit_entries',
    ])
      await expect(db().query(statement)).rejects.toThrow(/can only be added to/)
  })

  test.each([
    [
      'a changed word',
      `UPDATE audit_entries SET summary = 'x' WHERE workspace_id = $1 AND sequence = 4`,
      4,
      'content_changed',
    ],
    [
      'a changed time',
      `UPDATE audit_entries SET at = at + interval '1 second' WHERE workspace_id = $1 AND sequence = 3`,
      3,
      'content_changed',
    ],
    [
      'a changed value',
      `UPDATE audit_entries SET after = '{}' WHERE workspace_id = $1 AND sequence = 5`,
      5,
      'content_changed',
    ],
    [
      'a removed entry',
      'DELETE FROM audit_entries WHERE workspace_id = $1 AND sequence = 4',
      4,
      'entry_missing',
    ],
    [
      'a removed beginning',
      'DELETE FROM audit_entries WHERE workspace_id = $1 AND sequence < 3',
      1,
      'entry_missing',
    ],
    [
      'a removed end',
      'DELETE FROM audit_entries WHERE workspace_id = $1 AND sequence > 5',
      6,
      'entry_missing',
    ],
    ['all removed', 'DELETE FROM audit_entries WHERE workspace_id = $1', 1, 'entry_missing'],
    [
      'a rewritten hash',
      `UPDATE audit_entries SET hash = 'x' WHERE workspace_id = $1 AND sequence = 2`,
      2,
      'content_changed',
    ],
    [
      'a rewritten link',
      `UPDATE audit_entries SET prev_hash = 'x' WHERE workspace_id = $1 AND sequence = 2`,
      2,
      'link_broken',
    ],
    ['a head moved back', 'UPDATE audit_heads SET sequence = 3 WHERE workspace_id = $1', 7, 'head_mismatch'],
    ['a removed head', 'DELETE FROM audit_heads WHERE workspace_id = $1', 7, 'head_mismatch'],
  ])('%s shows', async (_, statement, brokenAt, reason) => {
    const { workspaceId, verify } = await build(5)
    expect(await verify()).toMatchObject({ intact: true, entries: 7 })
    await tamper(db(), statement, [workspaceId])
    expect(await verify()).toMatchObject({ intact: false, brokenAt, reason })
  })

  test('a change and its entry are written together or not at all', async () => {
    const { audit, owner, workspaceId } = await build(0)
    const failing = db().transaction(async (tx) => {
      await audit.record(owner, note(1), tx)
      throw new Error('the change failed')
    })
    await expect(failing).rejects.toThrow(/change failed/)
    expect((await audit.list(workspaceId, {}, { limit: 10 })).items).toHaveLength(2)
  })

  test('is listed newest first, by page and by filter', async () => {
    const { audit, clock, owner, workspaceId } = await build(6)
    const first = await audit.list(workspaceId, {}, { limit: 3 })
    const second = await audit.list(workspaceId, {}, { limit: 9, cursor: first.nextCursor ?? '' })
    expect([...first.items, ...second.items].map(({ sequence }) => sequence)).toEqual([
      8, 7, 6, 5, 4, 3, 2, 1,
    ])
    expect(second.nextCursor).toBeNull()
    const count = async (filter: object) =>
      (await audit.list(workspaceId, filter, { limit: 50 })).items.length
    expect(await count({ action: 'segment.created' })).toBe(3)
    expect(await count({ action: 'segment' })).toBe(3)
    expect(await count({ action: 'seg' })).toBe(0)
    expect(await count({ actorId: owner.id })).toBe(6)
    expect(await count({ objectKind: 'campaign', objectId: 'object 2' })).toBe(1)
    const now = clock.now().toISOString()
    expect([await count({ from: now }), await count({ to: now })]).toEqual([8, 0])
    await expect(audit.list(workspaceId, {}, { limit: 3, cursor: 'x' })).rejects.toThrow(/cursor/)
  })

  test('keeps what no database text can hold in a form whose hash still fits', async () => {
    const { audit, owner, verify } = await build(0)
    await audit.record(owner, { ...note(1), summary: 'a\u0000b \ud83d', objectId: '\u0000' })
    expect(await verify()).toMatchObject({ intact: true })
  })
})
