import type {
  ComputedDefinition,
  Locale,
  ReadyMade,
  Reorders,
  Rule,
  RuleSentence,
  Segment,
  SegmentChanges,
  SegmentCount,
  SegmentInput,
  SegmentMember,
  SegmentPreview,
} from '@rapport/contract'
import { segmentLimits } from '@rapport/contract'
import { Failure, found } from '../../kernel/failure'
import { decodeCursor, type Page, pageOf } from '../../kernel/page'
import type { Actor } from '../../platform/http'
import type { Queryable } from '../../platform/postgres'
import { createAudiences } from './audience'
import type { SegmentsDeps } from './deps'
import type { Live } from './live'
import { findNodes } from './nodes'
import { readyMadeSegments, reordersOf, shopFigures } from './ready-made'
import { type RfmConfigs, valueNamesOf } from './rfm/configs'
import type { RuleContext } from './rule/moments'
import { loadSegmentRules, type StoredRule } from './rule/segments'
import { describeRule, describeTrait } from './sentence'
import {
  countSegments,
  findSegments,
  insertSegment,
  isNameTaken,
  listSegmentNames,
  listSegments,
  type SegmentRow,
  saveCounts,
  updateSegment,
} from './store'
import { checkTraitsThrough } from './traits/checks'
import { listTraitNames } from './traits/store'

export interface SegmentListQuery {
  readonly search?: string
  readonly state: 'live' | 'archived'
  readonly cursor?: string
  readonly limit: number
}

