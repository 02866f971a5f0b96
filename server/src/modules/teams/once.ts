import { Failure } from '../../kernel/failure'
import type { Actor, StoredAnswer } from '../../platform/http'
import type { TeamsDeps } from './deps'
import { hashSecret } from './secrets'
import {
  type AnswerKey,
  type AnswerRow,
  claimAnswer,
  findAnswer,
  releaseAnswer,
  storeAnswer,
} from './store-answers'

/** How long a first answer is given again. */
export const answerLifeMs = 24 * 3_600_000
/** No request lives this long, so a claim this old was left by a crash and may be taken over. */
export const claimLifeMs = 10 * 60_000
const keyLengthMax = 200
const noWorkspace = '00000000-0000-0000-0000-000000000000'

export type Once = ReturnType<typeof createOnce>

/** Runs work once for a caller's key, and answers every repeat with the first answer. */
export function createOnce({ db, now }: Pick<TeamsDeps, 'db' | 'now'>) {
  return async (
    actor: Actor,
    key: string,
    request: string,
    work: () => Promise<StoredAnswer>,
  ): Promise<StoredAnswer> => {
    if (key.length > keyLengthMax || key.includes('\u0000'))
      throw new Failure('invalid_input', `an Idempotency-Key has at most ${keyLengthMax} characters`)
    const id: AnswerKey = { workspaceId: actor.workspaceId || noWorkspace, actorId: actor.id, key }
    const fingerprint = hashSecret(request)
    const startedAt = now()
    const times = {
      now: startedAt,
      keptAfter: new Date(startedAt.getTime() - answerLifeMs),
      staleBefore: new Date(startedAt.getTime() - claimLifeMs),
    }
    if (!(await claimAnswer(db, id, fingerprint, times)))
      return earlierAnswer(await findAnswer(db, id), fingerprint)
    try {
      const answer = await work()
      await storeAnswer(db, id, startedAt, {
        status: answer.status,
        body: JSON.stringify(answer.body ?? null),
      })
      return answer
    } catch (error) {
      await releaseAnswer(db, id, startedAt)
      throw error
    }
  }
}

function earlierAnswer(row: AnswerRow | undefined, fingerprint: string): StoredAnswer {
  if (row && row.fingerprint !== fingerprint)
    throw new Failure('unprocessable', 'this Idempotency-Key was used for another request', {
      code: 'idempotency_key_reused',
    })
  if (row?.state !== 'done' || row.status === null || row.body === null)
    throw new Failure('conflict', 'the first request with this Idempotency-Key is still running', {
      code: 'idempotency_key_running',
      retryAfterSeconds: 1,
    })
  return { status: row.status, body: JSON.parse(row.body) }
}
