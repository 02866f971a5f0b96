import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/max'
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
