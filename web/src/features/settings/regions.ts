import type { Locale } from '../../lib/i18n'

export interface Option {
  readonly value: string
  readonly label: string
}

const currenciesFirst = [
  'CNY',
  'USD',
  'EUR',
  'GBP',
  'HKD',
  'JPY',
  'SGD',
  'TWD',
  'KRW',
  'AUD',
  'CAD',
  'MYR',
  'THB',
  'VND',
]
const countriesFirst = [
  'CN',
  'HK',
  'MO',
  'TW',
  'SG',
  'US',
  'GB',
  'JP',
  'KR',
  'AU',
  'CA',
  'DE',
  'FR',
  'MY',
  'TH',
  'VN',
]
/** ISO 3166-1, what the browser has no list of. */
const countriesOther =
  'AD AE AF AG AI AL AM AO AR AS AT AW AZ BA BB BD BE BF BG BH BI BJ BM BN BO BR BS BT BW BY BZ CD CF CG CH CI CK CL CM CO CR CU CV CW CY CZ DJ DK DM DO DZ EC EE EG ER ES ET FI FJ FK FM FO GA GD GE GF GG GH GI GL GM GN GP GQ GR GT GU GW GY HN HR HT HU ID IE IL IM IN IQ IR IS IT JE JM JO KE KG KH KI KM KN KP KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MG MH MK ML MM MN MP MQ MR MS MT MU MV MW MX MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SI SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TG TJ TK TL TM TN TO TR TT TV TZ UA UG UY UZ VA VC VE VG VI VU WS XK YE YT ZA ZM ZW'.split(
    ' ',
  )

/** Currencies by code and name, the likely ones first. */
export function currencyOptions(locale: Locale): Option[] {
  const others = Intl.supportedValuesOf('currency').filter((code) => !currenciesFirst.includes(code))
  return named([...currenciesFirst, ...others], locale, 'currency')
}

/** Countries and regions by code and name, the likely ones first. */
export function countryOptions(locale: Locale): Option[] {
  return named([...countriesFirst, ...countriesOther], locale, 'region')
}

export function timezoneOptions(): Option[] {
  return ['UTC', ...Intl.supportedValuesOf('timeZone')].map((value) => ({ value, label: value }))
}

function named(codes: readonly string[], locale: Locale, type: 'currency' | 'region'): Option[] {
  const names = new Intl.DisplayNames(locale, { type })
  return codes.map((value) => ({ value, label: `${value} ${names.of(value) ?? ''}` }))
}

/** Finds an option by any word of its label, in a Select that can be searched. */
export function isOptionFound(word: string, option: Option | undefined): boolean {
  return option?.label.toLowerCase().includes(word.trim().toLowerCase()) ?? false
}
