import type { Act } from '../acts'
import { companyRows } from '../data/companies'
import { buildIdentity } from '../identity'
import { onlySaid, type Properties } from '../message'
import { cityOf, type Person } from '../person'
import { at } from '../random'
import type { World } from '../world'
import type { Teller } from './teller'
import { type Arrival, buildVisit, linkOf, primaryDevice, secondDevice, serverLibrary } from './visit'

/** Messages of a registration. */
export function countRegistrationMessages({ channel, companyIndex }: Person): number {
  const hasPage = channel === 'web' || channel === 'wechat'
  return 2 + Number(hasPage) + Number(companyIndex >= 0)
}

/** The customer becomes known: traits, sign-up, and the company for those who buy for one. */
export function tellRegistration(world: World, act: Act, teller: Teller): void {
  const person = world.personOf(act.person)
  const arrival = registerArrival(person)
  const { channel } = person
  const anonymous = buildVisit(world, { person, channel, device: primaryDevice, isAnonymous: true, arrival })
  const known = { ...anonymous, userId: person.userId }
  if (channel === 'web' || channel === 'wechat') teller.page(anonymous, 0, 'Register')
  const createdAt = new Date(world.startMs + act.sec * 1_000).toISOString()
  teller.identify(known, 40, { ...traitsOf(world, person), createdAt })
  teller.track(known, 42, 'Signed Up', { channel })
  if (person.companyIndex < 0) return
  teller.group(known, 45, companyIdOf(person.companyIndex), companyTraits(person))
}

function registerArrival(person: Person): Arrival {
  const title = person.language === 'zh-CN' ? '注册会员｜知客小铺' : 'Join us | Zhike Shop'
  return { path: '/register', title, link: linkOf(person, person.looksBeforeRegistering ? 1 : 0) }
}

function traitsOf(world: World, person: Person): Properties {
  const { name, firstName, lastName, email, phone, gender, birthday } = buildIdentity(world.seed, person)
  return onlySaid({
    name,
    firstName,
    lastName,
    email,
    phone,
    gender,
    birthday,
    ...placeTraits(person, false),
    language: person.language,
    consent_email: person.emailConsent,
    consent_sms: person.smsConsent && phone !== '',
  })
}

function placeTraits(person: Person, hasMoved: boolean): Properties {
  const city = cityOf(person, hasMoved)
  const isChinese = person.language === 'zh-CN'
  return {
    city: isChinese ? city.zh : city.en,
    region: isChinese ? city.regionZh : city.regionEn,
    country: city.country,
  }
}

function companyIdOf(companyIndex: number): string {
  return `co-${String(companyIndex + 1).padStart(2, '0')}`
}

function companyTraits({ companyIndex, language }: Person): Properties {
  const [zh, en, industryZh, industryEn, employees] = at(companyRows, companyIndex)
  return language === 'zh-CN'
    ? { name: zh, industry: industryZh, employees }
    : { name: en, industry: industryEn, employees }
}

/** A second device: a page seen before signing in, then the same user id on a new anonymous id. */
export function tellSecondDevice(world: World, act: Act, teller: Teller): void {
  const person = world.personOf(act.person)
  const title = person.language === 'zh-CN' ? '登录｜知客小铺' : 'Sign in | Zhike Shop'
  const arrival: Arrival = { path: '/login', title, link: linkOf(person, 1) }
  const anonymous = buildVisit(world, {
    person,
    channel: 'web',
    device: secondDevice,
    isAnonymous: true,
    arrival,
  })
  teller.page(anonymous, 0, 'Login')
  teller.identify({ ...anonymous, userId: person.userId }, 25, {
    language: person.language,
  })
}

/** The customer has moved: the shop's own system tells the new place. */
export function tellMove(world: World, act: Act, teller: Teller): void {
  const person = world.personOf(act.person)
  const context = { library: serverLibrary }
  teller.identify({ context, language: person.language, userId: person.userId }, 0, placeTraits(person, true))
}
