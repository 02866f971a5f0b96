import { expect, it } from 'vitest'
import { newProfile, setTraits } from '../profile'
import { enrichContext, enrichProfile } from '.'

const at = '2026-01-01T00:00:00.000Z'
const someone = newProfile('w', 'p', 0, 1)

it('adds a country from the phone and a company from the mailbox, saying who added it and on which basis', () => {
  const { profile } = enrichProfile(someone, { phone: '+8613800138000', email: 'ada@acme.example' }, at)
  expect(profile.traits.country).toEqual({
    value: 'CN',
    source: 'enricher:phone_country',
    at,
    basis: 'legitimate_interest',
  })
  expect(profile.traits.company_domain?.value).toBe('acme.example')
})

it('never overwrites what the customer gave', () => {
  const { profile } = setTraits(someone, { country: 'SG' }, 'web', '2020-01-01T00:00:00.000Z')
  expect(enrichProfile(profile, { phone: '+8613800138000' }, at).profile.traits.country?.value).toBe('SG')
})

it('draws nothing from a free mailbox', () => {
  expect(enrichProfile(someone, { email: 'li@qq.com' }, at)).toEqual({ profile: someone, changes: [] })
})

it('names the device, browser and system of a user agent, and leaves a context without one alone', () => {
  const userAgent =
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.40'
  expect(enrichContext({ userAgent }).client).toMatchObject({
    browser: 'WeChat',
    os: 'iOS',
    device: 'mobile',
  })
  expect(enrichContext({ userAgent: 'Googlebot/2.1' }).client).toMatchObject({ bot: true })
  const context = { locale: 'zh-CN' }
  expect(enrichContext(context)).toBe(context)
})
