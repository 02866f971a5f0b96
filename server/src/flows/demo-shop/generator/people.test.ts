import parsePhoneNumber from 'libphonenumber-js/max'
import { describe, expect, it } from 'vitest'
import { type DemoMessage, demoCategories, demoProducts, generateDemoShop } from './index'

const customers = 4_000
const shop = generateDemoShop({ seed: 3, customers, endsAt: new Date('2026-08-31T12:00:00Z') })
const messages = [...shop.batches()].flatMap((batch) => batch.messages)

type Traits = {
  readonly name: string
  readonly email?: string
  readonly phone?: string
  readonly birthday?: string
  readonly city: string
  readonly country: string
  readonly language: string
  readonly consent_email: boolean
}

/** What each customer said of themselves on registering. */
const registered = new Map(
  messages.flatMap((message) =>
    message.type === 'identify' && message.userId && message.traits.createdAt
      ? [[message.userId, message.traits as Traits] as const]
      : [],
  ),
)
const everybody = [...registered.values()]
const share = (count: number) => count / customers

describe('the people of the demo shop', () => {
  it('registers every customer once', () => {
    expect(registered.size).toBe(customers)
  })

  it('speaks Chinese with three in five and writes their names in Chinese', () => {
    const chinese = everybody.filter(({ language }) => language === 'zh-CN')
    expect(share(chinese.length)).toBeCloseTo(0.6, 1)
    const inHan = chinese.filter(({ name }) => /^\p{Script=Han}{2,4}$/u.test(name))
    expect(inHan.length / chinese.length).toBeGreaterThan(0.98)
    expect(chinese.every(({ city }) => /^\p{Script=Han}+$/u.test(city))).toBe(true)
  })

  it('gives each customer an address of their own that no mail can reach', () => {
    const emails = everybody.flatMap(({ email }) => (email ? [email] : []))
    expect(new Set(emails).size).toBe(emails.length)
    expect(emails.every((email) => /^[a-z0-9]+@[a-z0-9]+\.example$/.test(email))).toBe(true)
    expect(everybody.every(({ email, consent_email }) => email !== undefined || !consent_email)).toBe(true)
  })

  it('gives telephone numbers that are valid, shared by nobody but second accounts', () => {
    const owners = [...registered].flatMap(([userId, { phone }]) => (phone ? [{ userId, phone }] : []))
    const seconds = new Set(shop.truths.duplicates.map(({ userId }) => userId))
    const numbers = owners
      .filter(({ userId }) => !seconds.has(userId))
      .map(({ phone }) => {
        const number = parsePhoneNumber(phone, 'CN')
        expect(number?.isValid(), phone).toBe(true)
        expect(number?.number).toMatch(/^\+861740[0-5]|^\+1\d{3}55501/)
        return number?.number
      })
    expect(numbers.length).toBeGreaterThan(customers / 2)
    expect(new Set(numbers).size).toBe(numbers.length)
  })

  it('plants second accounts: the same human with a slip in the name and another address', () => {
    const { duplicates } = shop.truths
    expect(share(duplicates.length)).toBeGreaterThan(0.009)
    expect(share(duplicates.length)).toBeLessThan(0.021)
    for (const { userId, duplicateOf, sharesPhone } of duplicates) {
      const second = registered.get(userId)!
      const first = registered.get(duplicateOf)!
      expect(second.name).not.toBe(first.name)
      expect(second.birthday).toBe(first.birthday)
      expect(second.country).toBe(first.country)
      expect(second.email === undefined || second.email !== first.email).toBe(true)
      expect(second.phone).toBe(sharesPhone ? first.phone : undefined)
    }
  })

  it('knows which devices are shared, as the messages show them', () => {
    const users = usersByDevice(messages)
    const shared = [...users]
      .filter(([, ids]) => ids.size > 1)
      .map(([anonymousId, ids]) => [anonymousId, [...ids].sort()])
    expect(shared.length).toBeGreaterThan(10)
    const truths = new Map<string, Set<string>>()
    for (const { anonymousId, userIds } of shop.truths.sharedDevices) {
      truths.set(anonymousId, new Set([...(truths.get(anonymousId) ?? []), ...userIds]))
    }
    const expected = [...truths].map(([anonymousId, ids]) => [anonymousId, [...ids].sort()])
    expect(shared.sort()).toEqual(expected.sort())
  })

  it('lets many look around before they are known, on the device they register with', () => {
    const registration = new Map<string, string>()
    const looked = new Set<string>()
    for (const message of messages) {
      if (!message.anonymousId) continue
      if (message.type === 'identify' && message.userId) registration.set(message.anonymousId, message.userId)
      else if (!message.userId && message.type === 'track') looked.add(message.anonymousId)
    }
    const known = [...registration.keys()].filter((anonymousId) => looked.has(anonymousId))
    expect(known.length).toBeGreaterThan(customers * 0.4)
    expect(Math.abs(known.length - shop.truths.totals.knownAfterAnonymous)).toBeLessThan(customers * 0.01)
  })

  it('sells 120 products in eight categories, each named in both languages', () => {
    expect(demoProducts).toHaveLength(120)
    expect(demoCategories).toHaveLength(8)
    expect(new Set(demoProducts.map(({ sku }) => sku)).size).toBe(120)
    expect(new Set(demoProducts.map(({ nameZh }) => nameZh)).size).toBe(120)
    expect(new Set(demoProducts.map(({ nameEn }) => nameEn)).size).toBe(120)
    expect(demoProducts.every(({ nameZh }) => /\p{Script=Han}/u.test(nameZh))).toBe(true)
    expect(demoProducts.every(({ nameEn }) => !/\p{Script=Han}/u.test(nameEn))).toBe(true)
  })
})

function usersByDevice(all: readonly DemoMessage[]): Map<string, Set<string>> {
  const users = new Map<string, Set<string>>()
  for (const { anonymousId, userId } of all) {
    if (!anonymousId || !userId) continue
    const known = users.get(anonymousId) ?? new Set<string>()
    users.set(anonymousId, known.add(userId))
  }
  return users
}
