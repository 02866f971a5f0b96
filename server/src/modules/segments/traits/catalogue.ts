import {
  type ComputedDefinition,
  type ComputedTrait,
  type ComputedTraitChanges,
  type ComputedTraitInput,
  type ComputedTraitPreview,
  computedDefinitionSchema,
  leavesOf,
  type Rule,
  type RuleSentence,
  ruleSchema,
  type SegmentMember,
  type TraitDefinition,
  type TraitUses,
  valueTypeOf,
} from '@rapport/contract'
import { Failure, found } from '../../../kernel/failure'
import type { Actor } from '../../../platform/http'
import type { SegmentsDeps } from '../deps'
import type { Live } from '../live'
import type { RuleContext } from '../rule/moments'
import { listStoredRules } from '../store'
import { checkDefinition, checkKey, checkNumber } from './checks'
import { countHolders } from './people'
import { previewTrait } from './preview'
import {
  beginRemoval,
  findTrait,
  insertTrait,
  listTraits,
  moveTrait,
  type TraitRow,
  updateTrait,
} from './store'
import { watchedRule } from './watched'

export interface TraitCatalogueDeps extends Pick<SegmentsDeps, 'db' | 'facts' | 'now' | 'audit'> {
  readonly live: Pick<Live, 'changed'>
  readonly settingsAt: (workspaceId: string) => Promise<{
    readonly context: RuleContext
    readonly traitWords: (definition: ComputedDefinition) => RuleSentence
  }>
  readonly present: (workspaceId: string, ids: readonly string[]) => Promise<SegmentMember[]>
}

const catalogued = { family: 'other', sensitivity: 'public', computed: true } as const

export type TraitCatalogue = ReturnType<typeof createTraitCatalogue>

/** A workspace's own computed traits as people and programs see them. Values are worked out by the follower. */
export function createTraitCatalogue(deps: TraitCatalogueDeps) {
  const { db, facts, now, audit, live } = deps

  const load = async (workspaceId: string, key: string): Promise<TraitRow> =>
    found(await findTrait(db, workspaceId, key), 'computed trait', key)

  async function presented(workspaceId: string, rows: readonly TraitRow[]): Promise<ComputedTrait[]> {
    const { traitWords } = await deps.settingsAt(workspaceId)
    return rows.flatMap((row) => presentTrait(row, traitWords))
  }

  async function present(workspaceId: string, key: string): Promise<ComputedTrait> {
    const [trait] = await presented(workspaceId, [await load(workspaceId, key)])
    return found(trait, 'computed trait', key)
  }

  /** Does something to a trait with its line in the audit log, both or neither, and lets the follower know. */
  async function change(
    actor: Actor,
    row: TraitRow,
    action: string,
    write: Parameters<typeof db.transaction>[0],
    values: { readonly before?: unknown; readonly after?: unknown } = {},
  ): Promise<ComputedTrait> {
    const { workspaceId } = actor
    await db.transaction(async (tx) => {
      await write(tx)
      const note = { objectKind: 'computed_trait', objectId: row.key, summary: row.label }
      await audit.record(actor, { action: `computed_trait.${action}`, ...note, ...values }, tx)
    })
    live.changed(workspaceId)
    return present(workspaceId, row.key)
  }

  return {
    list: async (workspaceId: string): Promise<ComputedTrait[]> =>
      presented(workspaceId, await listTraits(db, workspaceId)),

    get: present,

    /** The traits as the catalogue of all traits lists them. */
    async definitions(workspaceId: string): Promise<TraitDefinition[]> {
      return (await listTraits(db, workspaceId)).flatMap(({ key, label, definition }) => {
        const parsed = parseDefinition(definition)
        const type = parsed && valueTypeOf(parsed)
        return type ? [{ ...catalogued, name: key, label, type: type === 'date' ? 'moment' : type }] : []
      })
    },

    async create(actor: Actor, input: ComputedTraitInput): Promise<ComputedTrait> {
      const { workspaceId } = actor
      await checkKey(facts, workspaceId, input.key)
      const row = newTrait(input, actor.name, now())
      return change(
        actor,
        row,
        'created',
        async (tx) => {
          checkNumber(await listTraits(tx, workspaceId))
          await checkDefinition(tx, workspaceId, input)
          if (!(await insertTrait(tx, workspaceId, row))) throw keyTaken(input.key)
        },
        { after: input },
      )
    },

    async update(actor: Actor, key: string, changes: ComputedTraitChanges): Promise<ComputedTrait> {
      const { workspaceId } = actor
      const before = await load(workspaceId, key)
      if (before.state === 'removing') throw beingRemoved(key)
      if (before.version !== changes.version) throw versionChanged(key)
      const { definition = null } = changes
      const written = definition ? JSON.stringify(definition) : before.definition
      const next: TraitRow = {
        ...before,
        label: changes.label ?? before.label,
        description: changes.description ?? before.description,
        definition: written,
        version: before.version + 1,
        updatedAt: now(),
        updatedBy: actor.name,
      }
      const isAnew = written !== before.definition
      return change(
        actor,
        next,
        'changed',
        async (tx) => {
          if (definition) await checkDefinition(tx, workspaceId, { key, definition })
          if (!(await updateTrait(tx, workspaceId, next, isAnew))) throw versionChanged(key)
        },
        { before: auditOf(before), after: auditOf(next) },
      )
    },

    /** Pauses the work over everybody, goes on with it, or begins it again. */
    async fill(actor: Actor, key: string, action: 'pause' | 'resume' | 'again'): Promise<ComputedTrait> {
      const row = await load(actor.workspaceId, key)
      if (row.state === 'removing') throw beingRemoved(key)
      const { from, to, note } = fillSteps[action]
      return change(actor, row, note, async (tx) => {
        if (!(await moveTrait(tx, actor.workspaceId, key, { from, to, isAnew: action === 'again' })))
          throw notFilling(key, row.state)
      })
    },

    /** Its values are taken away in the background; then it is gone. */
    async remove(actor: Actor, key: string): Promise<ComputedTrait> {
      const { workspaceId } = actor
      const row = await load(workspaceId, key)
      if (row.state === 'removing') return present(workspaceId, key)
      const total = await countHolders(facts, workspaceId, key)
      const write: Parameters<typeof db.transaction>[0] = async (tx) => {
        if (!(await beginRemoval(tx, workspaceId, key, total))) throw beingRemoved(key)
      }
      return change(actor, row, 'deleted', write, { before: auditOf(row) })
    },

    /** The segments and traits that ask for a trait themselves. */
    async uses(workspaceId: string, key: string): Promise<TraitUses> {
      await load(workspaceId, key)
      const [segments, traits] = await Promise.all([
        listStoredRules(db, workspaceId),
        listTraits(db, workspaceId),
      ])
      return {
        segments: segments
          .filter(({ rule }) => asksFor(ruleSchema.safeParse(JSON.parse(rule)).data, key))
          .map(({ segmentId, name }) => ({ id: segmentId, name })),
        traits: traits
          .filter(({ definition }) => {
            const parsed = parseDefinition(definition)
            return parsed !== null && asksFor(watchedRule(parsed), key)
          })
          .map((other) => ({ key: other.key, label: other.label })),
      }
    },

    async preview(
      workspaceId: string,
      input: { readonly definition: ComputedDefinition; readonly key?: string; readonly sample: number },
    ): Promise<ComputedTraitPreview> {
      const { definition, key = '', sample } = input
      const { context, traitWords } = await deps.settingsAt(workspaceId)
      const segments = await checkDefinition(db, workspaceId, { key, definition })
      const how = { context: { ...context, segments }, sentence: traitWords(definition), sample }
      return previewTrait(deps, workspaceId, definition, how)
    },
  }
}

