import { createRounds } from '../../../platform/rounds'
import { createFollower, type Follower, type FollowerDeps } from './follower'
import { createMembership } from './membership'
import { deleteLive, listFollowingWorkspaces } from './store'
import type { Mention } from './watch'

/** Another process may have written something: look at least this often. */
const lookEveryMs = 1_000
const retryMsMin = 500
const retryMsMax = 60_000

interface Followed {
  readonly follower: Follower
  retryMs: number
  /** Of the process's own time: pacing has nothing to do with the time of day. */
  notBeforeMs: number
}

/** Keeps the members of every workspace's segments up to date, and tells of entries and exits. */
export function createLive(deps: FollowerDeps) {
  const { db, now, log } = deps
  const workspaces = new Map<string, Followed>()
  let stopping = createSignal()
  const rounds = createRounds({
    round: look,
    restMs,
    failed: (err) => log.error({ err }, 'segments could not be looked after'),
  })
  const nudge = rounds.ask

  function of(workspaceId: string): Followed {
    const known = workspaces.get(workspaceId)
    if (known) return known
    const learnt = () => Promise.race([deps.learnt(workspaceId), stopping.given.then(refuseToGoOn)])
    const reached = async (position: number) => {
      await Promise.race([deps.reached(position), stopping.given.then(refuseToGoOn)])
      nudge()
    }
    const made = {
      follower: createFollower({ ...deps, learnt, reached }, workspaceId),
      retryMs: retryMsMin,
      notBeforeMs: 0,
    }
    workspaces.set(workspaceId, made)
    return made
  }

  /** One workspace in trouble must not keep the others from going on. */
  async function step(workspaceId: string): Promise<boolean> {
    const followed = of(workspaceId)
    if (performance.now() < followed.notBeforeMs) return false
    try {
      const worked = await followed.follower.step()
      followed.retryMs = retryMsMin
      return worked
    } catch (error) {
      if (!rounds.isRunning()) return false
      log.error({ err: error, workspaceId }, 'segments could not be followed; it is tried again')
      followed.notBeforeMs = performance.now() + followed.retryMs
      followed.retryMs = Math.min(followed.retryMs * 2, retryMsMax)
      return false
    }
  }

  async function look(): Promise<boolean> {
    let hasWorked = false
    for (const workspaceId of await listFollowingWorkspaces(db)) {
      if (!rounds.isRunning()) return false
      hasWorked = (await step(workspaceId)) || hasWorked
    }
    return hasWorked
  }

  /** Until something is due, and not for long. */
  function restMs(): number {
    const next = [...workspaces.values()].flatMap(({ follower }) => follower.nextMs() ?? [])
    return Math.min(lookEveryMs, Math.max(0, Math.min(...next) - now().getTime()))
  }

  return {
    /** Which changes some segment of a workspace wants to hear of. */
    mentions: (workspaceId: string): Promise<ReadonlySet<Mention>> => of(workspaceId).follower.mentions(),
    /** The names of a workspace's own computed traits. */
    ownTraits: (workspaceId: string): Promise<ReadonlySet<string>> => of(workspaceId).follower.ownTraits(),
    /** The segments of a workspace, or what they depend on, are others now. */
    changed(workspaceId: string): void {
      workspaces.get(workspaceId)?.follower.changed()
      nudge()
    },
    /** Something was touched. */
    nudge,
    start(): void {
      if (rounds.isRunning()) return
      stopping = createSignal()
      rounds.start()
    },
    /** Finishes the step at hand and stops. */
    async stop(): Promise<void> {
      const stopped = rounds.stop()
      stopping.give()
      await stopped
      await Promise.all([...workspaces.values()].map(({ follower }) => follower.settled()))
    },
    async eraseWorkspace(workspaceId: string): Promise<void> {
      workspaces.delete(workspaceId)
      await deleteLive(db, workspaceId)
      await createMembership(deps.facts).eraseWorkspace(workspaceId)
    },
  }
}

function createSignal(): { readonly given: Promise<void>; readonly give: () => void } {
  let give: () => void = () => undefined
  const given = new Promise<void>((resolve) => {
    give = resolve
  })
  return { given, give }
}

function refuseToGoOn(): never {
  throw new Error('segments are no longer followed: the product stops')
}

export type Live = ReturnType<typeof createLive>
