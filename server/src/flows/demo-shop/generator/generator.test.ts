import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { acceptMessage, isRefused, type JsonObject } from '../../../modules/events'
import { normaliseTraits } from '../../../modules/profiles'
import {
  type DemoMessage,
  type DemoShopOptions,
  demoTruths,
  generateDemoShop,
  isSystemMessage,
} from './index'

const endsAt = new Date('2026-08-31T12:00:00Z')
const small: DemoShopOptions = { seed: 7, customers: 400, endsAt }

function messagesOf(options: DemoShopOptions): DemoMessage[] {
  return [...generateDemoShop(options).batches()].flatMap((batch) => batch.messages)
}

function digest(messages: readonly DemoMessage[]): string {
  return createHash('sha256').update(JSON.stringify(messages)).digest('hex')
}

const messages = messagesOf(small)

describe('the demo shop generator', () => {
  it('gives the same bytes for the same options, whatever the batch size and however often', () => {
    const shop = generateDemoShop(small)
    const told = (batchSize?: number) =>
      digest([...shop.batches(batchSize)].flatMap((batch) => batch.messages))
    expect(told()).toBe(digest(messages))
    expect(told(37)).toBe(digest(messages))
  })

  it('gives another shop for another seed', () => {
    expect(digest(messagesOf({ ...small, seed: 8 }))).not.toBe(digest(messages))
  })

  it('tells the same of a customer whatever the number of customers', () => {
    const known = (message: DemoMessage) => message.userId !== undefined && message.userId <= 'c000200'
    const few = messagesOf({ ...small, customers: 200 }).filter(known)
    const many = messages.filter(known)
    expect(few.length).toBeGreaterThan(1_000)
    expect(digest(many)).toBe(digest(few))
  })

  it("never goes back in anybody's time and stays within its window", () => {
    const shop = generateDemoShop(small)
    const lastOf = new Map<string, string>()
    for (const { timestamp, userId, anonymousId = '' } of messages) {
      const person = userId ?? anonymousId
      expect(timestamp >= (lastOf.get(person) ?? shop.startsAt.toISOString())).toBe(true)
      expect(timestamp < endsAt.toISOString()).toBe(true)
      lastOf.set(person, timestamp)
    }
    expect(lastOf.size).toBeGreaterThan(400)
  })

  it('speaks of few people at a time', () => {
    const people = new Map<string, { first: number; last: number }>()
    const many = messagesOf({ ...small, customers: 1_500 })
    many.forEach(({ userId }, index) => {
      if (userId) people.set(userId, { first: people.get(userId)?.first ?? index, last: index })
    })
    const lengths = [...people.values()].map(({ first, last }) => last - first)
    expect(Math.max(...lengths)).toBeLessThan(many.length / 5)
  })

  it('writes each timestamp as toISOString does', () => {
    for (const { timestamp } of messages) {
      expect(new Date(timestamp).toISOString()).toBe(timestamp)
    }
  })

  it('knows the exact number of messages beforehand and counts up to it', () => {
    const shop = generateDemoShop(small)
    const batches = [...shop.batches(100)]
    expect(batches.at(-1)?.done).toBe(shop.totalMessages)
    expect(batches.map(({ index }) => index)).toEqual(batches.map((_, index) => index))
    expect(batches.slice(0, -1).every((batch) => batch.messages.length === 100)).toBe(true)
    expect(batches.reduce((sum, batch) => sum + batch.messages.length, 0)).toBe(shop.totalMessages)
  })

  it('never uses a message id twice, nor one of another shop', () => {
    const first = messagesOf({ ...small, customers: 1_500 }).map(({ messageId }) => messageId)
    const second = messagesOf({ ...small, seed: 8 }).map(({ messageId }) => messageId)
    expect(new Set([...first, ...second]).size).toBe(first.length + second.length)
  })

  it('tells the same truths with and without the messages', () => {
    expect(demoTruths(small)).toEqual(generateDemoShop(small).truths)
  })

  it('gives each message what its type needs', () => {
    for (const message of messages) {
      expect(message.userId ?? message.anonymousId).toBeTypeOf('string')
      if (message.type === 'track') expect(message.event).not.toBe('')
      if (isSystemMessage(message)) expect(message).toMatchObject({ properties: { channel: 'email' } })
    }
  })

  it('is taken by the tracking API as it is, with no trait that cannot be read', () => {
    for (const message of messages) {
      const item = acceptMessage(message, { receivedAt: endsAt, isImport: true, newId: () => 'unused' })
      expect(isRefused(item), JSON.stringify(item)).toBe(false)
      expect(item).toMatchObject({ messageId: message.messageId, timestamp: message.timestamp })
      if (message.type !== 'identify') continue
      expect(normaliseTraits(message.traits as JsonObject, { country: 'CN' }).problems).toEqual([])
    }
  })

  it('says nothing of what is not known: in traits, properties and context no key is null or undefined', () => {
    for (const message of messages) {
      const inside = [message.context, 'traits' in message ? message.traits : message.properties]
      expect(JSON.parse(JSON.stringify(inside))).toStrictEqual(inside)
      expect(JSON.stringify(message)).not.toContain(':null')
    }
  })

  it('gives campaigns other ids for another salt and the same arms', () => {
    const arms = (options: DemoShopOptions) =>
      messagesOf(options).flatMap((message) =>
        message.type === 'track' && message.event === 'campaign_assigned'
          ? [`${message.userId} ${message.properties.arm}`]
          : [],
      )
    const salted = { ...small, salt: 'another workspace' }
    expect(generateDemoShop(salted).campaigns[0]?.id).not.toBe(generateDemoShop(small).campaigns[0]?.id)
    expect(arms(salted)).toEqual(arms(small))
  })

  it.each([
    ['no customers', { ...small, customers: 0 }],
    ['a million and one', { ...small, customers: 1_000_001 }],
    ['half a customer', { ...small, customers: 1.5 }],
    ['no months', { ...small, months: 0 }],
    ['a seed below zero', { ...small, seed: -1 }],
    ['no date', { ...small, endsAt: new Date(Number.NaN) }],
    ['a date before the calendar begins', { ...small, endsAt: new Date('2019-12-31T00:00:00Z') }],
  ])('refuses %s', (_, options) => {
    expect(() => generateDemoShop(options)).toThrow(RangeError)
  })

  it('refuses a batch size of zero', () => {
    expect(() => generateDemoShop(small).batches(0)).toThrow(RangeError)
  })

  it('works for one customer and one month', () => {
    const shop = generateDemoShop({ seed: 1, customers: 1, months: 1, endsAt })
    expect(shop.totalMessages).toBeGreaterThan(1)
    expect(shop.campaigns).toEqual([])
  })

  it.each([
    ['a leap day', '2024-02-29T05:00:00Z', 12, '2023-02-27T16:00:00.000Z'],
    ['the last of May, three months back', '2026-05-31T20:00:00Z', 3, '2026-02-27T16:00:00.000Z'],
  ])('begins at midnight in Shanghai: %s', (_, end, months, start) => {
    const shop = generateDemoShop({ seed: 1, customers: 5, months, endsAt: new Date(end) })
    expect(shop.startsAt.toISOString()).toBe(start)
  })
})