/** Segments as people and programs see them: rules with names, and who is in them. */
export function createCatalogue(deps: SegmentsDeps, rfm: RfmConfigs, live: Pick<Live, 'changed'>) {
  const { db, facts, now, newId, audit, log } = deps
  const audiences = createAudiences(facts, (workspaceId, ids) => findSegments(db, workspaceId, ids))

  /** What rules are evaluated and put into words with. */
  async function settingsAt(workspaceId: string, at = now()) {
    const [settings, config, segmentNames, traitNames] = await Promise.all([
      deps.settingsOf(workspaceId),
      rfm.get(workspaceId),
      listSegmentNames(db, workspaceId),
      listTraitNames(db, workspaceId),
    ])
    const { timezone, consentRule } = settings
    const context: RuleContext = { now: at, timezone, consentRule }
    const names = { ...settings, valueNames: valueNamesOf(config), segmentNames, traitNames }
    const words = (rule: Rule): RuleSentence => describeRule(rule, names)
    const traitWords = (definition: ComputedDefinition): RuleSentence => describeTrait(definition, names)
    return { settings, config, context, words, traitWords }
  }

  /** All in one statement; when that fails, one by one, so that a broken rule is alone in having no count. */
  async function countAll(
    workspaceId: string,
    rules: readonly Rule[],
    context: RuleContext,
  ): Promise<(number | null)[]> {
    try {
      return await audiences.counts(workspaceId, rules, context)
    } catch (error) {
      log.error({ err: error, workspaceId }, 'a segment could not be counted')
      return Promise.all(rules.map((rule) => audiences.count(workspaceId, rule, context).catch(() => null)))
    }
  }

  /** Which rules hold for one person; when not all can be asked at once, one that cannot be asked does not hold. */
  async function answersOf(
    workspaceId: string,
    profileId: string,
    rules: readonly Rule[],
    context: RuleContext,
  ): Promise<boolean[]> {
    try {
      return await audiences.answersFor(workspaceId, profileId, rules, context)
    } catch (error) {
      log.error({ err: error, workspaceId }, 'a segment could not be asked of a customer')
      const alone = (rule: Rule) => audiences.answersFor(workspaceId, profileId, [rule], context)
      return Promise.all(
        rules.map((rule) =>
          alone(rule).then(
            ([holds = false]) => holds,
            () => false,
          ),
        ),
      )
    }
  }

  /** Refuses a rule that leads to a segment that is missing, to itself, or too far. */
  async function checkSegments(tx: Queryable, workspaceId: string, saving: StoredRule): Promise<void> {
    await loadSegmentRules([saving.rule], (ids) => findSegments(tx, workspaceId, ids), saving)
    await checkTraitsThrough(tx, workspaceId, saving)
  }

  async function load(workspaceId: string, id: string): Promise<SegmentRow> {
    const [row] = await findSegments(db, workspaceId, [id])
    return found(row, 'segment', id)
  }

  async function present(workspaceId: string, row: SegmentRow): Promise<Segment> {
    return presentSegment(row, (await settingsAt(workspaceId)).words)
  }

  /** Writes the next version of a segment with its line in the audit log, both or neither. */
  async function change(
    actor: Actor,
    before: SegmentRow,
    action: string,
    changes: Partial<Pick<SegmentRow, 'name' | 'description' | 'rule' | 'archivedAt'>>,
  ): Promise<Segment> {
    const { workspaceId } = actor
    const next: SegmentRow = {
      ...before,
      ...changes,
      version: before.version + 1,
      updatedAt: now(),
      updatedBy: actor.name,
    }
    await db.transaction(async (tx) => {
      if (!next.archivedAt && (await isNameTaken(tx, workspaceId, next.name, next.segmentId)))
        throw nameTaken(next.name)
      if (changes.rule) await checkSegments(tx, workspaceId, next)
      if (!(await updateSegment(tx, workspaceId, next))) throw versionChanged(before.segmentId)
      await audit.record(actor, noteOf(action, next, { before: auditOf(before), after: auditOf(next) }), tx)
    })
    live.changed(workspaceId)
    return present(workspaceId, next)
  }

  /** What comes with the product, with the thresholds of this shop as of now. */
  async function readyMadeOf(workspaceId: string) {
    const [at, shop] = await Promise.all([settingsAt(workspaceId), shopFigures(facts, workspaceId)])
    const { config, settings, context } = at
    return { ...at, ready: readyMadeSegments({ config, shop, settings, now: context.now }) }
  }

  async function create(actor: Actor, input: SegmentInput): Promise<Segment> {
    const { workspaceId } = actor
    const row = newSegment(newId(), input, actor.name, now())
    await db.transaction(async (tx) => {
      if ((await countSegments(tx, workspaceId)) >= segmentLimits.segmentsMax) throw tooMany()
      await checkSegments(tx, workspaceId, row)
      if (!(await insertSegment(tx, workspaceId, row))) throw nameTaken(row.name)
      await audit.record(actor, noteOf('segment.created', row, { after: auditOf(row) }), tx)
    })
    live.changed(workspaceId)
    return present(workspaceId, row)
  }

  return {
    audiences,
    settingsAt,

    async list(workspaceId: string, query: SegmentListQuery): Promise<Page<Segment>> {
      const [name, id] = decodeCursor(query.cursor, 'text', 'uuid')
      const [rows, { words }] = await Promise.all([
        listSegments(db, workspaceId, {
          search: query.search,
          isArchived: query.state === 'archived',
          after: id === undefined ? undefined : { name, id },
          limit: query.limit + 1,
        }),
        settingsAt(workspaceId),
      ])
      const page = pageOf(rows, query.limit, (last) => [last.name, last.segmentId])
      return { ...page, items: page.items.map((row) => presentSegment(row, words)) }
    },

    get: async (workspaceId: string, id: string): Promise<Segment> =>
      present(workspaceId, await load(workspaceId, id)),

    create,

    async update(actor: Actor, id: string, { version, ...changes }: SegmentChanges): Promise<Segment> {
      const before = await load(actor.workspaceId, id)
      if (before.archivedAt) throw archived(id)
      if (before.version !== version) throw versionChanged(id)
      return change(actor, before, 'segment.changed', changes)
    },

    async archive(actor: Actor, id: string): Promise<Segment> {
      const before = await load(actor.workspaceId, id)
      return before.archivedAt
        ? present(actor.workspaceId, before)
        : change(actor, before, 'segment.archived', { archivedAt: now() })
    },

    async restore(actor: Actor, id: string): Promise<Segment> {
      const before = await load(actor.workspaceId, id)
      return before.archivedAt
        ? change(actor, before, 'segment.restored', { archivedAt: null })
        : present(actor.workspaceId, before)
    },

    /** Counts segments now and remembers it. One that cannot be evaluated does not keep the others from being counted. */
    async counts(workspaceId: string, ids: readonly string[]): Promise<SegmentCount[]> {
      const [rows, { context }] = await Promise.all([
        findSegments(db, workspaceId, ids),
        settingsAt(workspaceId),
      ])
      const people = await countAll(
        workspaceId,
        rows.map(({ rule }) => rule),
        context,
      )
      const counted = rows.flatMap(({ segmentId, version }, index) => {
        const size = people[index]
        return typeof size === 'number' ? [{ segmentId, version, people: size }] : []
      })
      await saveCounts(db, workspaceId, counted, context.now)
      return rows.map(({ segmentId }, index) => ({
        id: segmentId,
        people: people[index] ?? null,
        countedAt: context.now.toISOString(),
      }))
    },

    /** `segmentId` is the segment that is being changed, if one is: the rule must not lead back to it. */
    async preview(
      workspaceId: string,
      rule: Rule,
      sample: number,
      segmentId?: string,
    ): Promise<SegmentPreview> {
      const startedMs = now().getTime()
      if (segmentId) await checkSegments(db, workspaceId, { segmentId, rule })
      const { settings, context, words } = await settingsAt(workspaceId)
      const suppressed = await deps.suppressedKeys(workspaceId)
      const figures = await audiences.figures(workspaceId, rule, context, settings, sample, suppressed)
      const { sampleIds, ...rest } = figures
      return {
        ...rest,
        sentence: words(rule),
        sample: await audiences.present(workspaceId, sampleIds),
        evaluatedAt: context.now.toISOString(),
        tookMs: now().getTime() - startedMs,
      }
    },

    /** Members for people to read, by what they spent. */
    async members(
      workspaceId: string,
      rule: Rule,
      query: { cursor?: string; limit: number },
    ): Promise<Page<SegmentMember>> {
      const [revenue, id] = decodeCursor(query.cursor, 'whole', 'uuid')
      const { context } = await settingsAt(workspaceId)
      const rows = await audiences.members(workspaceId, rule, context, {
        after: id === undefined ? null : { revenue, id },
        limit: query.limit + 1,
      })
      return pageOf(rows, query.limit, (last) => [last.revenueMinor, last.id])
    },

    /** Which live segments one person is in. */
    async ofProfile(workspaceId: string, profileId: string): Promise<{ id: string; name: string }[]> {
      const [rows, { context }, nodes] = await Promise.all([
        listSegments(db, workspaceId, { isArchived: false, limit: segmentLimits.segmentsMax }),
        settingsAt(workspaceId),
        findNodes(facts, workspaceId, [profileId]),
      ])
      found((await audiences.present(workspaceId, nodes.profileIds))[0], 'customer', profileId)
      const answers = await answersOf(
        workspaceId,
        profileId,
        rows.map(({ rule }) => rule),
        context,
      )
      return rows.filter((_, index) => answers[index]).map(({ segmentId, name }) => ({ id: segmentId, name }))
    },

    /** Makes ordinary segments of ready-made ones, in one language; those whose name is there already are left out. */
    async copyReadyMade(actor: Actor, keys: readonly string[], locale: Locale): Promise<Segment[]> {
      const wanted = (await readyMadeOf(actor.workspaceId)).ready.filter(({ key }) => keys.includes(key))
      const made: Segment[] = []
      for (const { key, name, description, rule } of wanted) {
        const input = { name: name[locale], description: description[locale], rule, readyMade: key }
        const segment = await create(actor, input).catch((error: unknown) => {
          if (error instanceof Failure && error.details.code === 'name_taken') return null
          throw error
        })
        if (segment) made.push(segment)
      }
      return made
    },

    async readyMade(workspaceId: string): Promise<ReadyMade[]> {
      const { ready, words } = await readyMadeOf(workspaceId)
      return ready.map((one) => ({ ...one, sentence: words(one.rule) }))
    },

    async reorders(workspaceId: string): Promise<Reorders | null> {
      const { context } = await settingsAt(workspaceId)
      return reordersOf(facts, { workspaceId, timezone: context.timezone, now: context.now })
    },

    async readyMadeCounts(workspaceId: string): Promise<{ key: string; people: number | null }[]> {
      const { ready, context } = await readyMadeOf(workspaceId)
      const rules = ready.map(({ rule }) => rule)
      const people = await countAll(workspaceId, rules, context)
      return ready.map(({ key }, index) => ({ key, people: people[index] ?? null }))
    },
  }
}

