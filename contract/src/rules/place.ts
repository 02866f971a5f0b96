import { z } from 'zod'
import { ruleLimits } from './limits'

/** Mean radius of the Earth in kilometres (IUGG 1980, R1). */
export const earthRadiusKm = 6_371.008_8

/** Traits that say where somebody is, in degrees of WGS 84. */
export const placeTraits = { latitude: 'latitude', longitude: 'longitude' } as const

export const placeSchema = z.strictObject({
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
})
export type Place = z.infer<typeof placeSchema>

/**
 * Whether the person's place lies within so many kilometres of another, on the great circle over a sphere. Somebody without a
 * place is not within any distance.
 */
export const distanceRuleSchema = z
  .strictObject({
    kind: z.literal('distance'),
    op: z.enum(['within', 'not_within']),
    km: z.number().min(ruleLimits.distanceKmMin).max(ruleLimits.distanceKmMax),
    from: placeSchema,
  })
  .meta({ id: 'RuleOverDistance' })
export type DistanceRule = z.infer<typeof distanceRuleSchema>
