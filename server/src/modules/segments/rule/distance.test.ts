import { earthRadiusKm } from '@rapport/contract'
import { describe, expect, it } from 'vitest'
import { distanceKm, isWithin, placeOf } from './distance'

const place = (latitude: number, longitude: number) => ({ latitude, longitude })

describe('the distance between two places', () => {
  it.each([
    ['a degree of a meridian', place(10, 20), place(11, 20), (Math.PI / 180) * earthRadiusKm],
    ['from the equator to a pole', place(0, 0), place(90, 77), (Math.PI / 2) * earthRadiusKm],
    ['to the other side of the Earth', place(0, 0), place(0, 180), Math.PI * earthRadiusKm],
    ['across the line of dates', place(0, 179.5), place(0, -179.5), (Math.PI / 180) * earthRadiusKm],
    // Rosetta Code, "Haversine formula": Nashville to Los Angeles, 2,887.26 km with a radius of 6,372.8 km
    [
      'Nashville to Los Angeles',
      place(36.12, -86.67),
      place(33.94, -118.4),
      (2_887.259_950_607_1 * earthRadiusKm) / 6_372.8,
    ],
  ])('%s', (_, from, to, km) => {
    expect(distanceKm(from, to)).toBeCloseTo(km, 6)
    expect(distanceKm(to, from)).toBeCloseTo(km, 6)
  })

  it('is asked with its edge, and of nobody without a place', () => {
    const rule = { kind: 'distance', op: 'within', from: place(10, 20), km: 111.2 } as const
    expect(isWithin(rule, place(11, 20))).toBe(true)
    expect(isWithin({ ...rule, km: 111.19 }, place(11, 20))).toBe(false)
    expect(isWithin({ ...rule, km: 20_040 }, { latitude: 11 })).toBe(false)
    expect(isWithin({ ...rule, km: 20_040 }, place(-10, -160))).toBe(true)
  })
})

it('what is no place on Earth is none', () => {
  expect(placeOf(place(90, -180))).toEqual(place(90, -180))
  expect(placeOf(place(90.001, 0))).toBeNull()
  expect(placeOf({ latitude: '31', longitude: 121 })).toBeNull()
})
