import {
  halfWidth,
  isBlank,
  normaliseConsent,
  normaliseDate,
  normaliseEmail,
  normaliseGender,
  normalisePhone,
} from '../../../modules/profiles'
import { parseDecimal } from '../rows/decimal'

/** What the values of one column look like: shares are of the cells that have something in them. */
export interface ColumnLook {
  readonly filled: number
  readonly filledShare: number
  readonly email: number
  readonly phone: number
  readonly date: number
  readonly number: number
  readonly gender: number
  readonly yesNo: number
  readonly distinctShare: number
  /** Values such as 13/4/2024 that can only be day first, and such as 4/13/2024 that can only be month first. */
  readonly dayFirst: number
  readonly monthFirst: number
  /** Values such as 03/04/2024. */
  readonly slashDates: number
  /** Values such as 1.234,50 or 12,5. */
  readonly decimalCommas: number
  readonly negatives: number
  readonly samples: readonly string[]
}

const samplesShown = 5
const sampleLengthMax = 80
const shortDate = /^(\d{1,2})[/-](\d{1,2})[/-](?:\d{4}|\d{2})\b/

/** Looks at the values of a column. */
export function lookAt(values: readonly string[], country: string): ColumnLook {
  const filled = values.map((value) => halfWidth(value)).filter((value) => !isBlank(value))
  const count = (test: (value: string) => boolean) => filled.filter(test).length
  const share = (test: (value: string) => boolean) => (filled.length === 0 ? 0 : count(test) / filled.length)
  const parts = filled.flatMap((value) => {
    const match = shortDate.exec(value)
    return match ? [{ first: Number(match[1]), second: Number(match[2]) }] : []
  })
  return {
    filled: filled.length,
    filledShare: values.length === 0 ? 0 : filled.length / values.length,
    email: share((value) => normaliseEmail(value) !== null),
    phone: share((value) => looksLikePhone(value, country)),
    date: share(looksLikeDate),
    number: share((value) => parseDecimal(value) !== null || parseDecimal(value, true) !== null),
    gender: share((value) => !/^\d$/.test(value) && normaliseGender(value) !== null),
    yesNo: share((value) => normaliseConsent(value) !== null),
    distinctShare: filled.length === 0 ? 0 : new Set(filled).size / filled.length,
    dayFirst: parts.filter(({ first, second }) => first > 12 && second <= 12).length,
    monthFirst: parts.filter(({ first, second }) => second > 12 && first <= 12).length,
    slashDates: parts.length,
    decimalCommas: count((value) => /^-?\d{1,3}(\.\d{3})+,\d+$|^-?\d+,\d{1,2}$/.test(value)),
    negatives: count((value) => /^\(?-/.test(value)),
    samples: [...new Set(filled)].slice(0, samplesShown).map((value) => value.slice(0, sampleLengthMax)),
  }
}

function looksLikePhone(value: string, country: string): boolean {
  return value.length >= 7 && value.length <= 24 && normalisePhone(value, country) !== null
}

/** Dates with something between their parts: bare digits are numbers unless the header says otherwise. */
function looksLikeDate(value: string): boolean {
  if (/^\d+(\.\d+)?$/.test(value)) return false
  return (
    normaliseDate(value, { order: 'dmy' }) !== null ||
    normaliseDate(value, { order: 'mdy' }) !== null ||
    shortDate.test(value)
  )
}
