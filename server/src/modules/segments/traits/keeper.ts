import type { Facts } from '../../../platform/clickhouse'
import type { Clock } from '../../../platform/clock'
import type { Log } from '../../../platform/log'
import type { Database } from '../../../platform/postgres'
import type { Message, RecordMessages } from '../../events'
import type { Membership } from '../live/membership'
import { askTogether } from '../live/together'
import type { RuleContext } from '../rule/moments'
import type { FollowedTrait } from './followed'
import { countPeople, listHolders, listPeople } from './people'
import {
  beginFill,
  deleteTrait,
  finishFill,
  listTraits,
  moveFill,
  saveTraitProblem,
  type TraitRow,
} from './store'
import { messageOf, messagesOf, traitsSource } from './told'
import { type ValueRow, valuesSql } from './value-sql'

export interface KeeperDeps {
  readonly db: Database
  readonly facts: Facts
  readonly now: Clock
  readonly log: Log
  readonly record: RecordMessages
  /** Resolves when the pipeline has processed the journal up to a position. */
  readonly reached: (position: number) => Promise<void>
  readonly membership: Membership
  readonly contextAt: (atMs: number) => RuleContext
  /** Called with a trait that cannot be asked. */
  readonly setAside: (key: string, problem: string) => Promise<void>
}

/** People asked in one statement, and a page of the work over everybody: its values are through the pipeline in a moment. */
const peopleMax = 1_000
const messagesMax = 500

/**
 * Keeps the values of a workspace's own computed traits: works them out for people and tells those that differ from what the
 * profiles hold. What was told last is through the pipeline before the next is worked out, so that nothing is compared with
 * what is about to change. To tell a value again changes nothing, so what a crash cuts short is simply done again.
 */
export function createTraitKeeper(deps: KeeperDeps, workspaceId: string) {
  const { db, facts, now, membership, contextAt } = deps
  let keys: ReadonlySet<string> = new Set()
  let toldTo = 0
  let seenTo = 0
  let isWaiting = false
  /** There may be work over everybody to go on with. */
  let hasWork = false

  async function seeTold(): Promise<void> {
    const position = toldTo
    if (seenTo >= position) return
    await deps.reached(position)
    seenTo = Math.max(seenTo, position)
  }

  /** Looks after what was told without holding anything up. */
  function seeToldLater(): void {
    if (isWaiting) return
    isWaiting = true
    const rest = () => {
      isWaiting = false
    }
    seeTold().then(rest, rest)
  }

  async function tell(messages: readonly Message[]): Promise<void> {
    for (let from = 0; from < messages.length; from += messagesMax)
      toldTo = await deps.record(workspaceId, traitsSource, messages.slice(from, from + messagesMax))
  }

  /** Works out traits for some people, known by any of their nodes, and tells what differs. */
  async function answer(
    ids: readonly string[],
    traits: readonly FollowedTrait[],
    atMs: number,
  ): Promise<void> {
    if (traits.length === 0 || ids.length === 0) return
    await seeTold()
    for (let from = 0; from < ids.length; from += peopleMax)
      await answerSome(ids.slice(from, from + peopleMax), traits, atMs)
  }

  async function answerSome(ids: readonly string[], traits: readonly FollowedTrait[], atMs: number) {
    const nodes = await membership.nodesOf(workspaceId, ids)
    const messages: Message[] = []
    const ask = async (some: readonly FollowedTrait[]) => {
      const { text, params } = valuesSql(workspaceId, some, contextAt(atMs), nodes)
      const rows = await facts.query<ValueRow>(text, params)
      messages.push(...messagesOf(workspaceId, some, rows, new Date(atMs)))
    }
    const setAside = ({ key }: FollowedTrait, problem: string) => deps.setAside(key, problem)
    await askTogether(traits, ask, { ...deps, workspaceId, setAside })
    await tell(messages)
  }

  async function beginFills(traits: readonly FollowedTrait[]): Promise<void> {
    if (traits.length === 0) return
    const total = await countPeople(facts, workspaceId)
    for (const { key, meaning } of traits) await beginFill(db, workspaceId, key, { meaning, total })
    hasWork = true
  }

  async function fillPage(row: TraitRow, trait: FollowedTrait): Promise<void> {
    const ids = await listPeople(facts, workspaceId, { after: row.filledTo, limit: peopleMax })
    await answer(ids, [trait], now().getTime())
    await noteProgress(row, ids)
    if (ids.length < peopleMax) await finishFill(db, workspaceId, row, now())
  }

  async function removePage(row: TraitRow): Promise<void> {
    const page = { after: row.filledTo, limit: peopleMax }
    const ids = await listHolders(facts, workspaceId, row.key, page)
    await tell(ids.map((profileId) => messageOf(workspaceId, profileId, { [row.key]: null }, now())))
    await noteProgress(row, ids)
    if (ids.length === peopleMax) return
    await seeTold()
    await deleteTrait(db, workspaceId, row.key)
    keys = new Set([...keys].filter((key) => key !== row.key))
  }

  async function noteProgress(row: TraitRow, ids: readonly string[]): Promise<void> {
    const to = ids.at(-1)
    if (to) await moveFill(db, workspaceId, row, { from: row.filledTo, to, people: ids.length })
  }

  return {
    answer,
    /** The names of all own computed traits, also of those that stand aside or are being removed. */
    keys: () => keys,

    /** Takes stock after a start or a change: what means something new is worked out for everybody anew. */
    async begin(
      rows: readonly TraitRow[],
      traits: readonly FollowedTrait[],
      broken: readonly { readonly key: string; readonly problem: string }[],
    ): Promise<void> {
      const known = new Map(rows.map((row) => [row.key, row]))
      for (const { key, problem } of broken) await saveTraitProblem(db, workspaceId, key, problem)
      await beginFills(
        traits.filter(
          ({ key, meaning }) => known.get(key)?.meaning !== meaning || known.get(key)?.state === 'stale',
        ),
      )
      hasWork ||= rows.some(({ state }) => state === 'filling' || state === 'removing')
    },

    noteKeys(rows: readonly TraitRow[]): void {
      keys = new Set(rows.map(({ key }) => key))
    },

    /** Everybody's values are worked out again: what happened concerns too many to name them. */
    async again(traits: readonly FollowedTrait[]): Promise<void> {
      const rows = await listTraits(db, workspaceId)
      const isHeld = ({ key }: FollowedTrait) => rows.find((row) => row.key === key)?.state === 'paused'
      await beginFills(traits.filter((trait) => !isHeld(trait)))
    },

    /** One page of the work over everybody; false when there is none, or what was told last is still on its way. */
    async fill(traits: readonly FollowedTrait[]): Promise<boolean> {
      if (!hasWork) return false
      if (seenTo < toldTo) {
        seeToldLater()
        return false
      }
      const rows = await listTraits(db, workspaceId)
      const removing = rows.find(({ state }) => state === 'removing')
      if (removing) {
        await removePage(removing)
        return true
      }
      for (const row of rows.filter(({ state }) => state === 'filling')) {
        const trait = traits.find(({ key, meaning }) => key === row.key && meaning === row.meaning)
        if (!trait) continue
        await fillPage(row, trait)
        return true
      }
      hasWork = false
      return false
    },
  }
}
