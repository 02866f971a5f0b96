import { closeSync, openSync, writeSync } from 'node:fs'

/** One message that the server took, whether or not the client heard so. */
export interface ReceivedMessage {
  /** With its angle brackets, as in the header; empty when the message had none. */
  readonly messageId: string
  readonly from: string
  readonly to: readonly string[]
  /** Header fields by lower-case name, unfolded, in order of appearance. */
  readonly headers: Readonly<Record<string, readonly string[]>>
  readonly raw: string
}

export interface MailCounts {
  /** Messages taken, counting a message id as often as it came. */
  readonly accepted: number
  readonly distinct: number
  /** Message ids that came more than once, with how often. */
  readonly duplicates: Readonly<Record<string, number>>
  /** Refusals with a code, stalls and cut connections. */
  readonly misbehaved: number
}

export interface MailboxOptions {
  /** File that gets one line for each message taken, before the client hears of it: message id, tab, recipients. */
  readonly ledger?: string
  /** Keep the messages themselves; off for runs of many thousands. */
  readonly keepMessages: boolean
}

export interface Mailbox {
  readonly messages: readonly ReceivedMessage[]
  take(message: ReceivedMessage): void
  misbehave(): void
  counts(): MailCounts
  close(): void
}

export function createMailbox({ ledger, keepMessages }: MailboxOptions): Mailbox {
  const messages: ReceivedMessage[] = []
  const seen = new Map<string, number>()
  const file = ledger === undefined ? undefined : openSync(ledger, 'a')
  let accepted = 0
  let misbehaved = 0
  return {
    messages,
    take(message) {
      if (file !== undefined) writeSync(file, `${message.messageId}\t${message.to.join(',')}\n`)
      if (keepMessages) messages.push(message)
      seen.set(message.messageId, (seen.get(message.messageId) ?? 0) + 1)
      accepted++
    },
    misbehave: () => {
      misbehaved++
    },
    counts: () => ({
      accepted,
      distinct: seen.size,
      duplicates: Object.fromEntries([...seen].filter(([, times]) => times > 1)),
      misbehaved,
    }),
    close: () => {
      if (file !== undefined) closeSync(file)
    },
  }
}

/** Reads a message as it came over the wire. Header values stay encoded as they were sent. */
export function parseReceived(raw: string, from: string, to: readonly string[]): ReceivedMessage {
  const end = raw.search(/\r?\n\r?\n/)
  const head = (end < 0 ? raw : raw.slice(0, end)).replace(/\r?\n[ \t]+/g, ' ')
  const headers: Record<string, string[]> = {}
  for (const line of head.split(/\r?\n/)) {
    const colon = line.indexOf(':')
    if (colon <= 0) continue
    const name = line.slice(0, colon).toLowerCase()
    headers[name] = [...(headers[name] ?? []), line.slice(colon + 1).trim()]
  }
  return { messageId: headers['message-id']?.[0] ?? '', from, to, headers, raw }
}

/** The HTML part as text, in whichever of the two encodings the sender found shorter. */
export function htmlOf(raw: string): string {
  const part = raw.split(/\r\n--/).find((piece) => /^content-type: text\/html/im.test(piece)) ?? ''
  const end = part.indexOf('\r\n\r\n')
  const body = part.slice(end + 4)
  if (/^content-transfer-encoding: base64/im.test(part.slice(0, end)))
    return Buffer.from(body, 'base64').toString()
  const bytes = body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString()
}
