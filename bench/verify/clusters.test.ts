import { describe, expect, it } from 'vitest'
import { dataDir, hasDataSet } from '../../stats/src/testing/data-dir'
import { checks } from './clusters'

describe('verify: clusters', () => {
  it.skipIf(!hasDataSet('rfm-orders'))(
    'gets every known answer (skipped without data set rfm-orders)',
    async () => {
      const all = await checks(dataDir())
      expect(all.filter(({ ok }) => !ok)).toEqual([])
      expect(all).toHaveLength(5)
    },
  )

  it('is not ok where the data set is missing', async () => {
    expect((await checks('no/such/folder')).map(({ ok }) => ok)).toEqual([false])
  })
})
