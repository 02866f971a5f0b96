import { expect, it } from 'vitest'
import { dataDir, hasDataSet } from '../../stats/src/testing/data-dir'
import { checks } from './online-retail'

it.skipIf(!hasDataSet('online-retail'))(
  'online-retail is imported, scored and won back by the running product (skipped without the data set)',
  async () => {
    for (const { id, expected, got, ok } of await checks(dataDir()))
      expect({ id, ok, expected, got }).toEqual({ id, ok: true, expected, got })
  },
)
