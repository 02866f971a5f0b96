import {
  type Customer,
  type CustomerRow,
  companyPath,
  type Merge,
  type TimelineItem,
  type TraitDefinition,
} from '@rapport/contract'
import { Failure, found } from '../../kernel/failure'
import { decodeCursor, type Page, pageOf } from '../../kernel/page'
import { type Facts, jsonText } from '../../platform/clickhouse'
import type { Clock, NewId } from '../../platform/clock'
import type { Database } from '../../platform/postgres'
import type { Json, Message, RecordMessages } from '../events'
import { isRollup } from './companies/company'
import { topCompanyValues } from './companies/queries'
import { phonePrefixes } from './normalise'
import { traitPresence } from './presence'
import { displayName, nameFrom, type Profile, type TraitValue } from './profile'
import {
  type CustomerSort,
  countCustomers,
  countEvents,
  listCustomers,
  listTimeline,
  listTraitChanges,
  listTraitPaths,
  presentRow,
  searchCustomers,
  type TraitFilter,
  topTraitValues,
} from './queries'
import {
  deleteProfiles,
  findMerge,
  findProfileRows,
  listIdentifiers,
  listMerges,
  type MergeRow,
  markAllDue,
  parseProfile,
} from './store'
import { isComputedTrait, knownTraits, traitDefinition } from './traits/known'
import { type LifecycleThresholds, presentComputed } from './traits/present'

/** A profile as the modules above read it: given and computed traits side by side. */
export interface ProfileRecord {
  readonly profileId: string
  /** Ids of the profiles that have become part of it: whoever asked for one of them finds it here. */
  readonly formerIds: readonly string[]
  readonly name: string
  readonly firstSeenAt: Date
  readonly lastSeenAt: Date
  /** Given and computed traits by name. */
  readonly traits: Readonly<Record<string, TraitValue>>
}

export interface ProfilesDeps {
  readonly db: Database
  readonly facts: Facts
  readonly now: Clock
  readonly newId: NewId
  readonly record: RecordMessages
  /** Resolves when the pipeline has processed the journal up to a position. */
  readonly reached: (position: number) => Promise<void>
  readonly thresholdsOf: (workspaceId: string) => Promise<LifecycleThresholds>
  /** Where a phone number without a country code belongs. */
  readonly countryOf: (workspaceId: string) => Promise<string>
  /** The traits that a workspace computes by definitions of its own; none when absent. */
  readonly ownTraits?: (workspaceId: string) => Promise<readonly TraitDefinition[]>
}

export type Profiles = ReturnType<typeof createProfiles>

/** A search looks at this many people at most; whoever types more finds fewer. */
const searchHitsMax = 200

export interface CustomerListQuery {
  readonly search?: string
  readonly where?: string
  readonly sort: CustomerSort
  readonly columns: string
  readonly cursor?: string
  readonly limit: number
}