function newSegment(segmentId: string, input: SegmentInput, by: string, at: Date): SegmentRow {
  return {
    segmentId,
    name: input.name,
    description: input.description,
    rule: input.rule,
    version: 1,
    readyMade: input.readyMade,
    people: null,
    countedAt: null,
    createdAt: at,
    createdBy: by,
    updatedAt: at,
    updatedBy: by,
    archivedAt: null,
  }
}

function presentSegment(row: SegmentRow, words: (rule: Rule) => RuleSentence): Segment {
  const { segmentId, countedAt, createdAt, updatedAt, archivedAt, ...rest } = row
  return {
    ...rest,
    id: segmentId,
    sentence: words(row.rule),
    countedAt: countedAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    archivedAt: archivedAt?.toISOString() ?? null,
  }
}

const auditOf = ({ name, description, rule, archivedAt }: SegmentRow) => ({
  name,
  description,
  rule,
  archivedAt: archivedAt?.toISOString() ?? null,
})

function noteOf(action: string, row: SegmentRow, values: { before?: unknown; after?: unknown }) {
  return { action, objectKind: 'segment', objectId: row.segmentId, summary: row.name, ...values }
}

function nameTaken(name: string): Failure {
  return new Failure('already_exists', `another segment is called ${name}`, { code: 'name_taken' })
}

function versionChanged(id: string): Failure {
  return new Failure('conflict', `segment ${id} was changed meanwhile; load it again`, {
    code: 'version_changed',
  })
}

function archived(id: string): Failure {
  return new Failure('conflict', `segment ${id} is archived; restore it to change it`, {
    code: 'segment_archived',
  })
}

function tooMany(): Failure {
  return new Failure(
    'conflict',
    `a workspace has at most ${segmentLimits.segmentsMax} segments; archive some`,
    {
      code: 'too_many_segments',
    },
  )
}
