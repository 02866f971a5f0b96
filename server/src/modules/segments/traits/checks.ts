import {
  type ComputedDefinition,
  computedDefinitionSchema,
  computedTraitLimits,
  reservedTraitKeys,
} from '@rapport/contract'
import { Failure } from '../../../kernel/failure'
import type { Facts } from '../../../platform/clickhouse'
import type { Queryable } from '../../../platform/postgres'
import { knownTraits } from '../../profiles'
import { refuseOwnEvents } from '../live/followed'
import { loadSegmentRules, type SegmentRules, type StoredRule } from '../rule/segments'
import { findSegments } from '../store'
import { type KeyedRule, refuseCircle } from './circles'
import { countHolders } from './people'
import { listTraits, type TraitRow } from './store'
import { watchedRule } from './watched'

/** Refuses names that mean something already. */
export async function checkKey(facts: Facts, workspaceId: string, key: string): Promise<void> {
  const isReserved = (reservedTraitKeys as readonly string[]).includes(key)
  if (isReserved || knownTraits.some(({ name }) => name === key))
    throw new Failure('conflict', `${key} is a trait that Rapport knows already; choose another name`, {
      code: 'key_reserved',
    })
  if ((await countHolders(facts, workspaceId, key)) > 0)
    throw new Failure(
      'conflict',
      `customers have a trait ${key} from another source; choose another name, or stop sending it and take it away`,
      { code: 'key_in_use' },
    )
}

export function checkNumber(rows: readonly TraitRow[]): void {
  if (rows.length >= computedTraitLimits.traitsMax)
    throw new Failure(
      'conflict',
      `a workspace has at most ${computedTraitLimits.traitsMax} computed traits of its own; delete some`,
      { code: 'too_many_traits' },
    )
}

/**
 * Refuses a definition that cannot be asked: one that leads to a segment that is missing, to entries and exits, or to
 * itself. Gives the rules of the segments that it leads to.
 */
export async function checkDefinition(
  db: Queryable,
  workspaceId: string,
  { key, definition }: { readonly key: string; readonly definition: ComputedDefinition },
): Promise<SegmentRules> {
  const find = (ids: readonly string[]) => findSegments(db, workspaceId, ids)
  const rule = watchedRule(definition)
  const asked = await loadSegmentRules([rule], find)
  refuseOwnEvents(rule, asked)
  const others = rulesOf(await listTraits(db, workspaceId)).filter((other) => other.key !== key)
  await refuseCircles([{ key, rule }, ...others], find)
  return asked
}

/** Refuses a segment as it would be stored when computed traits would ask for themselves through it. */
export async function checkTraitsThrough(
  db: Queryable,
  workspaceId: string,
  saving: StoredRule,
): Promise<void> {
  const rules = rulesOf(await listTraits(db, workspaceId))
  if (rules.length === 0) return
  await refuseCircles(rules, async (ids) => {
    const rest = ids.filter((id) => id !== saving.segmentId)
    const rows = rest.length > 0 ? await findSegments(db, workspaceId, rest) : []
    return rest.length < ids.length ? [saving, ...rows] : rows
  })
}

async function refuseCircles(
  all: readonly KeyedRule[],
  find: (ids: readonly string[]) => Promise<readonly StoredRule[]>,
): Promise<void> {
  const good: KeyedRule[] = []
  const segments = new Map<string, StoredRule['rule']>()
  for (const one of all) {
    const asked = await loadSegmentRules([one.rule], find).catch(noneWhenBroken)
    if (!asked) continue
    good.push(one)
    for (const [id, rule] of asked) segments.set(id, rule)
  }
  refuseCircle(good, segments)
}

/** A definition that is broken already stands aside; it is no reason to refuse another. */
function noneWhenBroken(error: unknown): null {
  if (error instanceof Failure) return null
  throw error
}

/** Definitions that ask a rule: only they can lead to other traits. */
function rulesOf(rows: readonly TraitRow[]): KeyedRule[] {
  return rows.flatMap(({ key, state, definition }) => {
    const parsed = computedDefinitionSchema.safeParse(JSON.parse(definition))
    const isRule = parsed.success && state !== 'removing' && parsed.data.kind === 'rule'
    return isRule ? [{ key, rule: watchedRule(parsed.data) }] : []
  })
}
