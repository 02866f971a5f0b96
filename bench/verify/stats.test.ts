import { describe, expect, it } from 'vitest'
import { dataDir, hasDataSet } from '../../stats/src/testing/data-dir'
import { checkFigures } from './check'
import { checks } from './stats'

const isHere = hasDataSet('abtest-gbstats') && hasDataSet('hillstrom-email')

describe('verify: statistics', () => {
  it.skipIf(!isHere)(
    'gets every known answer (skipped without data sets abtest-gbstats and hillstrom-email)',
    async () => {
      const all = await checks(dataDir())
      expect(all.filter(({ ok }) => !ok)).toEqual([])
      expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
      expect(all.length).toBeGreaterThan(50)
    },
  )

  it('is not ok where the data sets are missing', async () => {
    const all = await checks('no/such/folder')
    expect(all.map(({ id, ok }) => ({ id, ok }))).toEqual([
      { id: 'stats.gbstats', ok: false },
      { id: 'stats.hillstrom', ok: false },
    ])
  })

  it('is not ok when one figure is off, is not a number, or there is none', () => {
    const right = { name: 'a', expected: 1, got: 1.4, tolerance: 0.5 }
    const okOf = (...figures: (typeof right)[]) => checkFigures('id', 'title', figures).ok
    expect(okOf(right)).toBe(true)
    expect(okOf(right, { ...right, got: 1.6 })).toBe(false)
    expect(okOf({ ...right, got: Number.NaN })).toBe(false)
    expect(okOf()).toBe(false)
  })
})
