import { hourIn } from '../../kernel/zone'
import type { JsonObject, Message } from '../../modules/events'
import {
  addEvent,
  type ComputedState,
  definitionsByEvent,
  findMerge,
  type MergeRow,
  newestTraits,
  type Profile,
  traitsToldOf,
  withoutTraitsOf,
} from '../../modules/profiles'
import { anything } from '../../modules/segments'
import type { Facts } from '../../platform/clickhouse'
import type { Queryable } from '../../platform/postgres'
import { mergeInto } from './apply'
import type { Batch } from './batch'
import type { Step, WorkspaceContext } from './step'
import type { WorkingSet } from './working-set'

export interface CommandDeps {
  readonly db: Queryable
  readonly facts: Facts
  readonly set: WorkingSet
}

/** Carries out a merge by hand or the undoing of one. What no longer applies is dropped and counted, never an error. It counts as done either way. */
export async function applyCommand(
  step: Step,
  message: Message,
  batch: Batch,
  deps: CommandDeps,
): Promise<true> {
  const done =
    message.event === 'merge_profiles'
      ? await mergeByHand(step, message, batch, deps)
      : await undoMerge(step, message, batch, deps)
  batch.count(
    step.workspaceId,
    step.receivedAt,
    step.source,
    done ? 'ok' : 'dropped',
    done ? '' : 'command_out_of_date',
  )
  return true
}

async function mergeByHand(
  step: Step,
  message: Message,
  batch: Batch,
  { set }: CommandDeps,
): Promise<boolean> {
  const { workspaceId } = step
  const survivorId = idAt(message, 'survivor_id')
  const absorbedId = idAt(message, 'absorbed_id')
  await set.load([survivorId, absorbedId].map((profileId) => ({ workspaceId, identifiers: [], profileId })))
  const survivor = set.known(workspaceId, survivorId)
  const absorbed = set.known(workspaceId, absorbedId)
  if (!survivor || !absorbed || survivor.profileId === absorbed.profileId) return false
  mergeInto(set, batch, survivor, absorbed, `by ${step.source}`, step.receivedAt.toISOString(), step.position)
  return true
}

/** The absorbed profile gets its nodes, identifiers and traits back; what both counted is counted again from their own events. */
async function undoMerge(step: Step, message: Message, batch: Batch, deps: CommandDeps): Promise<boolean> {
  const { workspaceId, position, receivedAt } = step
  const merge = await findMerge(deps.db, workspaceId, idAt(message, 'merge_id'))
  if (!merge || merge.undoneAt) return false
  await deps.set.load([{ workspaceId, identifiers: [], profileId: merge.survivorId }])
  const survivor = deps.set.known(workspaceId, merge.survivorId)
  if (survivor?.profileId !== merge.survivorId || !merge.nodes.every((node) => survivor.nodes.includes(node)))
    return false

  const [stays, returns] = await splitProfiles(step, survivor, merge, deps)
  const nowMs = receivedAt.getTime()
  batch.moves.push({ workspaceId, nodes: merge.nodes, from: merge.survivorId, to: merge.absorbedId })
  batch.undone.push({ workspaceId, mergeId: merge.mergeId, at: receivedAt.toISOString() })
  batch.touch(stays, nowMs)
  batch.touch(returns, nowMs)
  batch.mention(stays, anything)
  batch.mention(returns, anything)
  for (const node of merge.nodes) {
    const isOwn = node === merge.absorbedId
    batch.aliases.set(node, {
      workspace_id: workspaceId,
      node_id: node,
      profile_id: merge.absorbedId,
      version: position,
      is_deleted: isOwn ? 1 : 0,
    })
  }
  deps.set.clear() // its redirects say that the two are one
  return true
}

async function splitProfiles(
  step: Step,
  survivor: Profile,
  merge: MergeRow,
  { facts }: CommandDeps,
): Promise<[Profile, Profile]> {
  const absorbedThen = JSON.parse(merge.absorbed) as Profile
  const survivorThen = JSON.parse(merge.survivor) as Profile
  const own = [survivor.profileId, ...survivor.nodes.filter((node) => !merge.nodes.includes(node))]
  const counts = Object.fromEntries(
    Object.entries(survivor.counts).map(([kind, count]) => [
      kind,
      Math.max(0, count - (absorbedThen.counts[kind] ?? 0)),
    ]),
  )
  const told = await traitsToldOf(facts, step.workspaceId, merge.nodes)
  const returning = newestTraits(absorbedThen.traits, told)
  const stays: Profile = {
    ...survivor,
    traits: withoutTraitsOf(survivor.traits, returning, survivorThen.traits),
    computed: await recount(facts, step.workspaceId, own, step.context),
    counts,
    nodes: own.slice(1),
    version: step.position,
  }
  const returns: Profile = {
    ...absorbedThen,
    traits: returning,
    computed: await recount(facts, step.workspaceId, merge.nodes, step.context),
    version: step.position,
  }
  return [stays, returns]
}

interface CountedRow {
  readonly name: string
  readonly message_id: string
  readonly time: string
  readonly value_minor: number
  readonly properties: JsonObject
}

/** Computed traits from the events themselves: the same fold that live events go through. */
export async function recount(
  facts: Facts,
  workspaceId: string,
  nodes: readonly string[],
  context: WorkspaceContext,
): Promise<ComputedState> {
  const rows = await facts.query<CountedRow>(
    `SELECT name, message_id, time, value_minor, properties
     FROM events
     WHERE workspace_id = {workspaceId:UUID} AND name IN {names:Array(String)} AND profile_id IN {nodes:Array(UUID)} AND type = 'track'
     ORDER BY time, message_id`,
    { workspaceId, names: [...definitionsByEvent.keys()], nodes },
  )
  return rows.reduce<ComputedState>((state, row) => {
    const timeMs = Date.parse(row.time)
    return addEvent(state, {
      name: row.name,
      messageId: row.message_id,
      timeMs,
      valueMinor: row.value_minor,
      properties: row.properties,
      hour: hourIn(context.timezone, timeMs),
    })
  }, {})
}

function idAt(message: Message, key: string): string {
  return String(message.properties?.[key] ?? '')
}
