import {
  type Lookalike,
  type LookalikeBrief,
  type LookalikeInput,
  type LookalikeMember,
  lookalikeLimits,
  type Rule,
  ruleSchema,
  type Segment,
} from '@rapport/contract'
import { Failure, found } from '../../../../kernel/failure'
import { decodeCursor, type Page, pageOf } from '../../../../kernel/page'
import type { Actor } from '../../../../platform/http'
import { latestFirst } from '../../background'
import type { SegmentsDeps } from '../../deps'
import { loadSegmentRules } from '../../rule/segments'
import type { createCatalogue } from '../../segments'
import { findSegments, type SegmentRow } from '../../store'
import { listTraits } from '../../traits/store'
import { deleteAllMembers, deleteMembers, listMembers } from './members'
import { createLookalikeRuns, type Ground } from './runs'
import {
  countLookalikes,
  deleteLookalike,
  deleteLookalikes,
  findLookalike,
  findResult,
  insertLookalike,
  type LookalikeRow,
  listLookalikes,
} from './store'
import { choiceFor, leakOf, type TraitChoice } from './traits'
import { describeSeed } from './words'

/** What lookalikes need of the catalogue of segments. */
export type LookalikeCatalogue = Pick<
  ReturnType<typeof createCatalogue>,
  'audiences' | 'settingsAt' | 'create'
>

/** People who are like the members of a segment and not in it: searches, who was found, and segments made of them. */
export function createLookalikes(
  deps: SegmentsDeps,
  { audiences, settingsAt, create: createSegment }: LookalikeCatalogue,
) {
  const { db, facts, now, newId, audit, log } = deps
  const { begin, ...runs } = createLookalikeRuns({ db, facts, now, log, groundOf })

  async function seedOf(workspaceId: string, seedId: string): Promise<SegmentRow> {
    const [row] = await findSegments(db, workspaceId, [seedId])
    if (!row) throw seedMissing(seedId)
    return row
  }

  const segmentsOf = (workspaceId: string, rules: readonly Rule[]) =>
    loadSegmentRules(rules, (ids) => findSegments(db, workspaceId, ids))

  async function groundOf(workspaceId: string, { input, startedAt }: LookalikeRow): Promise<Ground> {
    const { rule: seed } = await seedOf(workspaceId, input.seedId)
    const [{ context }, segments, own] = await Promise.all([
      settingsAt(workspaceId, startedAt),
      segmentsOf(workspaceId, input.rule ? [seed, input.rule] : [seed]),
      listTraits(db, workspaceId),
    ])
    const choice = choiceFor(seed, segments, own)
    const leak = leakOf(seed, segments, own)
    return {
      seed,
      context: { ...context, segments },
      traits: input.traits ?? choice.chosen,
      omitted: input.traits ? [] : choice.omitted.map(({ trait, why }) => ({ trait, why })),
      leaks: (input.traits ?? []).map(({ trait }) => trait).filter((trait) => leak(trait) !== null),
    }
  }

  const load = async (workspaceId: string, id: string): Promise<LookalikeRow> =>
    found(await findLookalike(db, workspaceId, id), 'lookalike', id)

  async function present(workspaceId: string, row: LookalikeRow): Promise<Lookalike> {
    const [result, { words, settings, config: _, ...context }] = await Promise.all([
      row.state === 'done' ? findResult(db, workspaceId, row.lookalikeId) : null,
      settingsAt(workspaceId),
    ])
    const { input } = row
    const { gaps = [], sizes = [], ...rest } = result ?? {}
    return {
      ...presentBrief(row),
      sentence: input.rule && words(input.rule),
      result: result && {
        ...result,
        ...rest,
        words: describeSeed(result.features, gaps, { ...settings, ...context }),
        sizes: sizes.map((size) => ({ ...size, sentence: words(size.rule) })),
      },
    }
  }

  return {
    ...runs,

    /** The traits that a search for people like a seed would go by. */
    async traits(workspaceId: string, seedId: string): Promise<TraitChoice> {
      const { rule } = await seedOf(workspaceId, seedId)
      const [segments, own] = await Promise.all([
        segmentsOf(workspaceId, [rule]),
        listTraits(db, workspaceId),
      ])
      return choiceFor(rule, segments, own)
    },

    /** Begins a search in the background, and answers at once. */
    async create(actor: Actor, { name, ...input }: LookalikeInput): Promise<Lookalike> {
      const { workspaceId } = actor
      const seed = await seedOf(workspaceId, input.seedId)
      const row = newLookalike(newId(), { name, seedName: seed.name, input }, actor.name, now())
      await groundOf(workspaceId, row)
      await db.transaction(async (tx) => {
        if ((await countLookalikes(tx, workspaceId)) >= lookalikeLimits.runsMax) throw tooMany()
        if (!(await insertLookalike(tx, workspaceId, row))) throw alreadyRunning()
        await audit.record(actor, noteOf('lookalikes.started', row, { after: { name, ...input } }), tx)
      })
      begin(workspaceId, row)
      return present(workspaceId, row)
    },

    get: async (workspaceId: string, id: string): Promise<Lookalike> =>
      present(workspaceId, await load(workspaceId, id)),

    async list(
      workspaceId: string,
      query: { cursor?: string; limit: number },
    ): Promise<Page<LookalikeBrief>> {
      return latestFirst(query, {
        list: (range) => listLookalikes(db, workspaceId, range),
        idOf: ({ lookalikeId }) => lookalikeId,
        present: presentBrief,
      })
    },

    /** Deletes a search with who was found. One that goes on notices and stops. */
    async remove(actor: Actor, id: string): Promise<void> {
      const { workspaceId } = actor
      await db.transaction(async (tx) => {
        const row = found(await findLookalike(tx, workspaceId, id), 'lookalike', id)
        await deleteLookalike(tx, workspaceId, id)
        await audit.record(actor, noteOf('lookalikes.deleted', row, { before: { name: row.name } }), tx)
      })
      await deleteMembers(facts, workspaceId, id)
    },

    /** Who is most alike, the most first. Profiles that are gone since are left out. */
    async members(
      workspaceId: string,
      id: string,
      query: { cursor?: string; limit: number },
    ): Promise<Page<LookalikeMember>> {
      if ((await load(workspaceId, id)).state !== 'done') throw notDone(id)
      const [after] = decodeCursor(query.cursor, 'int32')
      const rows = await listMembers(facts, workspaceId, {
        lookalikeId: id,
        after: after ?? 0,
        limit: query.limit + 1,
      })
      const page = pageOf(rows, query.limit, (last) => [last.rank])
      const ids = page.items.map(({ profileId }) => profileId)
      const byId = new Map((await audiences.present(workspaceId, ids)).map((member) => [member.id, member]))
      return {
        ...page,
        items: page.items.flatMap(({ rank, similarity, profileId }) => {
          const member = byId.get(profileId)
          return member ? [{ ...member, rank, similarity }] : []
        }),
      }
    },

    /** Makes an ordinary segment of the rule for one of the sizes. */
    async createSegment(
      actor: Actor,
      at: { readonly id: string; readonly size: number },
      input: { readonly name: string; readonly description: string },
    ): Promise<Segment> {
      const row = await load(actor.workspaceId, at.id)
      if (row.state !== 'done') throw notDone(at.id)
      const result = await findResult(db, actor.workspaceId, at.id)
      const size = found(result?.sizes[at.size], 'size', `${at.id}/${at.size}`)
      const rule = ruleSchema.safeParse(size.rule)
      if (!rule.success) throw tooLarge(at.id)
      return createSegment(actor, { ...input, rule: rule.data, readyMade: null })
    },

    async eraseWorkspace(workspaceId: string): Promise<void> {
      await deleteLookalikes(db, workspaceId)
      await deleteAllMembers(facts, workspaceId)
    },
  }
}

