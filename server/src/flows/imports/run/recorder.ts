import { createHash } from 'node:crypto'
import type { Message } from '../../../modules/events'

/** A batch is one entry of the journal and one transaction of the pipeline. */
const batchMessagesMax = 500
const batchCharsMax = 1024 * 1024

/** How far an import has come: the messages are the same at every attempt, so counting batches is enough. */
export interface Checkpoint {
  readonly batches: number
  /** Over the message ids of those batches: tells whether the next attempt makes the same ones. */
  readonly digest: string
}

export const noCheckpoint: Checkpoint = { batches: 0, digest: '' }

/** The batches behind the checkpoint are not those of this attempt (another version of the program): start from none. */
export class CheckpointMismatch extends Error {}

export interface RecorderDeps {
  /** Makes messages durable. */
  readonly record: (messages: readonly Message[]) => Promise<void>
  /** Notes that everything up to here is durable. */
  readonly checkpoint: (at: Checkpoint) => Promise<void>
}

/**
 * Sends messages in batches and goes on after `from`: batches that an earlier attempt recorded are made again and passed
 * over. A batch recorded but not noted before a crash is recorded again, and its message ids count once.
 */
export function createRecorder({ record, checkpoint }: RecorderDeps, from: Checkpoint) {
  let waiting: Message[] = []
  let chars = 0
  let done: Checkpoint = noCheckpoint

  async function flush(): Promise<void> {
    if (waiting.length === 0) return
    const batch = waiting
    waiting = []
    chars = 0
    const next = { batches: done.batches + 1, digest: digestOf(done.digest, batch) }
    done = next
    if (next.batches < from.batches) return
    if (next.batches === from.batches) {
      if (next.digest !== from.digest) throw new CheckpointMismatch()
      return
    }
    await record(batch)
    await checkpoint(next)
  }

  return {
    /** Takes a message; a promise when a batch went out. */
    add(message: Message): Promise<void> | undefined {
      waiting.push(message)
      chars += sizeOf(message)
      return waiting.length >= batchMessagesMax || chars >= batchCharsMax ? flush() : undefined
    },
    /** Sends what waits. Fails when the checkpoint speaks of more batches than there are. */
    async finish(): Promise<void> {
      await flush()
      if (done.batches < from.batches) throw new CheckpointMismatch()
    },
  }
}

export type Recorder = ReturnType<typeof createRecorder>

/** Only orders are long, by their products; everything else is some hundred characters. */
function sizeOf({ properties }: Message): number {
  const products = properties?.products
  return 500 + (Array.isArray(products) ? products.length * 150 : 0)
}

function digestOf(before: string, batch: readonly Message[]): string {
  const hash = createHash('sha256').update(before)
  for (const { messageId } of batch) hash.update(messageId)
  return hash.digest('base64url').slice(0, 22)
}
