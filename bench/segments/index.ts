import type { BenchReport } from '../report'
import { eventsEach, makePeople } from './data'
import { liveLoad } from './live-load'
import { follow, withSegments } from './opening'
import { askEverybody } from './questions'
import { boughtTwiceIn, viewedJustNow } from './rules'
import { timed } from './timing'

const people = Number(process.env.BENCH_PEOPLE ?? 1_000_000)
const seconds = Number(process.env.BENCH_SECONDS ?? 30)
const days = 180

/**
 * Segments over many people on embedded engines: one question and fifty, each beside the best ClickHouse query by hand; then
 * events through the whole pipeline with fifty-one live segments.
 */
export function run(): Promise<BenchReport> {
  return withSegments(async (bench) => {
    const madeIn = await timed(() => makePeople(bench.engines, { people, days }))
    const [one, fifty] = await askEverybody(bench.engines.facts, bench.segments, 50)
    const { ids, tookMs } = await follow(bench, [...boughtTwiceIn(50), viewedJustNow])
    const live = await liveLoad(bench, { seconds, segments: ids.length })
    return {
      name: `segments, ${people.toLocaleString('en-US')} people, ${(people * eventsEach).toLocaleString('en-US')} events`,
      figures: [
        ...(one ? [{ ...one, target: '< 1,000' }] : []),
        ...(fifty ? [{ ...fifty, target: '< 5,000' }] : []),
        { name: `first members of ${ids.length} segments, kept`, value: tookMs, unit: 'ms' },
        ...live,
      ],
      notes: [
        `made in ${Math.round(madeIn / 1000)} s; the best of several rounds where two are compared; aim: 1.5 times the query by hand`,
      ],
    }
  })
}
