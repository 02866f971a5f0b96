/** Why nothing at all can be sent through a server. It is the channel's trouble, not a message's. */
export const channelProblems = [
  'cannot_resolve',
  'private_address',
  'cannot_connect',
  'tls_failed',
  'no_greeting',
  'login_failed',
  'sender_refused',
  'busy',
] as const
export type ChannelProblem = (typeof channelProblems)[number]

/**
 * What a refusal for good says of the address. `hard`: it does not exist, never write again. `soft`: full or asleep.
 * `block`: the server will not have us. `content`: it will not have this message.
 */
export type BounceKind = 'hard' | 'soft' | 'block' | 'content'

/** What came of handing one message to a server. `answer` is its reply, or what happened instead of one. */
export type SendOutcome =
  | { readonly kind: 'sent'; readonly answer: string }
  /** Not taken; another try may go better. */
  | { readonly kind: 'temporary'; readonly answer: string }
  /** Not taken and never will be. */
  | { readonly kind: 'permanent'; readonly bounce: BounceKind; readonly answer: string }
  /** Not even tried: the server cannot be used now. */
  | { readonly kind: 'unavailable'; readonly problem: ChannelProblem; readonly answer: string }
  /** Handed over whole, and the connection ended before the reply: nobody can know. */
  | { readonly kind: 'uncertain'; readonly answer: string }