/** Customers as people and programs see them. Every change goes through the journal: the pipeline is the only writer. */
export function createProfiles(deps: ProfilesDeps) {
  const { db, facts, now, newId, record, reached } = deps

  async function load(workspaceId: string, id: string): Promise<Profile> {
    const [row] = await findProfileRows(db, [{ workspaceId, profileId: id }])
    const live = row?.mergedInto
      ? (await findProfileRows(db, [{ workspaceId, profileId: row.mergedInto }]))[0]
      : row
    return parseProfile(found(live, 'customer', id))
  }

  const phonesOf = async (workspaceId: string, typed: string) =>
    phonePrefixes(typed, await deps.countryOf(workspaceId))

  const nodesOf = async (workspaceId: string, id: string) => {
    const profile = await load(workspaceId, id)
    return [profile.profileId, ...profile.nodes]
  }

  /** Each live profile once; for a merged one's id, the profile that it is part of. */
  async function byIds(workspaceId: string, ids: readonly string[]): Promise<ProfileRecord[]> {
    const thresholds = await deps.thresholdsOf(workspaceId)
    const find = (wanted: Iterable<string>) =>
      findProfileRows(
        db,
        [...wanted].map((profileId) => ({ workspaceId, profileId })),
      )
    const rows = await find(ids)
    const live = rows.filter((row) => !row.mergedInto)
    const missing = new Set(rows.flatMap((row) => row.mergedInto ?? []))
    for (const { profileId } of live) missing.delete(profileId)
    const survivors = missing.size > 0 ? await find(missing) : []
    return [...live, ...survivors.filter((row) => !row.mergedInto)].map((row) =>
      recordOf(parseProfile(row), now().getTime(), thresholds),
    )
  }

  async function get(workspaceId: string, id: string): Promise<Customer> {
    const profile = await load(workspaceId, id)
    const [identifiers, thresholds] = await Promise.all([
      listIdentifiers(db, workspaceId, profile.profileId),
      deps.thresholdsOf(workspaceId),
    ])
    const { name, traits } = recordOf(profile, now().getTime(), thresholds)
    return {
      id: profile.profileId,
      name,
      firstSeenAt: new Date(profile.firstSeenMs).toISOString(),
      lastSeenAt: new Date(profile.lastSeenMs).toISOString(),
      identifiers: identifiers.map(({ nodeId: _, firstSeenAt, ...identifier }) => ({
        ...identifier,
        firstSeenAt: firstSeenAt.toISOString(),
      })),
      traits: { ...traits },
    }
  }

  async function say(
    workspaceId: string,
    source: string,
    message: Omit<Message, 'timestamp' | 'messageId'>,
  ): Promise<void> {
    await reached(
      await record(workspaceId, source, [{ ...message, messageId: newId(), timestamp: now().toISOString() }]),
    )
  }

  return {
    byIds,
    get,

    async list(workspaceId: string, query: CustomerListQuery): Promise<Page<CustomerRow>> {
      const ids = query.search
        ? await searchCustomers(
            db,
            workspaceId,
            query.search,
            await phonesOf(workspaceId, query.search),
            searchHitsMax,
          )
        : undefined
      if (ids?.length === 0) return { items: [], nextCursor: null }
      const [key, id] = decodeCursor(query.cursor, 'number', 'uuid')
      const hits = await listCustomers(facts, workspaceId, {
        filters: parseFilters(query.where),
        sort: query.sort,
        ids,
        limit: query.limit + 1,
        after: id === undefined ? undefined : { key, id },
      })
      const columns = query.columns
        .split(',')
        .map((column) => column.trim())
        .filter(Boolean)
      const page = pageOf(hits, query.limit, (last) => [last.sortKey, last.id])
      return {
        ...page,
        items: page.items.map((hit) =>
          presentRow(
            hit,
            columns,
            nameFrom((trait) => hit.traits[trait]),
          ),
        ),
      }
    },

    count: (workspaceId: string, where: string | undefined) =>
      countCustomers(facts, workspaceId, parseFilters(where)),

    async timeline(
      workspaceId: string,
      id: string,
      query: { names?: string; since?: string; until?: string; cursor?: string; limit: number },
    ): Promise<Page<TimelineItem>> {
      const nodes = await nodesOf(workspaceId, id)
      const [at, messageId] = decodeCursor(query.cursor, 'time', 'text')
      const items = await listTimeline(facts, workspaceId, nodes, {
        names: query.names?.split(',').filter(Boolean),
        since: query.since,
        until: query.until,
        limit: query.limit + 1,
        before: at === undefined ? undefined : { at, id: messageId },
      })
      return pageOf(items, query.limit, (last) => [last.at, last.id])
    },

    eventCounts: async (workspaceId: string, id: string) => ({
      items: await countEvents(facts, workspaceId, await nodesOf(workspaceId, id)),
    }),

    async traitHistory(workspaceId: string, id: string, trait: string | undefined) {
      const changes = await listTraitChanges(facts, workspaceId, await nodesOf(workspaceId, id), trait)
      return {
        items: changes.map(({ value, ...change }) => ({ ...change, value: JSON.parse(value) as Json })),
      }
    },

    /** Sets traits by hand and waits until they count. */
    async setTraits(
      workspaceId: string,
      id: string,
      traits: Readonly<Record<string, Json>>,
      source: string,
    ): Promise<Customer> {
      const own = (await deps.ownTraits?.(workspaceId)) ?? []
      const computed = Object.keys(traits).find(
        (name) => isComputedTrait(name) || own.some((trait) => trait.name === name),
      )
      if (computed)
        throw new Failure('invalid_input', `${computed} is kept by Rapport from events and cannot be set`, {
          code: 'computed_trait',
          trait: computed,
        })
      const { profileId } = await load(workspaceId, id)
      await say(workspaceId, source, { type: 'set_traits', profileId, traits })
      return get(workspaceId, profileId)
    },

    async merges(workspaceId: string, id: string): Promise<{ items: Merge[] }> {
      const profile = await load(workspaceId, id)
      const rows = await listMerges(db, workspaceId, profile.profileId)
      return { items: rows.map((row) => presentMerge(row, profile)) }
    },

    /** Joins two customers; the first goes on. Does nothing when they are one already. */
    async merge(
      workspaceId: string,
      survivorId: string,
      absorbedId: string,
      source: string,
    ): Promise<Customer> {
      const [survivor, absorbed] = [await load(workspaceId, survivorId), await load(workspaceId, absorbedId)]
      if (survivor.profileId !== absorbed.profileId) {
        await say(workspaceId, source, {
          type: 'command',
          event: 'merge_profiles',
          properties: { survivor_id: survivor.profileId, absorbed_id: absorbed.profileId },
        })
      }
      return get(workspaceId, survivor.profileId)
    },

    async undoMerge(workspaceId: string, mergeId: string, source: string): Promise<Customer> {
      const merge = found(await findMerge(db, workspaceId, mergeId), 'merge', mergeId)
      const holder = await load(workspaceId, merge.survivorId)
      if (!presentMerge(merge, holder).canUndo) {
        throw new Failure(
          'conflict',
          'this merge is undone already, or a later merge has to be undone first',
          { code: 'merge_not_undoable' },
        )
      }
      await say(workspaceId, source, {
        type: 'command',
        event: 'undo_merge',
        properties: { merge_id: mergeId },
      })
      return get(workspaceId, merge.survivorId)
    },

    async traits(workspaceId: string): Promise<{ items: TraitDefinition[] }> {
      const seen = await listTraitPaths(facts, workspaceId)
      const fixed = [...knownTraits, ...((await deps.ownTraits?.(workspaceId)) ?? [])]
      const names = new Set(fixed.map(({ name }) => name))
      return {
        items: [
          ...fixed,
          ...seen
            .filter(({ name }) => !names.has(name))
            .map(({ name, types }) => traitDefinition(name, types)),
        ],
      }
    },

    /** After thresholds changed: time-dependent traits are presented again by the pipeline's sweep. */
    presentAgain: (workspaceId: string) => markAllDue(db, workspaceId, now()),

    /** Erases a deleted workspace's customers. */
    async eraseWorkspace(workspaceId: string): Promise<void> {
      await deleteProfiles(db, workspaceId)
      for (const table of ['profiles', 'profile_aliases', 'trait_changes']) {
        await facts.command(`DELETE FROM ${table} WHERE workspace_id = {workspaceId:UUID}`, { workspaceId })
      }
    },

    /** How many of the customers have each trait. */
    traitPresence: (workspaceId: string) => traitPresence(facts, workspaceId),

    /** The most frequent values of a trait; of `company.industry` among companies. */
    async traitValues(workspaceId: string, trait: string) {
      const of = companyPath(trait)
      if (!of) return { items: await topTraitValues(facts, workspaceId, trait) }
      const value = jsonText('traits', of.trait)
      return { items: isRollup(of.trait) ? [] : await topCompanyValues(facts, workspaceId, of.kind, value) }
    },
  }
}

