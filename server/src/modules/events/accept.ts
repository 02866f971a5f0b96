import { isCalendarDay } from '../../kernel/calendar'
import {
  clockSkewMsMin,
  depthMax,
  earliestTime,
  eventNameLengthMax,
  futureMsMax,
  identifierLengthMax,
  keyLengthMax,
  keysMax,
  messageBytesMax,
  messageIdLengthMax,
  objectKeysMax,
} from './limits'
import { callerTypes, type Json, type JsonObject, type Message, type MessageType } from './message'
import { cleanText, type ShapeProblem, sanitise } from './sanitise'

/** Why a message waits in quarantine. A closed list: each has a text in both languages. */
export const quarantineReasons = [
  'not_an_object',
  'unknown_type',
  'missing_event_name',
  'missing_identifier',
  'bad_identifier',
  'bad_timestamp',
  'timestamp_out_of_range',
  'bad_traits',
  'bad_properties',
  'bad_context',
  'too_large',
  'too_deep',
  'too_many_keys',
  'key_too_long',
  'bad_value',
  'no_exchange_rate',
  'bad_message_id',
  'store_refused',
  'plan_violation',
] as const
export type QuarantineReason = (typeof quarantineReasons)[number]

/** A message that cannot be used as it is. It goes through the journal too: nothing that is sent in is lost. */
export interface Refused {
  readonly refused: QuarantineReason
  readonly detail: string
  readonly messageId: string
  readonly raw: Json
}

export type JournalItem = Message | Refused

export const isRefused = (item: JournalItem): item is Refused => 'refused' in item

export interface Reception {
  readonly receivedAt: Date
  /** The sender's clock when it sent, if it said: corrects the skew of its other times. */
  readonly sentAt?: unknown
  /** The kind of message that the path called says, when the message does not. */
  readonly type?: MessageType
  /** History is being imported: times are taken as they are. */
  readonly isImport?: boolean
  readonly newId: () => string
}

/** How deep the text of a refused message goes when all of it cannot be written. */
const rawDepthMax = 64

class Refusal extends Error {
  constructor(
    readonly reason: QuarantineReason,
    readonly detail: string,
  ) {
    super(reason)
  }
}

/** One raw message of the tracking API as a journal item: shaped, stamped and cleaned, or refused with the reason. */
export function acceptMessage(raw: unknown, reception: Reception): JournalItem {
  try {
    return shape(raw, reception)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const id =
      isObject(raw) && typeof raw.messageId === 'string' ? raw.messageId.slice(0, messageIdLengthMax) : ''
    return {
      refused: error.reason,
      detail: cleanText(error.detail),
      messageId: cleanText(id) || reception.newId(),
      raw: keepRaw(raw),
    }
  }
}

function shape(raw: unknown, reception: Reception): Message {
  if (!isObject(raw))
    throw new Refusal(
      'not_an_object',
      `a message is an object, this is ${raw === null ? 'null' : typeof raw}`,
    )
  const type = messageType(raw, reception)
  const message: Message = {
    messageId: messageId(raw, reception),
    type,
    event: eventName(raw, type),
    userId: identifier(raw, 'userId'),
    anonymousId: identifier(raw, 'anonymousId'),
    previousId: identifier(raw, 'previousId'),
    groupId: identifier(raw, 'groupId'),
    traits: object(raw, 'traits', 'bad_traits') ?? traitsInContext(raw, type),
    properties: object(raw, 'properties', 'bad_properties'),
    context: object(raw, 'context', 'bad_context'),
    timestamp: timestamp(raw, reception),
  }
  if (!message.userId && !message.anonymousId && !(type === 'alias' && message.previousId)) {
    throw new Refusal('missing_identifier', 'neither userId nor anonymousId is given')
  }
  return message
}

function messageType(raw: JsonObject, reception: Reception): MessageType {
  const type = reception.type ?? raw.type
  const known = callerTypes.find((name) => name === type)
  if (!known)
    throw new Refusal(
      'unknown_type',
      `type ${String(JSON.stringify(type)).slice(0, 50)} is none of identify, track, page, screen, group, alias`,
    )
  return known
}

function messageId(raw: JsonObject, { newId }: Reception): string {
  const id = raw.messageId
  if (id === undefined || id === null || id === '') return newId()
  if (typeof id !== 'string' || id.length > messageIdLengthMax)
    throw new Refusal('bad_message_id', `messageId must be text of at most ${messageIdLengthMax} characters`)
  return cleanText(id)
}

