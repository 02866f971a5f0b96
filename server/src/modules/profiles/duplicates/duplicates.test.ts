import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openEmbeddedDatabase } from '../../../../../test/harness/open-engines'
import { createLog } from '../../../platform/log'
import type { Database } from '../../../platform/postgres'
import type { Json } from '../../events'
import type { ProfileRecord } from '../face'
import { createDuplicates } from './index'

const at = '2024-06-01T00:00:00.000Z'
let opened: Awaited<ReturnType<typeof openEmbeddedDatabase>>
let folder: string
let db: Database
beforeAll(async () => {
  opened = await openEmbeddedDatabase()
  ;({ db, folder } = opened)
})
afterAll(() => opened.close())

let ids = 0
const newId = () => `00000000-0000-7000-8000-${String(++ids).padStart(12, '0')}`

function build() {
  const workspaceId = newId()
  const merged: string[][] = []
  let failMerge = false
  const duplicates = createDuplicates({
    db,
    folder: join(folder, 'work'),
    byIds: async (_, wanted) => Promise.all(wanted.map((id) => record(id))),
    mergeProfiles: async (_, survivorId, absorbedId, source) => {
      if (failMerge) throw new Error('the pipeline is away')
      merged.push([survivorId, absorbedId, source])
      await db.query('UPDATE profiles SET merged_into = $2 WHERE profile_id = $1', [absorbedId, survivorId])
    },
    now: () => new Date(at),
    log: createLog('silent'),
  })
  return {
    duplicates,
    workspaceId,
    merged,
    failMerge: (does: boolean) => {
      failMerge = does
    },
    async customer(traits: Record<string, Json>, firstSeenAt = at): Promise<string> {
      const id = newId()
      const given = Object.fromEntries(
        Object.entries(traits).map(([name, value]) => [name, { value, source: 's', at }]),
      )
      await db.query(
        `INSERT INTO profiles (workspace_id, profile_id, first_seen_at, last_seen_at, name, traits, state, version)
         VALUES ($1, $2, $3, $3, $4, $5, '{}', 1)`,
        [workspaceId, id, firstSeenAt, String(traits.name ?? ''), JSON.stringify(given)],
      )
      return id
    },
  }
}

async function record(id: string): Promise<ProfileRecord> {
  const [row] = await db.query<{ name: string; traits: string; firstSeenAt: Date }>(
    'SELECT name, traits, first_seen_at AS "firstSeenAt" FROM profiles WHERE profile_id = $1',
    [id],
  )
  const { name = '', traits = '{}', firstSeenAt = new Date(0) } = row ?? {}
  return {
    profileId: id,
    formerIds: [],
    name,
    firstSeenAt,
    lastSeenAt: firstSeenAt,
    traits: JSON.parse(traits),
  }
}

const ada = { name: 'Ada Lovelace', birthday: '1985-12-10', city: 'London', phone: '+447911123456' }
const by = { name: 'Grace', source: 'user:Grace' }

