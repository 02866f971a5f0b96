import { createHash } from 'node:crypto'
import { encodeWords, foldLines } from 'nodemailer/lib/mime-funcs'

/** RFC 5322 §2.1.1: no line may be longer. */
const lineBytesMax = 998
const base64LineChars = 76

export interface MailboxName {
  readonly name: string
  readonly address: string
}

/** A message ready to be put on the wire: one recipient, plain text and HTML. */
export interface OutgoingMail {
  /** Return path: where bounces go. */
  readonly envelopeFrom: string
  readonly to: string
  readonly from: MailboxName
  readonly replyTo: string | null
  readonly subject: string
  readonly text: string
  readonly html: string
  /** With its angle brackets. */
  readonly messageId: string
  readonly date: Date
  /** Further header fields, ASCII, by name. */
  readonly headers: Readonly<Record<string, string>>
}

/**
 * The message in MIME (RFC 2045–2049): multipart/alternative, 7bit where the text allows it, else base64. The same
 * mail gives the same bytes. Nodemailer's composer does the same at a tenth of the speed.
 */
export function composeMail(mail: OutgoingMail): Buffer {
  const boundary = `=_${createHash('sha256').update(mail.messageId).digest('hex').slice(0, 32)}`
  const lines = [
    ...headerLines(mail, boundary),
    '',
    `--${boundary}`,
    ...part('text/plain', mail.text),
    `--${boundary}`,
    ...part('text/html', mail.html),
    `--${boundary}--`,
    '',
  ]
  return Buffer.from(lines.join('\r\n'), 'utf8')
}

function headerLines(mail: OutgoingMail, boundary: string): string[] {
  return [
    header('From', mailbox(mail.from)),
    header('To', mail.to),
    ...(mail.replyTo === null ? [] : [header('Reply-To', mail.replyTo)]),
    header('Subject', encodeWords(oneLine(mail.subject), 'B', 52)),
    header('Message-ID', mail.messageId),
    header('Date', mail.date.toUTCString().replace('GMT', '+0000')),
    ...Object.entries(mail.headers).map(([name, value]) => header(name, value)),
    'MIME-Version: 1.0',
    `Content-Type: multipart/alternative; boundary="${boundary}"`,
  ]
}

function header(name: string, value: string): string {
  return foldLines(`${name}: ${oneLine(value)}`, 76)
}

function mailbox({ name, address }: MailboxName): string {
  const clean = oneLine(name).trim()
  if (clean === '') return address
  const isAscii = /^[\x20-\x7e]*$/.test(clean)
  const shown = isAscii ? `"${clean.replace(/["\\]/g, '\\$&')}"` : encodeWords(clean, 'B', 52, true)
  return `${shown} <${address}>`
}

/** Line breaks and other control characters would start a header of their own. */
export function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must go
  return text.replace(/[\u0000-\u001f\u007f\u2028\u2029]+/g, ' ')
}

function part(type: string, content: string): string[] {
  const text = content.replace(/\r\n|\r|\n/g, '\r\n')
  const isPlain = isSevenBit(text)
  return [
    `Content-Type: ${type}; charset=utf-8`,
    `Content-Transfer-Encoding: ${isPlain ? '7bit' : 'base64'}`,
    '',
    isPlain ? text : base64Lines(text),
  ]
}

function isSevenBit(text: string): boolean {
  return /^[\t\r\n\u0020-\u007e]*$/.test(text) && longestLine(text) <= lineBytesMax
}

function longestLine(text: string): number {
  let longest = 0
  for (let start = 0; start <= text.length; ) {
    const end = text.indexOf('\r\n', start)
    const stop = end < 0 ? text.length : end
    longest = Math.max(longest, stop - start)
    start = stop + 2
  }
  return longest
}

function base64Lines(text: string): string {
  const whole = Buffer.from(text, 'utf8').toString('base64')
  const lines: string[] = []
  for (let start = 0; start < whole.length; start += base64LineChars)
    lines.push(whole.slice(start, start + base64LineChars))
  return lines.join('\r\n')
}
