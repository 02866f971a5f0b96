import { BoundedMap } from './bounded-map'

export interface BucketRule {
  /** Tokens that come back each second. */
  readonly perSecond: number
  /** Tokens at most: how large a burst may be. */
  readonly burst: number
}

export interface Bucket {
  readonly tokens: number
  readonly at: number
}

export type Taken =
  | { readonly kind: 'taken'; readonly bucket: Bucket }
  | { readonly kind: 'empty'; readonly bucket: Bucket; readonly retryAfterSeconds: number }

/** Takes one token at `now`, after filling up for the time that has passed. */
export function take(rule: BucketRule, bucket: Bucket | undefined, now: Date): Taken {
  const at = now.getTime()
  const elapsedSeconds = bucket ? Math.max(0, at - bucket.at) / 1_000 : 0
  const tokens = Math.min(rule.burst, (bucket?.tokens ?? rule.burst) + elapsedSeconds * rule.perSecond)
  if (tokens >= 1) return { kind: 'taken', bucket: { tokens: tokens - 1, at } }
  return {
    kind: 'empty',
    bucket: { tokens, at },
    retryAfterSeconds: Math.max(1, Math.ceil((1 - tokens) / rule.perSecond)),
  }
}

const callersMax = 20_000

/** One bucket a caller. A caller pushed out by 20,000 others starts with a full bucket again. */
export function createLimiter(rule: BucketRule) {
  const buckets = new BoundedMap<string, Bucket>(callersMax)
  return {
    /** Seconds to wait, or null when the caller may go on. */
    take(caller: string, now: Date): number | null {
      const taken = take(rule, buckets.get(caller), now)
      buckets.set(caller, taken.bucket)
      return taken.kind === 'taken' ? null : taken.retryAfterSeconds
    },
  }
}