describe('the queue of duplicates', () => {
  it('holds the pairs that a search finds, side by side with the reasons', async () => {
    const { duplicates, workspaceId, customer } = build()
    const left = await customer(ada)
    const right = await customer({ ...ada, name: 'Ada Lovelacce', phone: '+447911123457' })
    await customer({ name: 'Grace Hopper', birthday: '1906-12-09', city: 'New York' })
    await duplicates.searchOnce(workspaceId)
    const { items } = await duplicates.list(workspaceId, { state: 'open', limit: 10 })
    expect(items).toMatchObject([
      { leftId: left, rightId: right, left: { name: 'Ada Lovelace' }, right: { name: 'Ada Lovelacce' } },
    ])
    expect(items[0]?.score).toBeGreaterThan(90)
    expect(items[0]?.reasons).toContainEqual(expect.objectContaining({ trait: 'birthday', verdict: 'same' }))
    expect(await duplicates.summary(workspaceId)).toMatchObject({
      open: 1,
      isSearching: false,
      lastSearch: { profiles: 3, pairsFound: 1 },
    })
    expect(await readdir(join(folder, 'work'))).toEqual([])
  })

  it('merges a pair into the customer known for longer, and nothing by itself', async () => {
    const { duplicates, workspaceId, customer, merged } = build()
    const young = await customer(ada, '2024-05-01T00:00:00.000Z')
    const old = await customer(ada, '2023-05-01T00:00:00.000Z')
    await duplicates.searchOnce(workspaceId)
    expect(merged).toEqual([])
    const pair = await duplicates.decide(workspaceId, { leftId: old, rightId: young }, 'merge', by)
    expect(pair).toMatchObject({ state: 'merged', decidedBy: 'Grace' })
    expect(merged).toEqual([[old, young, 'user:Grace']])
    await duplicates.searchOnce(workspaceId)
    expect(await duplicates.summary(workspaceId)).toMatchObject({ open: 0, merged: 1 })
  })

  it('does not bring back a pair that is two people', async () => {
    const { duplicates, workspaceId, customer, merged } = build()
    const [leftId, rightId] = [await customer(ada), await customer(ada)]
    await duplicates.searchOnce(workspaceId)
    await duplicates.decide(workspaceId, { leftId, rightId }, 'distinct', by)
    await duplicates.searchOnce(workspaceId)
    expect(merged).toEqual([])
    expect(await duplicates.summary(workspaceId)).toMatchObject({ open: 0, distinct: 1 })
  })

  it('decides once, even when two people do at the same time', async () => {
    const { duplicates, workspaceId, customer, merged } = build()
    const [leftId, rightId] = [await customer(ada), await customer(ada)]
    await duplicates.searchOnce(workspaceId)
    const decide = () => duplicates.decide(workspaceId, { leftId, rightId }, 'merge', by)
    const answers = await Promise.allSettled([decide(), decide()])
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(merged.length).toBe(1)
  })

  it('opens a pair again whose merge failed', async () => {
    const { duplicates, workspaceId, customer, failMerge } = build()
    const [leftId, rightId] = [await customer(ada), await customer(ada)]
    await duplicates.searchOnce(workspaceId)
    failMerge(true)
    await expect(duplicates.decide(workspaceId, { leftId, rightId }, 'merge', by)).rejects.toThrow('away')
    expect(await duplicates.summary(workspaceId)).toMatchObject({ open: 1, merged: 0 })
  })

  it('forgets pairs that are no longer alike', async () => {
    const { duplicates, workspaceId, customer } = build()
    const id = await customer(ada)
    await customer(ada)
    await duplicates.searchOnce(workspaceId)
    await db.query('UPDATE duplicate_candidates SET found_at = $2 WHERE workspace_id = $1', [
      workspaceId,
      '2024-05-01',
    ])
    await db.query(`UPDATE profiles SET traits = '{}' WHERE profile_id = $1`, [id])
    await duplicates.searchOnce(workspaceId)
    expect(await duplicates.summary(workspaceId)).toMatchObject({ open: 0 })
  })

  it('is paged, the likeliest first', async () => {
    const { duplicates, workspaceId, customer } = build()
    for (let n = 0; n < 5; n += 1) {
      const one = { name: `Person Number${n}`, birthday: `199${n}-01-0${n + 1}`, city: `Town${n}` }
      await customer(one)
      await customer(n % 2 === 0 ? one : { ...one, city: 'Elsewhere' })
    }
    await duplicates.searchOnce(workspaceId)
    const first = await duplicates.list(workspaceId, { state: 'open', limit: 3 })
    const rest = await duplicates.list(workspaceId, {
      state: 'open',
      limit: 3,
      cursor: first.nextCursor ?? '',
    })
    const scores = [...first.items, ...rest.items].map(({ score }) => score)
    expect(scores.length).toBe(5)
    expect(scores).toEqual([...scores].sort((a, b) => b - a))
    expect(rest.nextCursor).toBeNull()
  })

  it('shows another workspace nothing', async () => {
    const ours = build()
    const theirs = build()
    const [leftId, rightId] = [await ours.customer(ada), await ours.customer(ada)]
    await ours.duplicates.searchOnce(ours.workspaceId)
    await theirs.duplicates.searchOnce(theirs.workspaceId)
    expect((await theirs.duplicates.list(theirs.workspaceId, { state: 'open', limit: 10 })).items).toEqual([])
    await expect(
      theirs.duplicates.decide(theirs.workspaceId, { leftId, rightId }, 'merge', by),
    ).rejects.toMatchObject({
      code: 'not_found',
    })
  })
})
