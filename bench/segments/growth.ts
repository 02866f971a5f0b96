import type { BenchReport, Figure } from '../report'
import { eventsEach, makePeople } from './data'
import { withSegments } from './opening'
import { askEverybody } from './questions'

const smallest = Number(process.env.BENCH_PEOPLE ?? 125_000)
const steps = [1, 2, 4, 8]
const segmentsUsual = 50
const days = 180

/** How the cost grows with people and their events, and with segments: twice, four times and eight times as many. */
export function run(): Promise<BenchReport> {
  return withSegments(async ({ engines, segments }) => {
    const figures: Figure[] = []
    let people = 0
    const ask = async (howMany: number) => {
      const asked = await askEverybody(engines.facts, segments, howMany)
      const where = `${people.toLocaleString('en-US')} people, ${(people * eventsEach).toLocaleString('en-US')} events`
      return asked.map((figure) => ({ ...figure, name: `${where}: ${figure.name}` }))
    }
    for (const step of steps) {
      await makePeople(engines, { from: people, people: smallest * step - people, days })
      people = smallest * step
      figures.push(...(await ask(segmentsUsual)))
    }
    for (const step of steps.slice(1)) figures.push(...(await ask(segmentsUsual * step)).slice(1))
    return { name: 'segments-growth', figures }
  })
}
