import type { DeliveryReason } from '@rapport/contract'
import type { SendOutcome } from '../../../platform/mail'
import type { PendingRow, RowChange } from './deliveries-store'
import { type DeliveryFact, type FactSubject, factMessage } from './facts'
import type { Decision } from './policy'
import { settle } from './retry'

type Subject = Pick<
  PendingRow,
  'deliveryId' | 'campaignId' | 'profileId' | 'templateId' | 'templateVersion' | 'attempts'
>

/** What the policy decided against sending, as a change of the row with the fact to tell. */
export function changeOf(row: Subject, decision: Exclude<Decision, { kind: 'send' }>, now: Date): RowChange {
  const isHold = decision.kind === 'hold'
  const fact: DeliveryFact = isHold
    ? { name: 'message_held', reason: decision.reason, until: decision.until }
    : { name: 'message_skipped', reason: decision.reason }
  return {
    deliveryId: row.deliveryId,
    fromState: 'pending',
    attempts: row.attempts,
    state: isHold ? 'held' : 'skipped',
    reason: decision.reason,
    notBefore: isHold ? decision.until : null,
    attemptsAfter: row.attempts,
    answer: '',
    facts: factsText(row, [fact], now),
  }
}

/** A message that could not be written. */
export function failedToWrite(row: Subject, problem: string, now: Date): RowChange {
  return {
    deliveryId: row.deliveryId,
    fromState: 'pending',
    attempts: row.attempts,
    state: 'failed',
    reason: 'template_failed',
    notBefore: null,
    attemptsAfter: row.attempts,
    answer: problem.slice(0, 500),
    facts: factsText(row, [{ name: 'message_failed', reason: 'template_failed' }], now),
  }
}

/** What came of an attempt. `row` is as it was before it was marked. */
export function changeAfter(
  row: Subject,
  outcome: SendOutcome,
  { now, uncertain }: { now: Date; uncertain: 'leave' | 'resend' },
): RowChange {
  const attempt = row.attempts + 1
  const settled = settle(outcome, { attempt, now, uncertain })
  return {
    deliveryId: row.deliveryId,
    fromState: 'sending',
    attempts: attempt,
    state: settled.state,
    reason: settled.reason,
    notBefore: settled.notBefore,
    attemptsAfter: settled.isAttempt ? attempt : row.attempts,
    answer: settled.answer,
    facts: factsText(row, factsAfter(outcome, settled), now),
  }
}

/** A row found marked by a process that is gone. */
export function changeOfOrphan(row: Subject, uncertain: 'leave' | 'resend', now: Date): RowChange {
  const outcome = { kind: 'uncertain', answer: 'the process ended while it was being sent' } as const
  const change = changeAfter({ ...row, attempts: row.attempts - 1 }, outcome, { now, uncertain })
  return change.state === 'uncertain' ? { ...change, reason: 'process_ended' } : change
}

function factsAfter(outcome: SendOutcome, settled: ReturnType<typeof settle>): DeliveryFact[] {
  const reason: DeliveryReason = settled.reason ?? 'connection_lost'
  switch (settled.state) {
    case 'sent':
      return [{ name: 'message_sent' }]
    case 'held':
      return settled.notBefore ? [{ name: 'message_held', reason, until: settled.notBefore }] : []
    case 'uncertain':
      return [{ name: 'message_uncertain', reason }]
    case 'failed':
      return outcome.kind === 'permanent'
        ? [{ name: 'message_bounced', kind: outcome.bounce, detail: outcome.answer }]
        : [{ name: 'message_failed', reason }]
    default:
      return []
  }
}

/** The facts as JSON without the outer brackets, ready to be joined with those of other rows. */
function factsText(row: Subject, facts: readonly DeliveryFact[], now: Date): string {
  const subject: FactSubject = { ...row, channel: 'email' }
  return facts.map((fact) => JSON.stringify(factMessage(subject, fact, now))).join(',')
}
