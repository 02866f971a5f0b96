/** Currencies whose minor unit is not a hundredth (ISO 4217). Every other one has two digits. */
const digitsByCurrency: Readonly<Record<string, number>> = {
  BHD: 3,
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  IQD: 3,
  ISK: 0,
  JOD: 3,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  PYG: 0,
  RWF: 0,
  TND: 3,
  UGX: 0,
  UYI: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
}

/** Largest amount accepted, in minor units: past it doubles lose the last digit. */
export const amountMinorMax = Number.MAX_SAFE_INTEGER

/** How many decimal digits the currency's minor unit has. */
export function minorDigits(currency: string): number {
  return digitsByCurrency[currency] ?? 2
}

/** A decimal amount as integer minor units, rounded half away from zero; null when it is not a finite amount in range. */
export function toMinor(amount: number | string, currency: string): number | null {
  const value = typeof amount === 'string' ? Number(amount.trim() || Number.NaN) : amount
  if (!Number.isFinite(value)) return null
  const scaled = Number(`${Math.abs(value).toPrecision(15)}e${minorDigits(currency)}`)
  const minor =
    Math.round(Number.isNaN(scaled) ? scaleByMultiplying(value, currency) : scaled) * Math.sign(value)
  return Math.abs(minor) <= amountMinorMax ? minor + 0 : null
}

/** Minor units as a decimal number, for display and for wire formats that carry decimals. */
export function fromMinor(minor: number, currency: string): number {
  return minor / 10 ** minorDigits(currency)
}

/** `toPrecision` writes very large and very small numbers with an exponent of their own. */
function scaleByMultiplying(value: number, currency: string): number {
  return Math.abs(value) * 10 ** minorDigits(currency)
}
