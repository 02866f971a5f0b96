import {
  type ComputedDefinition,
  type ComputedTraitPreview,
  type ComputedValue,
  type ComputedValueType,
  computedTraitLimits,
  type RuleSentence,
  type SegmentMember,
  valueTypeOf,
} from '@rapport/contract'
import type { Facts } from '../../../platform/clickhouse'
import type { Clock } from '../../../platform/clock'
import { findNodes } from '../nodes'
import type { RuleContext } from '../rule/moments'
import { countPeople, samplePeople } from './people'
import { valueFrom } from './value'
import { type ValueRow, valuesSql } from './value-sql'

export interface PreviewDeps {
  readonly facts: Facts
  readonly now: Clock
  readonly present: (workspaceId: string, ids: readonly string[]) => Promise<SegmentMember[]>
}

interface Valued {
  readonly profileId: string
  readonly value: ComputedValue
}

/** What a definition gives for some customers, picked by a hash: the same ones however it is edited. */
export async function previewTrait(
  { facts, now, present }: PreviewDeps,
  workspaceId: string,
  definition: ComputedDefinition,
  {
    context,
    sentence,
    sample,
  }: { readonly context: RuleContext; readonly sentence: RuleSentence; readonly sample: number },
): Promise<ComputedTraitPreview> {
  const startedMs = now().getTime()
  const [ids, everybody] = await Promise.all([
    samplePeople(facts, workspaceId, computedTraitLimits.previewPeopleMax),
    countPeople(facts, workspaceId),
  ])
  const valued = await valuesOf(facts, workspaceId, definition, context, ids)
  const shown = [...valued].sort((left, right) => rank(left) - rank(right)).slice(0, sample)
  const members = await present(
    workspaceId,
    shown.map(({ profileId }) => profileId),
  )
  const type = valueTypeOf(definition)
  return {
    sentence,
    valueType: type,
    people: ids.length,
    everybody,
    withValue: valued.filter(({ value }) => value !== null).length,
    ...distributionOf(valued.map(({ value }) => value)),
    spread: spreadOf(
      type,
      valued.map(({ value }) => value),
    ),
    sample: members.flatMap((customer) => {
      const one = shown.find(({ profileId }) => profileId === customer.id)
      return one ? [{ customer, value: one.value }] : []
    }),
    evaluatedAt: context.now.toISOString(),
    tookMs: now().getTime() - startedMs,
  }
}

/** In the order of the ids. */
async function valuesOf(
  facts: Facts,
  workspaceId: string,
  definition: ComputedDefinition,
  context: RuleContext,
  ids: readonly string[],
): Promise<Valued[]> {
  if (ids.length === 0) return []
  const nodes = await findNodes(facts, workspaceId, ids)
  const traits = [{ key: 'preview', definition }]
  const { text, params } = valuesSql(workspaceId, traits, context, nodes)
  const rows = await facts.query<ValueRow>(text, params)
  const byId = new Map(rows.map((row) => [row.profile_id, row]))
  return ids.map((profileId) => ({
    profileId,
    value: valueFrom(definition, byId.get(profileId)?.v0 ?? null),
  }))
}

/** Who has something comes first, then nought and no, then who has no value. */
function rank({ value }: Valued): number {
  if (value === null) return 2
  return value === 0 || value === false ? 1 : 0
}

/** The most frequent values, with how many people have them. */
export function distributionOf(
  values: readonly ComputedValue[],
): Pick<ComputedTraitPreview, 'values' | 'others'> {
  const counts = new Map<ComputedValue, number>()
  const present = values.filter((value) => value !== null)
  for (const value of present) counts.set(value, (counts.get(value) ?? 0) + 1)
  const sorted = [...counts].sort(
    ([left, many], [right, more]) => more - many || (String(left) < String(right) ? -1 : 1),
  )
  const shown = sorted
    .slice(0, computedTraitLimits.valuesShownMax)
    .map(([value, people]) => ({ value, people }))
  return { values: shown, others: present.length - shown.reduce((sum, { people }) => sum + people, 0) }
}

/** The five figures of a box plot, by the nearest rank; null where there is no order or nothing. */
export function spreadOf(
  type: ComputedValueType,
  values: readonly ComputedValue[],
): ComputedTraitPreview['spread'] {
  if (type === 'text' || type === 'boolean') return null
  const numbers = values
    .flatMap((value) => (value === null ? [] : [type === 'date' ? Date.parse(String(value)) : Number(value)]))
    .sort((left, right) => left - right)
  const at = (share: number) => numbers[Math.max(0, Math.ceil(share * numbers.length) - 1)] ?? 0
  if (numbers.length === 0) return null
  return { min: at(0), lowerQuartile: at(0.25), median: at(0.5), upperQuartile: at(0.75), max: at(1) }
}
