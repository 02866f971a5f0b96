import { actKind, groupActs } from './acts'
import type { DemoMessage } from './message'
import type { ShopPlan } from './plan'
import { tellAct } from './render/tell'
import type { World } from './world'

/** Messages to append together. */
export type DemoBatch = {
  readonly index: number
  readonly messages: readonly DemoMessage[]
  /** Messages up to and with this batch, of the plan's total. */
  readonly done: number
}

type Told = { readonly atMs: number; readonly message: DemoMessage }

/**
 * Customers whose histories are told together, with their share of the visitors: some 4,500 messages. Few, so that what
 * reads them works on few profiles at a time; not one by one, so that runs of messages from one source stay long.
 */
const customersPerGroup = 200

/**
 * Tells the plan in batches of `batchSize` messages: one group of people after the other, each from its first day to its
 * last. Within a group timestamps never go backwards.
 */
export function* tellBatches(world: World, { acts }: ShopPlan, batchSize: number): Generator<DemoBatch> {
  const groups = Math.ceil(world.customers / customersPerGroup)
  const visitorsPerGroup = Math.max(1, Math.ceil(world.visitors / groups))
  const grouped = groupActs(acts, groups, (act) => {
    const isVisit = acts.kindOf(act) === actKind.visit
    return Math.floor(acts.personOf(act) / (isVisit ? visitorsPerGroup : customersPerGroup))
  })
  let ready: DemoMessage[] = []
  let index = 0
  let done = 0
  for (let group = 0; group < groups; group += 1) {
    const told: Told[] = []
    for (const act of grouped.actsOf(group)) {
      tellAct(world, acts.read(act), (atMs, message) => told.push({ atMs, message }))
    }
    told.sort((left, right) => left.atMs - right.atMs)
    for (const { message } of told) {
      ready.push(message)
      if (ready.length < batchSize) continue
      done += ready.length
      yield { index, messages: ready, done }
      index += 1
      ready = []
    }
  }
  if (ready.length > 0) yield { index, messages: ready, done: done + ready.length }
}
