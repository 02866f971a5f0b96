import { deriveId } from '../../../kernel/id'
import type { JsonObject, Message } from '../../events'

/** What happened to a delivery, in the past tense. */
export type DeliveryFact =
  | { readonly name: 'message_sent' }
  | { readonly name: 'message_uncertain'; readonly reason: string }
  | { readonly name: 'message_held'; readonly reason: string; readonly until: Date }
  | { readonly name: 'message_skipped'; readonly reason: string }
  | { readonly name: 'message_failed'; readonly reason: string }
  | { readonly name: 'message_bounced'; readonly kind: string; readonly detail: string }
  | { readonly name: 'message_delivered' }
  | { readonly name: 'message_complained'; readonly feedback: string }
  | { readonly name: 'message_unsubscribed' }
  | { readonly name: 'message_opened'; readonly machine: string | null }
  | {
      readonly name: 'message_clicked'
      readonly url: string
      readonly link: number
      readonly machine: string | null
    }

export interface FactSubject {
  readonly deliveryId: string
  readonly campaignId: string
  readonly profileId: string
  readonly channel: string
  readonly templateId: string
  readonly templateVersion: number
}

const minuteMs = 60_000

/** A fact as an event of the person. The same fact always has the same id, so telling it twice counts once. */
export function factMessage(subject: FactSubject, fact: DeliveryFact, at: Date): Message {
  return {
    messageId: deriveId(fact.name, subject.deliveryId, ...distinction(fact, at)),
    type: 'track',
    event: fact.name,
    profileId: subject.profileId,
    properties: {
      campaign_id: subject.campaignId,
      delivery_id: subject.deliveryId,
      channel: subject.channel,
      template_id: subject.templateId,
      template_version: subject.templateVersion,
      ...detailsOf(fact),
    },
    timestamp: at.toISOString(),
  }
}

/** Beside name and delivery: what makes a second fact of the same name another one. */
function distinction(fact: DeliveryFact, at: Date): string[] {
  switch (fact.name) {
    case 'message_held':
      return [fact.reason, fact.until.toISOString()]
    // Several openings or clicks within a minute are one: a reload is no second reading.
    case 'message_opened':
      return [String(Math.floor(at.getTime() / minuteMs))]
    case 'message_clicked':
      return [String(fact.link), String(Math.floor(at.getTime() / minuteMs))]
    default:
      return []
  }
}

function detailsOf(fact: DeliveryFact): JsonObject {
  switch (fact.name) {
    case 'message_held':
      return { reason: fact.reason, until: fact.until.toISOString() }
    case 'message_uncertain':
    case 'message_skipped':
    case 'message_failed':
      return { reason: fact.reason }
    case 'message_bounced':
      return { kind: fact.kind, detail: fact.detail }
    case 'message_complained':
      return { feedback: fact.feedback }
    case 'message_opened':
      return { machine: fact.machine }
    case 'message_clicked':
      return { url: fact.url, link: fact.link, machine: fact.machine }
    default:
      return {}
  }
}
