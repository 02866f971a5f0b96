import { describe, expect, it } from 'vitest'
import { dataDir, hasDataSet } from '../../stats/src/testing/data-dir'
import { checks } from './campaigns'

/** 64,000 people are told one by one, on machines that are busy with other tests. */
const loadLimitMs = 240_000

describe('verify: campaigns', () => {
  it.skipIf(!hasDataSet('hillstrom-email'))(
    'gets every known answer (skipped without data set hillstrom-email)',
    async () => {
      const all = await checks(dataDir())
      expect(all.filter(({ ok }) => !ok)).toEqual([])
      expect(all).toHaveLength(8)
    },
    loadLimitMs,
  )

  it('is not ok where the data set is missing', async () => {
    expect((await checks('no/such/folder')).map(({ ok }) => ok)).toEqual([false])
  })
})
