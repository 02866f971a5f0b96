import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Check } from './check'
import { missingData } from './check'
import { gbstatsChecks } from './stats-gbstats'
import { hillstromChecks } from './stats-hillstrom'

const suites = [
  { id: 'stats.gbstats', dataSet: 'abtest-gbstats', run: gbstatsChecks },
  { id: 'stats.hillstrom', dataSet: 'hillstrom-email', run: hillstromChecks },
]

/** The known answers of `stats/`: GrowthBook's published test cases and the Hillstrom e-mail test. */
export async function checks(dataDir: string): Promise<Check[]> {
  return suites.flatMap(({ id, dataSet, run }) =>
    existsSync(join(dataDir, dataSet)) ? run(dataDir) : [missingData(id, dataSet)],
  )
}
