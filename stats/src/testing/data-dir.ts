import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of public data sets: `RAPPORT_DATA`, else `shared/data` beside the repository. */
export function dataDir(): string {
  return process.env.RAPPORT_DATA ?? fileURLToPath(new URL('../../../../shared/data', import.meta.url))
}

/** A data set's folder is there; tests that need it skip and say so when it is not. */
export function hasDataSet(name: string): boolean {
  return existsSync(join(dataDir(), name))
}
