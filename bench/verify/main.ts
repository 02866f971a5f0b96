import { parseArgs } from 'node:util'
import { dataDir } from '../../stats/src/testing/data-dir'
import { machine } from '../report'
import { closingLine, linesOf, runSuites, type Suites } from './run'

/** Every suite of known answers by the name that `--only` takes. `online-retail` runs the product itself, the others its parts. */
const suites: Suites = {
  stats: () => import('./stats'),
  rfm: () => import('./rfm'),
  clusters: () => import('./clusters'),
  lookalike: () => import('./lookalike'),
  imports: () => import('./imports'),
  campaigns: () => import('./campaigns'),
  febrl: () => import('./febrl'),
  'online-retail': () => import('./online-retail'),
}

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [] },
  },
})
const unknown = values.only.filter((name) => !(name in suites))
if (unknown.length > 0) {
  console.error(`no suite is called ${unknown.join(' or ')}; there are: ${Object.keys(suites).join(', ')}`)
  process.exit(2)
}

const chosen = Object.entries(suites).filter(
  ([name]) => values.only.length === 0 || values.only.includes(name),
)
const checks = await runSuites(Object.fromEntries(chosen), dataDir(), (suite, done) => {
  if (!values.json) console.log(linesOf(suite, done).join('\n'))
})
const isOk = checks.every(({ ok }) => ok)
console.log(
  values.json ? JSON.stringify({ machine: machine(), ok: isOk, checks }, null, 2) : closingLine(checks),
)
process.exit(isOk ? 0 : 1)
