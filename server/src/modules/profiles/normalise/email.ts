import { domainToASCII } from 'node:url'
import { memoised } from './memo'
import { halfWidth } from './width'

/** RFC 5321 §4.5.3.1: the path is at most 256 octets with its brackets, the local part 64. */
const addressLengthMax = 254
const localLengthMax = 64
const rawLengthMax = 400

const local = /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u
const domain = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+([a-z]{2,63}|xn--[a-z0-9-]{1,59})$/

/**
 * The address lower-cased, trimmed and valid, or null. Full-width characters, `mailto:` and angle brackets are
 * understood; international domains become punycode. Dots and +tags stay: mail goes to the address as it was given.
 */
export function normaliseEmail(email: string): string | null {
  return email.length < 6 || email.length > rawLengthMax ? null : parse(email)
}

const parse = memoised((raw): string | null => {
  const text = halfWidth(raw)
    .replace(/。/g, '.')
    .replace(/^mailto:/i, '')
    .replace(/^(?:"[^"]*"\s*|[^<>"]*)<([^<>]+)>$/, '$1')
    .trim()
    .toLowerCase()
  const at = text.lastIndexOf('@')
  if (at < 1) return null
  const name = text.slice(0, at)
  const host = text.slice(at + 1)
  const ascii = /^[\u0021-\u007e]*$/.test(host) ? host : domainToASCII(host)
  if (name.length > localLengthMax || !local.test(name) || !domain.test(ascii)) return null
  const address = `${name}@${ascii}`
  return address.length <= addressLengthMax ? address : null
})
