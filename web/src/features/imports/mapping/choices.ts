import { currentLocale } from '../../../lib/i18n'

interface Option {
  readonly value: string
  readonly label: string
}

/** Every currency with its name in the reader's language. */
export function currencyOptions(): Option[] {
  const names = new Intl.DisplayNames([currentLocale()], { type: 'currency' })
  return Intl.supportedValuesOf('currency').map((value) => ({
    value,
    label: `${value} ${names.of(value) ?? ''}`,
  }))
}

/** Time zones of the browser; the one in use too when the browser calls it otherwise. */
export function timezoneOptions(inUse: string): Option[] {
  const known = Intl.supportedValuesOf('timeZone')
  return [...(known.includes(inUse) ? [] : [inUse]), ...known].map((value) => ({
    value,
    label: value.replaceAll('_', ' '),
  }))
}

const markets =
  'CN HK MO TW SG MY TH VN ID PH JP KR IN AU NZ US CA MX BR GB IE FR DE ES IT NL BE CH AT SE NO DK FI PL PT GR RU AE SA TR ZA'

/** Countries that numbers without a country code may be from. */
export function countryOptions(inUse: string): Option[] {
  const names = new Intl.DisplayNames([currentLocale()], { type: 'region' })
  const codes = markets.split(' ')
  return [...(codes.includes(inUse) ? [] : [inUse]), ...codes].map((value) => ({
    value,
    label: names.of(value) ?? value,
  }))
}
