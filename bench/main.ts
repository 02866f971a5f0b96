import { type BenchReport, machine, printReport } from './report'

/** Every benchmark by the name that `npm run bench -- NAME` takes. Each runs by itself and leaves nothing behind. */
const benches: Readonly<Record<string, () => Promise<{ run: () => Promise<BenchReport> }>>> = {
  campaign: () => import('./campaign'),
  clusters: () => import('./clusters'),
  'clusters-product': () => import('./clusters-product'),
  lookalike: () => import('./lookalike'),
  'demo-generator': () => import('./demo-generator'),
  import: () => import('./import'),
  ingest: () => import('./ingest'),
  segments: () => import('./segments'),
  'segments-growth': () => import('./segments/growth'),
  'segments-small': () => import('./segments/small'),
  start: () => import('./start'),
  'tracking-plan': () => import('./tracking-plan'),
}

const [name = '', ...flags] = process.argv.slice(2)
const load = benches[name]
if (!load) {
  console.error(`usage: npm run bench -- NAME [--json], with NAME one of ${Object.keys(benches).join(', ')}`)
  process.exit(2)
}
const report = await (await load()).run()
console.log(
  flags.includes('--json') ? JSON.stringify({ machine: machine(), ...report }, null, 2) : printReport(report),
)
process.exit(0)
