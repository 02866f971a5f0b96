import type { BounceKind, ChannelProblem, SendOutcome } from './outcome'

/** What Nodemailer tells of a failed command. */
export interface SmtpFailure {
  readonly message: string
  readonly code?: string
  /** The command in flight; CONN when the connection itself failed, API when nothing was sent. */
  readonly command?: string
  readonly response?: string
  readonly responseCode?: number
  readonly timeoutType?: string
}

type Stage = 'sender' | 'recipient' | 'message' | 'connection'

const answerCharsMax = 500
const stageByCommand: Readonly<Record<string, Stage>> = {
  'MAIL FROM': 'sender',
  'RCPT TO': 'recipient',
  DATA: 'message',
}
const loginCodes: ReadonlySet<number> = new Set([530, 534, 535, 538])

/**
 * The outcome of a message that failed. Without a reply from the server everything depends on whether the message
 * had been handed over: before, it was not taken; after, nobody knows.
 */
export function classifyFailure(failure: SmtpFailure, isHandedOver: boolean): SendOutcome {
  const answer = answerOf(failure)
  const reply = failure.responseCode
  const stage = stageByCommand[failure.command ?? ''] ?? 'connection'
  if (reply === undefined) {
    if (isHandedOver) return { kind: 'uncertain', answer }
    if (failure.code === 'EMESSAGE') return { kind: 'permanent', bounce: 'content', answer }
    if (failure.code === 'EENVELOPE') return { kind: 'permanent', bounce: 'hard', answer }
    return { kind: 'temporary', answer }
  }
  if (reply < 500 || reply === 503) return { kind: 'temporary', answer }
  if (loginCodes.has(reply)) return { kind: 'unavailable', problem: 'login_failed', answer }
  const status = enhancedStatus(failure.response ?? '')
  if (stage === 'sender' && !isAboutMessage(reply, status))
    return { kind: 'unavailable', problem: 'sender_refused', answer }
  return { kind: 'permanent', bounce: bounceKind({ reply, status, stage, text: answer }), answer }
}

/** Why a connection could not be made ready. */
export function classifyConnection(failure: SmtpFailure): { problem: ChannelProblem; answer: string } {
  const answer = answerOf(failure)
  const reply = failure.responseCode
  if (failure.code === 'EAUTH' || (reply && loginCodes.has(reply))) return { problem: 'login_failed', answer }
  if (failure.code === 'ETLS') return { problem: 'tls_failed', answer }
  if (failure.code === 'EDNS') return { problem: 'cannot_resolve', answer }
  if (reply) return { problem: 'busy', answer }
  const isSilent = failure.code === 'ETIMEDOUT' && failure.timeoutType !== 'CONNECT_TIMEOUT'
  if (isSilent || failure.code === 'EPROTOCOL') return { problem: 'no_greeting', answer }
  if (/certificate|self.signed|SSL|TLS/i.test(answer)) return { problem: 'tls_failed', answer }
  return { problem: 'cannot_connect', answer }
}

/**
 * What a permanent refusal says of the address: by enhanced status (RFC 3463) where there is one, else by reply code,
 * and by the words that big receivers use for "we block you".
 */
export function bounceKind(refusal: {
  reply: number
  status: string | null
  stage: Stage
  text: string
}): BounceKind {
  const { reply, status, stage, text } = refusal
  if (status) return kindByStatus(status, stage)
  if (reply === 552) return stage === 'recipient' ? 'soft' : 'content'
  if (stage === 'message') return 'content'
  const isBlock = /spam|block|reputation|policy|denied|listed|rbl|dmarc|spf|relay/i.test(text)
  return isBlock || reply === 554 || reply === 571 ? 'block' : 'hard'
}

function kindByStatus(status: string, stage: Stage): BounceKind {
  const [, subject = '', detail = ''] = status.split('.')
  if (subject === '1') return detail === '7' || detail === '8' ? 'block' : 'hard'
  if (subject === '2') return detail === '1' ? 'hard' : detail === '3' ? 'content' : 'soft'
  if (subject === '4') return detail === '1' || detail === '4' ? 'hard' : 'soft'
  if (subject === '7') return 'block'
  if (subject === '6') return 'content'
  return stage === 'message' ? 'content' : 'block'
}

/** A 552 or 5.3.4 to MAIL FROM is about this message's size, not about the sender. */
function isAboutMessage(reply: number, status: string | null): boolean {
  return reply === 552 || status === '5.3.4' || status === '5.2.3'
}

/** The enhanced status code of a reply (`5.1.1`), or null. */
export function enhancedStatus(response: string): string | null {
  return /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1] ?? null
}

function answerOf({ response, message }: SmtpFailure): string {
  return (response ?? message).slice(0, answerCharsMax)
}
