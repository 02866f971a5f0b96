import { isbot } from 'isbot'
import parsePhoneNumber from 'libphonenumber-js/max'
import { UAParser } from 'my-ua-parser'
import { Recent } from '../../../kernel/recent'
import type { Json, JsonObject } from '../../events'
import { type Profile, setTraits, type TraitChange } from '../profile'

/** Why the law lets a value be added (PIPL art. 13, GDPR art. 6). */
export type LawfulBasis = 'contract' | 'consent' | 'legitimate_interest'

/** A source of further knowledge: what it looks at, what it adds, and on which basis. Pure: the same input, the same output. */
export interface Enricher {
  readonly name: string
  readonly basis: LawfulBasis
  readonly input: string
  readonly output: string
  enrich(value: string): Json | null
}

/** Mailboxes of these say nothing of where somebody works. */
const freeMail = new Set([
  'gmail.com',
  'googlemail.com',
  'outlook.com',
  'hotmail.com',
  'live.com',
  'yahoo.com',
  'icloud.com',
  'me.com',
  'aol.com',
  'gmx.com',
  'gmx.de',
  'web.de',
  'proton.me',
  'protonmail.com',
  'mail.com',
  'qq.com',
  'foxmail.com',
  '163.com',
  '126.com',
  'yeah.net',
  'sina.com',
  'sina.cn',
  'sohu.com',
  '139.com',
  '189.cn',
  'aliyun.com',
  'vip.qq.com',
  '21cn.com',
  'tom.com',
])

/** Values that follow from a trait that the customer gave. */
export const traitEnrichers: readonly Enricher[] = [
  {
    name: 'phone_country',
    basis: 'legitimate_interest',
    input: 'phone',
    output: 'country',
    enrich: (phone) => parsePhoneNumber(phone)?.country ?? null,
  },
  {
    name: 'email_company',
    basis: 'legitimate_interest',
    input: 'email',
    output: 'company_domain',
    enrich: companyDomain,
  },
]

/** What is remembered of an enricher's answers: the same phone comes with every identify of its owner. */
const remembered = new Recent<string, Json | typeof nothing>(20_000)
const nothing = Symbol('no answer')

/**
 * Adds what enrichers know. A value that the customer or a person gave is never overwritten; each added value says its
 * enricher and the lawful basis, and has the time of the message that it was drawn from.
 */
export function enrichProfile(
  profile: Profile,
  given: Readonly<Record<string, Json>>,
  at: string,
): { profile: Profile; changes: TraitChange[] } {
  let enriched = profile
  const changes: TraitChange[] = []
  for (const enricher of traitEnrichers) {
    const input = given[enricher.input]
    const known = enriched.traits[enricher.output]
    if (typeof input !== 'string' || (known && !known.source.startsWith('enricher:'))) continue
    const value = answerOf(enricher, input)
    if (value === null) continue
    const set = setTraits(
      enriched,
      { [enricher.output]: value },
      `enricher:${enricher.name}`,
      at,
      enricher.basis,
    )
    enriched = set.profile
    changes.push(...set.changes)
  }
  return { profile: enriched, changes }
}

/** An event's context with the device, browser and system that its user agent names, where the sender did not say them. */
export function enrichContext(context: JsonObject): JsonObject {
  const agent = context.userAgent
  if (typeof agent !== 'string' || agent === '' || 'client' in context) return context
  return { ...context, client: clientOf(agent) }
}

function answerOf(enricher: Enricher, input: string): Json | null {
  const key = `${enricher.name} ${input}`
  const known = remembered.get(key)
  if (known !== undefined) return known === nothing ? null : known
  const answer = enricher.enrich(input)
  remembered.set(key, answer ?? nothing)
  return answer
}

const clients = new Recent<string, JsonObject>(2_000)

function clientOf(agent: string): JsonObject {
  const known = clients.get(agent)
  if (known) return known
  const { browser, os, device } = new UAParser(agent.slice(0, 500)).getResult()
  const said = {
    browser: browser.name,
    os: os.name,
    device: device.type ?? 'desktop',
    vendor: device.vendor,
    bot: isbot(agent) || undefined,
  }
  const client = Object.fromEntries(
    Object.entries(said).filter(([, value]) => value !== undefined),
  ) as JsonObject
  clients.set(agent, client)
  return client
}

function companyDomain(email: string): string | null {
  const domain = email.split('@')[1]?.toLowerCase() ?? ''
  return domain === '' || freeMail.has(domain) ? null : domain
}