function newLookalike(
  lookalikeId: string,
  asked: Pick<LookalikeRow, 'name' | 'seedName' | 'input'>,
  startedBy: string,
  startedAt: Date,
): LookalikeRow {
  return {
    ...asked,
    lookalikeId,
    state: 'running',
    people: null,
    area: null,
    done: 0,
    problem: null,
    startedAt,
    startedBy,
    finishedAt: null,
  }
}

function presentBrief(row: LookalikeRow): LookalikeBrief {
  const { lookalikeId, input, done, startedAt, finishedAt, ...rest } = row
  return {
    ...rest,
    ...input,
    id: lookalikeId,
    progress: { done, total: 100 },
    startedAt: startedAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
  }
}

function noteOf(action: string, row: LookalikeRow, values: { before?: unknown; after?: unknown }) {
  return { action, objectKind: 'lookalike', objectId: row.lookalikeId, summary: row.name, ...values }
}

function seedMissing(id: string): Failure {
  return new Failure('unprocessable', `segment ${id} does not exist; choose another seed`, {
    code: 'segment_missing',
    segmentId: id,
  })
}

function notDone(id: string): Failure {
  return new Failure('conflict', `lookalike ${id} has no result (yet)`, { code: 'lookalike_not_done' })
}

function alreadyRunning(): Failure {
  return new Failure('conflict', 'a search is going on already', { code: 'lookalikes_running' })
}

function tooLarge(id: string): Failure {
  return new Failure('unprocessable', `a rule of lookalike ${id} is deeper or longer than rules may be`, {
    code: 'rule_too_large',
  })
}

function tooMany(): Failure {
  const { runsMax } = lookalikeLimits
  return new Failure(
    'conflict',
    `a workspace keeps at most ${runsMax} searches for lookalikes; delete some`,
    {
      code: 'too_many_lookalikes',
    },
  )
}