function recordOf(profile: Profile, nowMs: number, thresholds: LifecycleThresholds): ProfileRecord {
  const at = new Date(nowMs).toISOString()
  const given = Object.entries(profile.traits).filter(([, { value }]) => value !== null)
  const computed = Object.entries(presentComputed(profile.computed, nowMs, thresholds).values).map(
    ([name, value]) => [name, { value, source: 'computed', at }],
  )
  return {
    profileId: profile.profileId,
    formerIds: profile.nodes,
    name: displayName(profile.traits),
    firstSeenAt: new Date(profile.firstSeenMs),
    lastSeenAt: new Date(profile.lastSeenMs),
    traits: { ...Object.fromEntries(given), ...Object.fromEntries(computed) },
  }
}

function presentMerge(row: MergeRow, holder: Profile): Merge {
  const absorbed = JSON.parse(row.absorbed) as Profile
  const isHeld = holder.profileId === row.survivorId && row.nodes.every((node) => holder.nodes.includes(node))
  return {
    id: row.mergeId,
    survivorId: row.survivorId,
    absorbedId: row.absorbedId,
    absorbedName: displayName(absorbed.traits),
    cause: row.cause,
    mergedAt: row.mergedAt.toISOString(),
    undoneAt: row.undoneAt?.toISOString() ?? null,
    canUndo: !row.undoneAt && isHeld,
  }
}

/** `trait=value;trait=value` as filters. */
function parseFilters(where: string | undefined): TraitFilter[] {
  return (where ?? '')
    .split(';')
    .filter(Boolean)
    .map((part) => {
      const at = part.indexOf('=')
      if (at <= 0)
        throw new Failure(
          'invalid_input',
          `the filter ${JSON.stringify(part)} is not of the form trait=value`,
        )
      return { trait: part.slice(0, at).trim(), value: part.slice(at + 1).trim() }
    })
}