const fillSteps = {
  pause: { from: ['filling'], to: 'paused', note: 'fill_paused' },
  resume: { from: ['paused'], to: 'filling', note: 'fill_resumed' },
  again: { from: ['filling', 'paused', 'live', 'stale'], to: 'filling', note: 'fill_begun_again' },
} as const

function newTrait(input: ComputedTraitInput, by: string, at: Date): TraitRow {
  return {
    key: input.key,
    label: input.label,
    description: input.description,
    definition: JSON.stringify(input.definition),
    version: 1,
    state: 'filling',
    problem: null,
    meaning: '',
    filledTo: null,
    done: 0,
    total: 0,
    filledAt: null,
    createdAt: at,
    createdBy: by,
    updatedAt: at,
    updatedBy: by,
  }
}

/** One that another build wrote and this one cannot read is left out. */
function presentTrait(
  row: TraitRow,
  words: (definition: ComputedDefinition) => RuleSentence,
): ComputedTrait[] {
  const definition = parseDefinition(row.definition)
  if (!definition) return []
  const { meaning: _, filledTo: __, done, total, filledAt, createdAt, updatedAt, ...rest } = row
  return [
    {
      ...rest,
      definition,
      sentence: words(definition),
      valueType: valueTypeOf(definition),
      progress: { done, total: Math.max(done, total) },
      filledAt: filledAt?.toISOString() ?? null,
      createdAt: createdAt.toISOString(),
      updatedAt: updatedAt.toISOString(),
    },
  ]
}

function parseDefinition(stored: string): ComputedDefinition | null {
  return computedDefinitionSchema.safeParse(JSON.parse(stored)).data ?? null
}

function asksFor(rule: Rule | undefined, key: string): boolean {
  return (
    rule !== undefined &&
    leavesOf(rule).some((leaf) => leaf.kind === 'trait' && leaf.trait.split('.', 1)[0] === key)
  )
}

const auditOf = ({ label, description, definition }: TraitRow) => ({
  label,
  description,
  definition: JSON.parse(definition) as unknown,
})

function keyTaken(key: string): Failure {
  return new Failure('already_exists', `there is a computed trait ${key} already`, { code: 'key_taken' })
}

function versionChanged(key: string): Failure {
  return new Failure('conflict', `computed trait ${key} was changed meanwhile; load it again`, {
    code: 'version_changed',
  })
}

function beingRemoved(key: string): Failure {
  return new Failure('conflict', `computed trait ${key} is being deleted; nothing of it can be changed`, {
    code: 'being_removed',
  })
}

function notFilling(key: string, state: string): Failure {
  return new Failure('conflict', `computed trait ${key} is ${state}; look at its state first`, {
    code: 'not_filling',
  })
}
