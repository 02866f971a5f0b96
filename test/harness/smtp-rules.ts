/** When a mail server may misbehave: greeting a client, hearing the sender, a recipient, or the end of a message. */
export type SmtpStep = 'connect' | 'sender' | 'recipient' | 'message'

export type SmtpAnswer =
  /** Says no: 4xx means "try later", 5xx "never". */
  | { readonly kind: 'refuse'; readonly code: number; readonly text: string }
  /** Answers as it should, but late. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** Never answers. With `keep` it has taken the message all the same. */
  | { readonly kind: 'stall'; readonly keep?: boolean }
  /** Writes `text` (half a reply, or nothing) and closes. With `keep` it has taken the message all the same. */
  | { readonly kind: 'cut'; readonly text?: string; readonly keep?: boolean }

/** Plain data, so that a sink in another process can be told the same. The first rule that fits decides. */
export interface SmtpRule {
  readonly at: SmtpStep
  /** A regular expression for the address: of the sender, of the recipient, or of any recipient of a message. */
  readonly address?: string
  /** How often the rule holds before it is used up; for ever when absent. */
  readonly times?: number
  readonly answer: SmtpAnswer
}

export interface SmtpRules {
  /** The misbehaviour due at this step, using it up once; undefined means to answer as one should. */
  take(at: SmtpStep, addresses: readonly string[]): SmtpAnswer | undefined
}

export function createSmtpRules(rules: readonly SmtpRule[]): SmtpRules {
  const left = rules.map((rule) => rule.times ?? Number.POSITIVE_INFINITY)
  return {
    take(at, addresses) {
      const index = rules.findIndex((rule, i) => (left[i] ?? 0) > 0 && fits(rule, at, addresses))
      if (index < 0) return undefined
      left[index] = (left[index] ?? 0) - 1
      return rules[index]?.answer
    },
  }
}

function fits(rule: SmtpRule, at: SmtpStep, addresses: readonly string[]): boolean {
  if (rule.at !== at) return false
  if (rule.address === undefined) return true
  const pattern = new RegExp(rule.address)
  return addresses.some((address) => pattern.test(address))
}
