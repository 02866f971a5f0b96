import { Failure } from '../../kernel/failure'
import { BoundedMap } from './bounded-map'
import { createLimiter } from './token-bucket'

export interface BackOffRule {
  /** Attempts before the first wait. */
  readonly attemptsFree: number
  readonly waitSeconds: number
  readonly waitSecondsMax: number
  /** Attempts older than this are forgotten. */
  readonly forgetSeconds: number
}

export interface Attempts {
  readonly count: number
  readonly at: number
  readonly blockedUntil: number
}

/** One person from one place: five tries, then 30 s, 1 min, 2 min … 15 min. */
export const pairRule: BackOffRule = {
  attemptsFree: 5,
  waitSeconds: 30,
  waitSecondsMax: 900,
  forgetSeconds: 3_600,
}
/** One account from everywhere: wide, since a stranger must not lock its owner out cheaply. */
export const accountRule: BackOffRule = { ...pairRule, attemptsFree: 50 }
/** One address, whoever it tries to be: ten a minute. */
const addressRule = { perSecond: 10 / 60, burst: 10 }

/**
 * Counts an attempt before its outcome is known, so that many at once cannot slip through together; a success
 * clears the count. Answers the new state, or the seconds to wait.
 */
export function attempt(
  rule: BackOffRule,
  known: Attempts | undefined,
  now: Date,
): { kind: 'allowed'; attempts: Attempts } | { kind: 'blocked'; retryAfterSeconds: number } {
  const at = now.getTime()
  const isForgotten = !known || at - known.at >= rule.forgetSeconds * 1_000
  if (!isForgotten && known.blockedUntil > at)
    return { kind: 'blocked', retryAfterSeconds: Math.ceil((known.blockedUntil - at) / 1_000) }
  const count = (isForgotten ? 0 : known.count) + 1
  return {
    kind: 'allowed',
    attempts: { count, at, blockedUntil: at + waitSecondsAfter(rule, count) * 1_000 },
  }
}

function waitSecondsAfter(rule: BackOffRule, count: number): number {
  if (count < rule.attemptsFree) return 0
  return Math.min(rule.waitSecondsMax, rule.waitSeconds * 2 ** (count - rule.attemptsFree))
}

const rememberedMax = 20_000

export type LoginThrottle = ReturnType<typeof createLoginThrottle>

/** Slows down guessing of passwords and links. It is kept in memory: a restart forgives everybody. */
export function createLoginThrottle() {
  const addresses = createLimiter(addressRule)
  const pairs = new BoundedMap<string, Attempts>(rememberedMax)
  const accounts = new BoundedMap<string, Attempts>(rememberedMax)
  const pairOf = (email: string, address: string) => `${email}\u0000${address}`

  const count = (map: BoundedMap<string, Attempts>, rule: BackOffRule, key: string, now: Date) => {
    const counted = attempt(rule, map.get(key), now)
    if (counted.kind === 'blocked') throw throttled(counted.retryAfterSeconds)
    map.set(key, counted.attempts)
  }

  return {
    /** Counts a call that proves nothing but a link; throws `login_throttled`. */
    countAddress(address: string, now: Date): void {
      const waitSeconds = addresses.take(address, now)
      if (waitSeconds !== null) throw throttled(waitSeconds)
    },

    /** Counts a password attempt; throws `login_throttled`. */
    countAttempt(email: string, address: string, now: Date): void {
      this.countAddress(address, now)
      count(pairs, pairRule, pairOf(email, address), now)
      count(accounts, accountRule, email, now)
    },

    /** The password was right: earlier mistakes are forgiven. */
    forgive(email: string, address: string): void {
      pairs.delete(pairOf(email, address))
      accounts.delete(email)
    },
  }
}

function throttled(retryAfterSeconds: number): Failure {
  return new Failure('rate_limited', `too many attempts; try again in ${retryAfterSeconds} s`, {
    code: 'login_throttled',
    retryAfterSeconds,
  })
}
