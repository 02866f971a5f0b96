export * from './conditions'
export * from './events'
export * from './limits'
export * from './place'
export * from './rule'
export * from './standing'
export {
  type Duration,
  durationMs,
  durationSchema,
  durationUnits,
  propertyPathSchema,
  type RuleMoment,
  ruleMomentSchema,
  traitPathSchema,
} from './values'
