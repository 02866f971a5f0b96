import type { Messages } from '../../modules/messages'
import { addressKeySql, insertTouches, type Segments, suppressionMention } from '../../modules/segments'
import type { Facts } from '../../platform/clickhouse'
import type { Log } from '../../platform/log'
import type { Database } from '../../platform/postgres'
import { createRounds } from '../../platform/rounds'

/** How soon a change of the suppression list counts in rules. */
const lookEveryMs = 500
/** Changes copied in one step: their keys fit into one field of a request. */
const stepMax = 2_000

export interface CopySuppressionsDeps {
  readonly db: Database
  readonly facts: Facts
  readonly suppressions: Pick<Messages['suppressions'], 'changes' | 'copied'>
  readonly live: Pick<Segments['live'], 'mentions' | 'nudge'>
  readonly log: Log
}

/**
 * Carries changes of the suppression list to the copy that rules read, and touches whose address they are. A change is
 * forgotten when all of that is written: cut short anywhere, it is carried again and changes nothing twice.
 */
export function createCopySuppressions({ db, facts, suppressions, live, log }: CopySuppressionsDeps) {
  async function step(): Promise<boolean> {
    const changes = await suppressions.changes(stepMax)
    if (changes.length === 0) return false
    await facts.insert(
      'suppressed_addresses',
      changes.map(({ workspaceId, addressKey, seq, isListed }) => ({
        workspace_id: workspaceId,
        address_key: addressKey,
        version: seq,
        is_deleted: isListed ? 0 : 1,
      })),
    )
    for (const workspaceId of new Set(changes.map((change) => change.workspaceId))) {
      const own = changes.filter((change) => change.workspaceId === workspaceId)
      await touch(workspaceId, own)
      await suppressions.copied(
        workspaceId,
        own.map(({ seq }) => seq),
      )
    }
    live.nudge()
    return true
  }

  /** Asks rules over reach again for whose addresses they are. */
  async function touch(workspaceId: string, changes: readonly { readonly addressKey: string }[]) {
    if (!(await live.mentions(workspaceId)).has(suppressionMention)) return
    const keys = changes.map(({ addressKey }) => addressKey)
    const touches = (await peopleWith(facts, workspaceId, keys)).map((profileId) => ({
      workspaceId,
      profileId,
      mentions: [suppressionMention],
    }))
    await insertTouches(db, touches)
  }

  const { start, stop } = createRounds({
    round: step,
    restMs: () => lookEveryMs,
    failed: (err) => log.error({ err }, 'suppressed addresses could not be copied; it is tried again'),
  })

  return {
    start,
    /** Finishes the step at hand and stops. */
    stop,
    async eraseWorkspace(workspaceId: string): Promise<void> {
      await facts.command('DELETE FROM suppressed_addresses WHERE workspace_id = {workspaceId:UUID}', {
        workspaceId,
      })
    },
  }
}

/** Profiles whose e-mail address has one of the keys. */
async function peopleWith(facts: Facts, workspaceId: string, keys: readonly string[]): Promise<string[]> {
  const rows = await facts.query<{ profile_id: string }>(
    `SELECT profile_id FROM profiles FINAL
     WHERE workspace_id = {workspaceId:UUID}
       AND ${addressKeySql('traits.email.:String')} IN {keys:Array(String)}`,
    { workspaceId, keys },
  )
  return rows.map((row) => row.profile_id)
}
