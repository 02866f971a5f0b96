import PostalMime, { type Email } from 'postal-mime'

const recipientsMax = 100

/** What a mail system says later about a message it had taken. */
export type MailReport =
  | {
      readonly kind: 'delivery'
      readonly recipients: readonly ReportedRecipient[]
      /** Addresses that the report itself was sent to: one of them may be our return path. */
      readonly sentTo: readonly string[]
      readonly messageId: string | null
    }
  | {
      readonly kind: 'complaint'
      /** `abuse`, `fraud`, `not-spam` …, RFC 5965 §7.3. */
      readonly feedback: string
      readonly recipient: string | null
      readonly sentTo: readonly string[]
      readonly messageId: string | null
    }
  | { readonly kind: 'other' }

export interface ReportedRecipient {
  readonly recipient: string
  readonly action: 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded'
  /** Enhanced status, RFC 3463: `5.1.1`. */
  readonly status: string
  readonly diagnostic: string
}

const actions: ReadonlySet<string> = new Set(['failed', 'delayed', 'delivered', 'relayed', 'expanded'])

/** Reads a delivery status notification (RFC 3464) or an abuse report (RFC 5965); anything else is `other`. */
export async function parseReport(raw: Uint8Array): Promise<MailReport> {
  const mail = await PostalMime.parse(raw, { forceRfc822Attachments: true })
  const sentTo = addressesOf(mail)
  const original = fieldsOf(partText(mail, 'text/rfc822-headers') ?? partText(mail, 'message/rfc822') ?? '')
  const messageId = original['message-id'] ?? null
  const status = partText(mail, 'message/delivery-status')
  if (status !== null) return { kind: 'delivery', recipients: recipientsOf(status), sentTo, messageId }
  const feedback = partText(mail, 'message/feedback-report')
  if (feedback === null) return { kind: 'other' }
  const fields = fieldsOf(feedback)
  return {
    kind: 'complaint',
    feedback: (fields['feedback-type'] ?? 'abuse').toLowerCase(),
    recipient: bareAddress(fields['original-rcpt-to'] ?? original.to ?? null),
    sentTo,
    messageId,
  }
}

/** The per-recipient groups; the first group is about the message (RFC 3464 §2). */
function recipientsOf(status: string): ReportedRecipient[] {
  return status
    .split(/\r?\n\s*\r?\n/)
    .map(fieldsOf)
    .filter((fields) => fields['final-recipient'] !== undefined)
    .slice(0, recipientsMax)
    .flatMap((fields) => {
      const action = (fields.action ?? '').toLowerCase()
      const recipient = bareAddress(fields['original-recipient'] ?? fields['final-recipient'] ?? null)
      if (!actions.has(action) || recipient === null) return []
      return [
        {
          recipient,
          action: action as ReportedRecipient['action'],
          status: /\d\.\d{1,3}\.\d{1,3}/.exec(fields.status ?? '')?.[0] ?? '',
          diagnostic: (fields['diagnostic-code'] ?? '').replace(/^\w+;\s*/, '').slice(0, 500),
        },
      ]
    })
}

/** `rfc822;li@x.cn`, `<li@x.cn>` and `Li <li@x.cn>` are all li@x.cn. */
function bareAddress(text: string | null): string | null {
  return /[^\s<>;,"]+@[^\s<>;,"]+/.exec(text ?? '')?.[0] ?? null
}

function addressesOf(mail: Email): string[] {
  const listed = [...(mail.to ?? []), ...(mail.cc ?? [])].flatMap(({ address }) => address ?? [])
  const kept = mail.headers
    .filter(({ key }) => key === 'delivered-to' || key === 'x-original-to')
    .map(({ value }) => value.trim())
  return [...new Set([...listed, ...kept])]
}

function partText(mail: Email, type: string): string | null {
  const part = mail.attachments.find(({ mimeType }) => mimeType.toLowerCase() === type)
  if (!part) return null
  return typeof part.content === 'string' ? part.content : new TextDecoder().decode(part.content)
}

/** Header fields up to the first empty line, unfolded, names in lower case; the first of a name counts. */
function fieldsOf(text: string): Record<string, string> {
  const head = text.replace(/^\s+/, '').split(/\r?\n\s*\r?\n/, 1)[0] ?? ''
  const fields: Record<string, string> = {}
  for (const line of head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const colon = line.indexOf(':')
    if (colon > 0) fields[line.slice(0, colon).trim().toLowerCase()] ??= line.slice(colon + 1).trim()
  }
  return fields
}