function eventName(raw: JsonObject, type: MessageType): string | undefined {
  const name = type === 'track' ? raw.event : type === 'page' || type === 'screen' ? raw.name : undefined
  if (
    type === 'track' &&
    (typeof name !== 'string' || name.trim() === '' || name.length > eventNameLengthMax)
  ) {
    throw new Refusal(
      'missing_event_name',
      `track needs an event name of 1 to ${eventNameLengthMax} characters`,
    )
  }
  return typeof name === 'string' ? cleanText(name.trim()).slice(0, eventNameLengthMax) : undefined
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: an identifier has none
const controlCharacters = /[\u0000-\u001f\u007f]/
/** White space and what is left of a padded field. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: what is looked for
const edges = /^[\s\u0000]+|[\s\u0000]+$/g

function identifier(raw: JsonObject, key: string): string | undefined {
  const value = raw[key]
  if (value === undefined || value === null || value === '') return undefined
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  if (typeof value !== 'string' || value.length > identifierLengthMax) {
    throw new Refusal('bad_identifier', `${key} must be text of at most ${identifierLengthMax} characters`)
  }
  const text = value.replace(edges, '')
  // not taken out: two people's identifiers would become one
  if (controlCharacters.test(text)) throw new Refusal('bad_identifier', `${key} has control characters in it`)
  return cleanText(text) || undefined
}

const shapeProblems: Readonly<Record<ShapeProblem, string>> = {
  too_deep: `has more than ${depthMax} levels`,
  too_many_keys: `has more than ${objectKeysMax} keys in one object or ${keysMax} in all`,
  key_too_long: `has a key of more than ${keyLengthMax} characters`,
  bad_value: 'has a number beyond 1.8e308',
}

function object(raw: JsonObject, key: string, reason: QuarantineReason): JsonObject | undefined {
  const value = raw[key]
  if (value === undefined || value === null) return undefined
  if (!isObject(value)) throw new Refusal(reason, `${key} must be an object`)
  const cleaned = sanitise(value)
  if ('problem' in cleaned) throw new Refusal(cleaned.problem, `${key} ${shapeProblems[cleaned.problem]}`)
  return cleaned.value as JsonObject
}

/** RudderStack's clients keep the traits of an identify in its context. */
function traitsInContext(raw: JsonObject, type: MessageType): JsonObject | undefined {
  return type === 'identify' && isObject(raw.context)
    ? object(raw.context, 'traits', 'bad_traits')
    : undefined
}

/** The event's own time in UTC. A clock that is off is put right by what it said when it sent (Segment: timestamp). */
function timestamp(raw: JsonObject, { receivedAt, sentAt, isImport }: Reception): string {
  const given = raw.timestamp ?? raw.originalTimestamp
  if (given === undefined || given === null || given === '') return receivedAt.toISOString()
  const own = parseMoment(given)
  if (Number.isNaN(own))
    throw new Refusal('bad_timestamp', `timestamp ${String(given).slice(0, 50)} is not a moment`)
  const sent = isImport ? Number.NaN : parseMoment(raw.sentAt ?? sentAt)
  const skew = receivedAt.getTime() - sent
  const isSkewed = Math.abs(skew) > clockSkewMsMin
  const time = isSkewed ? own + skew : own
  if (time < earliestTime || time > receivedAt.getTime() + futureMsMax) {
    throw new Refusal(
      'timestamp_out_of_range',
      `timestamp ${String(given).slice(0, 50)} is before 1970 or in the future`,
    )
  }
  return !isSkewed && typeof given === 'string' && ownForm.test(given) ? given : new Date(time).toISOString()
}

/** As we write moments ourselves, on days that every month has. */
const ownForm = /^\d{4}-\d\d-(0[1-9]|1\d|2[0-8])T([01]\d|2[0-3]):\d\d:\d\d\.\d{3}Z$/

const zone = /(?:z|gmt|utc|[+-]\d\d:?\d\d)$/i

/** A moment in ms, NaN when it is none. A time without a zone is UTC, wherever this program runs. */
function parseMoment(value: unknown): number {
  if (typeof value === 'number') return value < 1e11 ? value * 1000 : value
  if (typeof value !== 'string') return Number.NaN
  if (ownForm.test(value)) return Date.parse(value)
  if (!/^\d{4}-\d\d-\d\d/.test(value) || !isCalendarDay(value)) return Number.NaN
  const text = value.trim()
  return Date.parse(text.length === 10 || zone.test(text) ? text : `${text}Z`)
}

function keepRaw(raw: unknown): Json {
  const text = jsonOf(raw)
  if (text.length > messageBytesMax) return text.slice(0, messageBytesMax)
  const cleaned = sanitise(JSON.parse(text))
  return 'value' in cleaned ? cleaned.value : text
}

/** JSON text. What is nested deeper than the engine can write is cut off there; infinite numbers are text. */
function jsonOf(raw: unknown): string {
  try {
    return JSON.stringify(raw, spelled) ?? 'null'
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return JSON.stringify(cutBelow(raw, rawDepthMax), spelled)
  }
}

const spelled = (_key: string, value: unknown) =>
  typeof value === 'number' && !Number.isFinite(value) ? String(value) : value

function cutBelow(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (depth === 0) return '…'
  if (Array.isArray(value)) return value.map((item) => cutBelow(item, depth - 1))
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, cutBelow(item, depth - 1)]))
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
