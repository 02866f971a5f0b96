import { describe, expect, it } from 'vitest'
import { positionOn, scaleOf } from './scale'

describe('the scale of intervals', () => {
  it('holds every interval and zero, with room at both ends', () => {
    const scale = scaleOf([
      { estimate: 10, low: 5, high: 15 },
      { estimate: 20, low: 2, high: 100 },
    ])
    expect(scale).toEqual({ from: -6, to: 106 })
    expect(positionOn(scale, -6)).toBe(0)
    expect(positionOn(scale, 50)).toBe(50)
  })

  it('is one of its own for nothing at all', () => {
    const scale = scaleOf([])
    expect(scale.from).toBeLessThan(0)
    expect(positionOn(scale, 0)).toBeCloseTo(50)
  })

  it('keeps what lies beyond at its ends', () => {
    expect(positionOn({ from: 0, to: 10 }, 12)).toBe(100)
    expect(positionOn({ from: 0, to: 10 }, -3)).toBe(0)
  })
})
