import { isbot } from 'isbot'

/** A link followed this soon after sending was followed by a scanner on the way. */
const scannerMs = 2_000

export interface Visit {
  readonly userAgent: string
  /** Value of Sec-Purpose, Purpose or X-Moz. */
  readonly purpose: string
  readonly sinceSentMs: number | null
}

/** Why this visit was probably no person, or null. Noted with the event, never a reason to drop it. */
export function machineReason({ userAgent, purpose, sinceSentMs }: Visit): string | null {
  if (/prefetch|preview/i.test(purpose)) return 'prefetch'
  // Apple fetches the pictures of every message by itself and says no more than this.
  if (userAgent === 'Mozilla/5.0') return 'apple_privacy'
  // These fetch when a person opens the message.
  if (/GoogleImageProxy|YahooMailProxy/i.test(userAgent)) return null
  if (userAgent === '' || isbot(userAgent)) return 'bot'
  return sinceSentMs !== null && sinceSentMs < scannerMs ? 'scanner' : null
}
