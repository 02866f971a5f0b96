import { type DistanceRule, earthRadiusKm, type Place, placeTraits } from '@rapport/contract'
import type { JsonObject } from '../../events'
import { type Compiling, numberSql } from './condition-sql'
import { valuesAt } from './values'

const radians = (degrees: number) => (degrees * Math.PI) / 180

/** Where somebody is; null when it is not known, or not a place on Earth. */
export function placeOf(traits: JsonObject): Place | null {
  const [latitude] = valuesAt(traits, placeTraits.latitude)
  const [longitude] = valuesAt(traits, placeTraits.longitude)
  if (typeof latitude !== 'number' || typeof longitude !== 'number') return null
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude } : null
}

/**
 * The haversine of the angle between two places: grows with their distance on the great circle (Sinnott, "Virtues of the
 * Haversine", Sky and Telescope 68, 1984).
 */
function haversine(from: Place, to: Place): number {
  const [south, north] = [radians(from.latitude), radians(to.latitude)]
  return (
    Math.sin((north - south) / 2) ** 2 +
    Math.cos(south) * Math.cos(north) * Math.sin(radians(to.longitude - from.longitude) / 2) ** 2
  )
}

/** The haversine at which a distance is reached. */
const haversineOf = (km: number) => Math.sin(Math.min(Math.PI / 2, km / (2 * earthRadiusKm))) ** 2

/** Kilometres between two places. */
export function distanceKm(from: Place, to: Place): number {
  return 2 * earthRadiusKm * Math.asin(Math.sqrt(Math.min(1, haversine(from, to))))
}

/** Whether somebody with these traits is within the distance of a rule. */
export function isWithin({ km, from }: DistanceRule, traits: JsonObject): boolean {
  const place = placeOf(traits)
  return place !== null && haversine(from, place) <= haversineOf(km)
}

/** The same of the profiles of a statement, as an expression that is 0 or 1 and never null. */
export function distanceSql({ params }: Compiling, { op, km, from }: DistanceRule): string {
  const [latitude, longitude] = [
    numberSql('traits', placeTraits.latitude),
    numberSql('traits', placeTraits.longitude),
  ]
  const bind = (value: number) => params.bind('Float64', value)
  const isPlace = `abs(${latitude}) <= 90 AND abs(${longitude}) <= 180`
  const angle = `pow(sin((radians(${latitude}) - ${bind(radians(from.latitude))}) / 2), 2)
      + ${bind(Math.cos(radians(from.latitude)))} * cos(radians(${latitude})) * pow(sin(radians(${longitude} - ${bind(from.longitude)}) / 2), 2)`
  const within = `ifNull(${isPlace} AND ${angle} <= ${bind(haversineOf(km))}, 0)`
  return op === 'within' ? within : `NOT ${within}`
}
