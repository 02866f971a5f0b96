/** Values in one canonical form: pure, synchronous and cached, so that every door into the product can afford them. */
export { normaliseCountry } from './country'
export { normaliseCurrency } from './currency'
export { isTimeZone, normaliseDate, normaliseMoment } from './date'
export { normaliseEmail } from './email'
export { normalisePhone, phonePrefixes } from './phone'
export { normaliseRegion } from './region'
export { normaliseTraits, type TraitProblemReason } from './traits'
export { halfWidth, isBlank } from './width'
export {
  normaliseConsent,
  normaliseGender,
  normaliseLanguage,
  normaliseName,
} from './words'
