import type { Log } from '../../../platform/log'
import type { Database } from '../../../platform/postgres'
import type { Message, RecordMessages } from '../../events'
import { dropOutbox, type OutboxRow, readOutbox } from './outbox-store'

/** A row holds the facts of one group of messages: this many rows make one call. */
const rowsAtOnce = 100

export type Outbox = ReturnType<typeof createOutbox>

/**
 * Tells the journal what the sender wrote down, then forgets it. Killed in between it tells again, and the ids of the
 * facts make them count once.
 */
export function createOutbox({ db, record, log }: { db: Database; record: RecordMessages; log: Log }) {
  let running: Promise<void> | null = null
  let isAsked = false

  async function tellAll(): Promise<void> {
    while (isAsked) {
      isAsked = false
      for (;;) {
        const rows = await readOutbox(db, rowsAtOnce)
        for (const [workspaceId, ofWorkspace] of byWorkspace(rows)) {
          await record(workspaceId, 'rapport', ofWorkspace.flatMap(messagesOf))
          await dropOutbox(
            db,
            workspaceId,
            ofWorkspace.map(({ position }) => position),
          )
        }
        if (rows.length < rowsAtOnce) break
      }
    }
  }

  /** Tells what waits; resolves when nothing is left. A failure is logged and the rows stay for the next time. */
  function flush(): Promise<void> {
    isAsked = true
    running ??= tellAll()
      .catch((error) => log.error({ err: error }, 'message events could not be told to the journal'))
      .finally(() => {
        running = null
        if (isAsked) void flush()
      })
    return running
  }

  return { flush }
}

function messagesOf({ body }: OutboxRow): Message[] {
  return JSON.parse(body)
}

function byWorkspace(rows: readonly OutboxRow[]): Map<string, OutboxRow[]> {
  const groups = new Map<string, OutboxRow[]>()
  for (const row of rows) groups.set(row.workspaceId, [...(groups.get(row.workspaceId) ?? []), row])
  return groups
}
