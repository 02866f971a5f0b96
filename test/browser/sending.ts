import { randomUUID } from 'node:crypto'
import { until } from '../harness/until'
import type { TestWorkspace } from '../harness/workspace'

/** Sends messages to the tracking API as a shop does, and waits until they are processed. */
export async function send(
  { api }: TestWorkspace,
  messages: readonly object[],
  source?: string,
): Promise<void> {
  const batch = messages.map((message) => ({ messageId: randomUUID(), ...message }))
  const { position } = await api<{ position: number }>('POST', '/events', { source, batch })
  const isReached = async () =>
    (await api<{ position: number }>('GET', '/ingest/status')).position >= position
  await until(isReached, { what: 'what was sent is processed' })
}

/** `count` of something, made of its number. */
export const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index))

/** Moments are counted from one, so that what is an hour apart is just that. */
const nowMs = Date.now()
export const hoursAgo = (hours: number): string => new Date(nowMs - hours * 3_600_000).toISOString()
export const daysAgo = (days: number): string => hoursAgo(24 * days)

/** What a shop knows of a customer, known since yesterday. */
export const person = (userId: string, traits: object, timestamp = daysAgo(1)) => ({
  type: 'identify',
  userId,
  timestamp,
  traits,
})

/** Something that a customer did. */
export const act = (userId: string, event: string, timestamp: string, properties: object) => ({
  type: 'track',
  event,
  userId,
  timestamp,
  properties,
})

/** An order of so many yuan. */
export const order = (userId: string, timestamp: string, total: number, more: object = {}) =>
  act(userId, 'Order Completed', timestamp, { order_id: randomUUID(), total, currency: 'CNY', ...more })
