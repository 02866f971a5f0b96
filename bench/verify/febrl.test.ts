import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { febrlChecks } from './febrl'

const data = process.env.RAPPORT_DATA ?? fileURLToPath(new URL('../../../shared/data', import.meta.url))

it.skipIf(!existsSync(`${data}/identity-febrl`))(
  'the queue of duplicates finds nearly all pairs of FEBRL 1 and 2 and no false one among the certain (skipped without the data set)',
  async () => {
    for (const { id, title, expected, got, ok } of await febrlChecks(data))
      expect({ id, title, ok, got }).toEqual({ id, title, ok: true, got: expected })
  },
)
