import { groupBySlice } from './acts'
import type { DemoMessage } from './message'
import type { ShopPlan } from './plan'
import { at } from './random'
import { tellAct } from './render/tell'
import type { World } from './world'

/** Messages to append together. */
export type DemoBatch = {
  readonly index: number
  readonly messages: readonly DemoMessage[]
  /** Messages up to and with this batch, of the plan's total. */
  readonly done: number
}

type Told = { readonly atMs: number; readonly order: number; readonly message: DemoMessage }

/** Acts told at a time, on average; peaks such as Double 11 hold ten times as many. */
const actsPerSlice = 400
const sliceSecMax = 86_400

/**
 * Tells the plan in batches of `batchSize` messages. Timestamps never go backwards, within a batch or from
 * one batch to the next: each slice of time is sorted, and what reaches past its end waits for the next.
 */
export function* tellBatches(world: World, { acts }: ShopPlan, batchSize: number): Generator<DemoBatch> {
  const sliceSec = Math.min(sliceSecMax, Math.max(1, Math.floor((world.endSec * actsPerSlice) / acts.length)))
  const slices = Math.ceil(world.endSec / sliceSec)
  const grouped = groupBySlice(acts, sliceSec, slices)
  let waiting: Told[] = []
  let ready: DemoMessage[] = []
  let index = 0
  let done = 0
  for (let slice = 0; slice < slices; slice += 1) {
    for (const act of grouped.actsOf(slice)) {
      tellAct(world, acts.read(act), (atMs, message) =>
        waiting.push({ atMs, order: waiting.length, message }),
      )
    }
    waiting.sort(byTime)
    const isLast = slice === slices - 1
    const split = isLast
      ? waiting.length
      : countBefore(waiting, world.startMs + (slice + 1) * sliceSec * 1_000)
    for (let position = 0; position < split; position += 1) {
      ready.push(at(waiting, position).message)
      if (ready.length < batchSize) continue
      done += ready.length
      yield { index, messages: ready, done }
      index += 1
      ready = []
    }
    waiting = waiting.slice(split)
  }
  if (ready.length > 0) yield { index, messages: ready, done: done + ready.length }
}

function byTime(left: Told, right: Told): number {
  return left.atMs - right.atMs || left.order - right.order
}

function countBefore(told: readonly Told[], endMs: number): number {
  const found = told.findIndex(({ atMs }) => atMs >= endMs)
  return found < 0 ? told.length : found
}
