import { userAgents } from '../data/devices'
import { type TrafficSource, trafficSources } from '../data/sources'
import type { MessageContext, PageContext } from '../message'
import { type Channel, cityOf, type Language, type Person } from '../person'
import { at, domain, drawUuid, stream } from '../random'
import type { World } from '../world'

/** The side of a visit that all its messages share. */
export type Visit = {
  readonly context: MessageContext
  readonly language: Language
  readonly userId?: string
  readonly anonymousId?: string
}

const libraries = {
  web: { name: 'analytics.js', version: '2.11.1' },
  wechat: { name: 'analytics-miniprogram', version: '1.4.0' },
  app: { name: 'analytics-mobile', version: '4.1.8' },
  store: { name: 'pos-connector', version: '3.0.2' },
} as const

/** The sender's name on messages that no customer's device sends. */
export const serverLibrary = { name: 'analytics-node', version: '3.4.0' } as const
const siteUrl = 'https://shop.example'

export const primaryDevice = 0
export const secondDevice = 1

/** The anonymous id of a device; the primary one may be another customer's, shared in a household. */
export function deviceId(seed: number, person: Person, device: number): string {
  const isBorrowed = device === primaryDevice && person.sharesDeviceWith >= 0
  return deviceIdOf(seed, isBorrowed ? person.sharesDeviceWith : person.index, device)
}

const deviceKeys = 60_000

export function deviceIdOf(seed: number, personIndex: number, device: number): string {
  return drawUuid(stream(seed, domain.device, personIndex, deviceKeys + device))
}

export function visitorDeviceId(seed: number, visitorIndex: number): string {
  return drawUuid(stream(seed, domain.visitor, visitorIndex, deviceKeys))
}

type VisitPlan = {
  readonly person: Person
  readonly channel: Channel
  readonly device: number
  readonly isAnonymous: boolean
  readonly arrival: Arrival
}

export function buildVisit(
  world: World,
  { person, channel, device, isAnonymous, arrival }: VisitPlan,
): Visit {
  return {
    context: buildContext({
      language: person.language,
      timezone: cityOf(person).timezone,
      channel,
      agentIndex: person.index * 7 + device,
      arrival,
    }),
    language: person.language,
    userId: isAnonymous && channel !== 'store' ? undefined : person.userId,
    anonymousId: channel === 'store' ? undefined : deviceId(world.seed, person, device),
  }
}

/** How a visit begins: the page, and the link that led to it. */
export type Arrival = { readonly path: string; readonly title: string; readonly link: Link }
export type Link = TrafficSource & { readonly campaignId?: string }

const directLink: Link = { source: '', medium: '', campaign: '', referrer: '' }

/** The first visit shows where the customer came from; later ones are mostly direct. */
export function linkOf(person: Person, key: number): Link {
  const returnsDirectly = key > 0 && (person.index + key * 5) % 7 > 1
  return returnsDirectly ? directLink : sourceOf(person.language, person.sourceIndex)
}

export function sourceOf(language: Language, index: number): Link {
  return at(trafficSources[language].sources, index)
}

type ContextPlan = {
  readonly language: Language
  readonly timezone: string
  readonly channel: Channel
  readonly agentIndex: number
  readonly arrival: Arrival
}

export function buildContext(plan: ContextPlan): MessageContext {
  const { language, timezone, channel, agentIndex, arrival } = plan
  const library = libraries[channel]
  if (channel === 'store') return { library, locale: language, timezone, channel }
  const agents = userAgents[channel]
  const userAgent = at(agents, agentIndex % agents.length)
  const base = { library, locale: language, timezone, channel, userAgent }
  const linked = arrival.link.medium === '' ? base : { ...base, campaign: campaignOf(arrival.link) }
  return channel === 'app' ? linked : { ...linked, page: buildPage(language, arrival) }
}

function campaignOf({ source, medium, campaign, campaignId }: Link): MessageContext['campaign'] {
  const told = { source, medium, name: campaign }
  return campaignId ? { ...told, id: campaignId } : told
}

function buildPage(language: Language, { path, title, link }: Arrival): PageContext {
  const search = link.medium
    ? `?utm_source=${link.source}&utm_medium=${link.medium}&utm_campaign=${encodeURIComponent(link.campaign)}`
    : ''
  const full = `/${language === 'zh-CN' ? 'zh' : 'en'}${path}`
  return { path: full, url: `${siteUrl}${full}${search}`, title, referrer: link.referrer, search }
}

/** The page of a visit that has one: those in an app and at a till do not. */
export function pageOf({ context }: Visit): PageContext {
  if (context.page === undefined) throw new Error(`a visit by ${context.channel} has no page`)
  return context.page
}
