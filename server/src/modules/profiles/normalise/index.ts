/** Values in one canonical form: pure, synchronous and cached, so that every door into the product can afford them. */
export { normaliseCountry } from './country'
export { normaliseCurrency } from './currency'
export { type DateOrder, type DateReading, isTimeZone, normaliseDate, normaliseMoment } from './date'
export { normaliseEmail } from './email'
export { normalisePhone } from './phone'
export { chineseRegions, normaliseRegion, type Region } from './region'
export { normaliseTraits, type TraitProblem, type TraitProblemReason, type TraitSettings } from './traits'
export { halfWidth, isBlank } from './width'
export {
  type Consent,
  type Gender,
  normaliseConsent,
  normaliseGender,
  normaliseLanguage,
  normaliseName,
} from './words'
