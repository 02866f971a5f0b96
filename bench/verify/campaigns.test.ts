import { describe, expect, it } from 'vitest'
import { dataDir, hasDataSet } from '../../stats/src/testing/data-dir'
import { checks } from './campaigns'

describe('verify: campaigns', () => {
  it.skipIf(!hasDataSet('hillstrom-email'))(
    'gets every known answer (skipped without data set hillstrom-email)',
    async () => {
      const all = await checks(dataDir())
      expect(all.filter(({ ok }) => !ok)).toEqual([])
      expect(all).toHaveLength(8)
    },
  )

  it('is not ok where the data set is missing', async () => {
    expect((await checks('no/such/folder')).map(({ ok }) => ok)).toEqual([false])
  })
})
