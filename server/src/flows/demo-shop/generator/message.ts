/** Messages in the shape of the Segment spec, as a client would post them to `/v1/batch`. */
type Common = {
  readonly messageId: string
  readonly timestamp: string
  readonly userId?: string
  readonly anonymousId?: string
  readonly context: MessageContext
}

export type MessageContext = {
  readonly library: { readonly name: string; readonly version: string }
  readonly locale?: string
  readonly timezone?: string
  readonly channel?: string
  readonly userAgent?: string
  readonly page?: PageContext
  readonly campaign?: {
    readonly source: string
    readonly medium: string
    readonly name: string
    readonly id?: string
  }
}

export type PageContext = {
  readonly path: string
  readonly url: string
  readonly title: string
  readonly referrer: string
  readonly search: string
}

export type Properties = Readonly<Record<string, unknown>>

/** The properties that are not empty text; what a customer did not say is absent, not null. */
export function onlySaid(properties: Properties): Properties {
  const said: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(properties)) if (value !== '') said[key] = value
  return said
}

export type DemoMessage =
  | (Common & { readonly type: 'identify'; readonly traits: Properties })
  | (Common & { readonly type: 'track'; readonly event: string; readonly properties: Properties })
  | (Common & { readonly type: 'page'; readonly name: string; readonly properties: PageContext })
  | (Common & { readonly type: 'group'; readonly groupId: string; readonly traits: Properties })

/** What the send engine reports, in contrast to what customers do: a closed list. */
export const systemEvents = [
  'campaign_assigned',
  'message_sent',
  'message_delivered',
  'message_bounced',
  'message_opened',
  'message_clicked',
  'message_unsubscribed',
] as const
export type SystemEvent = (typeof systemEvents)[number]

const systemEventSet: ReadonlySet<string> = new Set(systemEvents)

/** True for messages that the loader delivers as system messages. */
export function isSystemMessage(message: DemoMessage): boolean {
  return message.type === 'track' && systemEventSet.has(message.event)
}
