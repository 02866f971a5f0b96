import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { onlineRetailChecks, rfmOrdersImportChecks } from './imports'

const data = process.env.RAPPORT_DATA ?? fileURLToPath(new URL('../../../shared/data', import.meta.url))

it.skipIf(!existsSync(`${data}/online-retail`))(
  'online-retail gives the published rows, orders, customers and revenue (skipped without the data set)',
  async () => {
    for (const { id, expected, got, ok } of await onlineRetailChecks(data))
      expect({ id, ok, got }).toEqual({ id, ok: true, got: expected })
  },
)

it.skipIf(!existsSync(`${data}/rfm-orders`))(
  'rfm-orders gives the published orders, customers and revenue (skipped without the data set)',
  async () => {
    for (const { id, expected, got, ok } of await rfmOrdersImportChecks(data))
      expect({ id, ok, got }).toEqual({ id, ok: true, got: expected })
  },
)
