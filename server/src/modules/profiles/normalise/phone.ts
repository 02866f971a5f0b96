import {
  type CountryCode,
  getCountryCallingCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max'
import { memoisedBy } from './memo'
import { halfWidth } from './width'

const textLengthMax = 40
/** Excel turns long digits into 13812345678.0 or keeps them as text with an apostrophe. */
const excelRests = /^'|\.0+$/g

/**
 * A phone number as E.164, or null when it is not a valid number. Numbers without a country code belong to
 * `defaultCountry` (ISO 3166 alpha-2). Full-width digits, 0086…, (010) and extensions are understood.
 */
export function normalisePhone(phone: string | number, defaultCountry: string): string | null {
  const text = typeof phone === 'number' ? numberText(phone) : phone
  if (text.length === 0 || text.length > textLengthMax) return null
  return parse(text, defaultCountry)
}

const parse = memoisedBy((raw, country): string | null => {
  const text = halfWidth(raw).replace(excelRests, '')
  const candidates = text.startsWith('00') ? [text, `+${text.slice(2)}`] : [text]
  for (const candidate of candidates) {
    const parsed = parsePhoneNumberFromString(candidate, {
      defaultCountry: country as CountryCode,
      extract: false,
    })
    if (parsed?.isValid()) return parsed.number
  }
  return null
})

function numberText(phone: number): string {
  return Number.isSafeInteger(phone) && phone > 0 ? String(phone) : ''
}

const digitsMin = 4

/**
 * How E.164 numbers may begin of which somebody has typed the first digits, with or without the country code: 138 0000,
 * 86138, +86 138. Empty for what is not the beginning of a number.
 */
export function phonePrefixes(typed: string, defaultCountry: string): string[] {
  const text = halfWidth(typed).replace(/[\s().\-‐-―]/g, '')
  const digits = text.replace(/^(?:\+|00)/, '')
  if (digits.length < digitsMin || digits.length > textLengthMax || !/^\d+$/.test(digits)) return []
  const isWhole = text !== digits
  return isWhole || !isSupportedCountry(defaultCountry)
    ? [`+${digits}`]
    : [`+${getCountryCallingCode(defaultCountry)}${digits.replace(/^0/, '')}`, `+${digits}`]
}
