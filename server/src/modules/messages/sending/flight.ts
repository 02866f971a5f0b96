import type { ChannelProblem, Mailer, SendOutcome } from '../../../platform/mail'
import { changeAfter } from './changes'
import type { RowChange } from './deliveries-store'
import type { Outgoing } from './group'

export interface Landed {
  readonly changes: readonly RowChange[]
  /** Addresses that do not exist, with the server's words. */
  readonly bounced: readonly { readonly address: string; readonly answer: string }[]
  /** Why the channel cannot be used now, or null. */
  readonly trouble: { readonly problem: ChannelProblem; readonly answer: string } | null
  readonly sent: number
}

/** Sends a group over the mailer's connections, all at once, and says what came of each message. */
export async function fly(
  mailer: Mailer,
  messages: readonly Outgoing[],
  { now, uncertain }: { now: () => Date; uncertain: 'leave' | 'resend' },
): Promise<Landed> {
  const results = await Promise.all(
    messages.map(async (message) => ({ ...message, outcome: await sendOne(mailer, message) })),
  )
  const at = now()
  return {
    changes: results.map(({ row, outcome }) => changeAfter(row, outcome, { now: at, uncertain })),
    bounced: results.flatMap(({ mail, outcome }) =>
      outcome.kind === 'permanent' && outcome.bounce === 'hard'
        ? [{ address: mail.to, answer: outcome.answer }]
        : [],
    ),
    trouble: results.map(({ outcome }) => troubleOf(outcome)).find((trouble) => trouble !== null) ?? null,
    sent: results.filter(({ outcome }) => outcome.kind === 'sent').length,
  }
}

/** The mailer throws before anything is handed over only: a message it cannot compose. */
async function sendOne(mailer: Mailer, { mail }: Outgoing): Promise<SendOutcome> {
  try {
    return await mailer.send(mail)
  } catch (error) {
    return { kind: 'permanent', bounce: 'content', answer: String(error).slice(0, 500) }
  }
}

/** A sender that is refused is the message's own trouble. */
function troubleOf(outcome: SendOutcome): Landed['trouble'] {
  return outcome.kind === 'unavailable' && outcome.problem !== 'sender_refused' ? outcome : null
}
