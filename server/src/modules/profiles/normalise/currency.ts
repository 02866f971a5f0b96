import { own } from '../../../kernel/own'
import { memoised } from './memo'
import { halfWidth } from './width'

const byName: Readonly<Record<string, string>> = {
  '¥': 'CNY',
  元: 'CNY',
  圆: 'CNY',
  块: 'CNY',
  rmb: 'CNY',
  cnh: 'CNY',
  人民币: 'CNY',
  人民币元: 'CNY',
  'cn¥': 'CNY',
  yuan: 'CNY',
  renminbi: 'CNY',
  $: 'USD',
  us$: 'USD',
  美元: 'USD',
  美金: 'USD',
  dollar: 'USD',
  usdollar: 'USD',
  hk$: 'HKD',
  港币: 'HKD',
  港元: 'HKD',
  nt$: 'TWD',
  ntd: 'TWD',
  新台币: 'TWD',
  台币: 'TWD',
  mop$: 'MOP',
  澳门元: 'MOP',
  '€': 'EUR',
  euro: 'EUR',
  欧元: 'EUR',
  '£': 'GBP',
  英镑: 'GBP',
  pound: 'GBP',
  poundsterling: 'GBP',
  'jp¥': 'JPY',
  日元: 'JPY',
  日圆: 'JPY',
  円: 'JPY',
  yen: 'JPY',
  '₩': 'KRW',
  韩元: 'KRW',
  韩币: 'KRW',
  s$: 'SGD',
  新加坡元: 'SGD',
  新币: 'SGD',
  a$: 'AUD',
  澳元: 'AUD',
  c$: 'CAD',
  加元: 'CAD',
  加拿大元: 'CAD',
  '₽': 'RUB',
  卢布: 'RUB',
  '₹': 'INR',
  卢比: 'INR',
  '฿': 'THB',
  泰铢: 'THB',
  rm: 'MYR',
  马币: 'MYR',
  林吉特: 'MYR',
  '₫': 'VND',
  越南盾: 'VND',
  瑞士法郎: 'CHF',
}

/** Signs that several countries write: the country decides. */
const byCountryAndSign: Readonly<Record<string, string>> = {
  'JP¥': 'JPY',
  HK$: 'HKD',
  TW$: 'TWD',
  SG$: 'SGD',
  AU$: 'AUD',
  CA$: 'CAD',
  NZ$: 'NZD',
  MX$: 'MXN',
  TW元: 'TWD',
  HK元: 'HKD',
}

const codes = new Set(Intl.supportedValuesOf('currency'))

/** A currency as its ISO 4217 code: from the code itself, a sign (￥ $ €) or a name (人民币, RMB); null when unknown. */
export function normaliseCurrency(currency: string, country?: string | null): string | null {
  if (currency.length === 0 || currency.length > 30) return null
  const sign = country ? byCountryAndSign[`${country}${currency.trim().replace('￥', '¥')}`] : undefined
  return sign ?? parse(currency)
}

const parse = memoised((raw): string | null => {
  const text = halfWidth(raw).replaceAll('￥', '¥').replaceAll('￡', '£').replace(/[\s.]/g, '')
  const code = text.toUpperCase()
  if (codes.has(code)) return code
  const known = own(byName, text.toLowerCase())
  if (known) return known
  const inside = /[(（]([A-Z]{3})[)）]$/.exec(code)?.[1]
  return inside && codes.has(inside) ? inside : null
})
