import { domainToASCII } from 'node:url'

const localCharsMax = 64
const addressCharsMax = 254
/** RFC 5321 dot-atoms: what every server takes. Quoted local parts and non-ASCII ones are refused. */
const localPattern = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/
const domainPattern = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/

/**
 * The address as it goes to a mail server (domain in lower case, international domains in ASCII), or null when no
 * server could take it. Nothing that passes can break out of an SMTP command or a header.
 */
export function mailboxOf(text: string): string | null {
  const trimmed = text.trim()
  const at = trimmed.lastIndexOf('@')
  const local = trimmed.slice(0, at)
  const domain = domainToASCII(trimmed.slice(at + 1))
  const fits = at > 0 && local.length <= localCharsMax && trimmed.length <= addressCharsMax
  return fits && localPattern.test(local) && domainPattern.test(domain) ? `${local}@${domain}` : null
}

/** What follows the @. */
export function domainOf(mailbox: string): string {
  return mailbox.slice(mailbox.lastIndexOf('@') + 1)
}
