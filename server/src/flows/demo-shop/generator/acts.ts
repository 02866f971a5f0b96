import { at } from './random'

/** Kinds of acts; an act is what one person does at one time and becomes one or several messages. */
export const actKind = {
  register: 0,
  order: 1,
  refund: 2,
  look: 3,
  anonymousLook: 4,
  secondDevice: 5,
  move: 6,
  assigned: 7,
  sent: 8,
  delivered: 9,
  bounced: 10,
  opened: 11,
  clicked: 12,
  unsubscribed: 13,
  visit: 14,
} as const
export type ActKind = (typeof actKind)[keyof typeof actKind]

/** An act as it is kept between planning and telling: 20 bytes, so that millions fit in memory. */
export type Act = {
  readonly kind: ActKind
  readonly sec: number
  /** Index of the customer, or of the visitor for `visit`. */
  readonly person: number
  /** Number of the order or look within the life; index of the campaign for its messages. */
  readonly key: number
  /** Campaign that changed the order, +1; 0 for none. */
  readonly influence: number
  /** Campaign whose link was clicked, +1; 0 for none. For messages of a campaign 1 marks the special case: hold-out, hard bounce. */
  readonly click: number
  /** Start of the refunded order. */
  readonly orderSec: number
}

const chunkLength = 1 << 16
const bytesPerAct = 20

/** A growing column store of acts. */
export function createActTable() {
  const chunks: ReturnType<typeof createChunk>[] = []
  let length = 0
  return {
    push(act: Act): void {
      if (length % chunkLength === 0) chunks.push(createChunk())
      writeAct(at(chunks, length >> 16), length % chunkLength, act)
      length += 1
    },
    read(index: number): Act {
      return readAct(at(chunks, index >> 16), index % chunkLength)
    },
    kindOf(index: number): number {
      return at(chunks, index >> 16).kinds[index % chunkLength] ?? 0
    },
    personOf(index: number): number {
      return at(chunks, index >> 16).persons[index % chunkLength] ?? 0
    },
    get length(): number {
      return length
    },
  }
}

export type ActTable = ReturnType<typeof createActTable>

function createChunk() {
  const buffer = new ArrayBuffer(chunkLength * bytesPerAct)
  const words = chunkLength * 4
  return {
    secs: new Uint32Array(buffer, 0, chunkLength),
    persons: new Uint32Array(buffer, words, chunkLength),
    orderSecs: new Uint32Array(buffer, words * 2, chunkLength),
    keys: new Uint16Array(buffer, words * 3, chunkLength),
    kinds: new Uint8Array(buffer, words * 3 + chunkLength * 2, chunkLength),
    influences: new Uint8Array(buffer, words * 3 + chunkLength * 3, chunkLength),
    clicks: new Uint8Array(buffer, words * 4, chunkLength),
  }
}

function writeAct(chunk: ReturnType<typeof createChunk>, row: number, act: Act): void {
  chunk.secs[row] = act.sec
  chunk.persons[row] = act.person
  chunk.orderSecs[row] = act.orderSec
  chunk.keys[row] = act.key
  chunk.kinds[row] = act.kind
  chunk.influences[row] = act.influence
  chunk.clicks[row] = act.click
}

function readAct(chunk: ReturnType<typeof createChunk>, row: number): Act {
  return {
    kind: (chunk.kinds[row] ?? 0) as ActKind,
    sec: chunk.secs[row] ?? 0,
    person: chunk.persons[row] ?? 0,
    key: chunk.keys[row] ?? 0,
    influence: chunk.influences[row] ?? 0,
    click: chunk.clicks[row] ?? 0,
    orderSec: chunk.orderSecs[row] ?? 0,
  }
}

/** Indices of the acts by group, in the order they have; by counting, so one pass each way. */
export function groupActs(acts: ActTable, groups: number, groupOf: (act: number) => number) {
  const starts = new Uint32Array(groups + 1)
  for (let act = 0; act < acts.length; act += 1) {
    const group = groupOf(act)
    starts[group + 1] = at(starts, group + 1) + 1
  }
  for (let group = 0; group < groups; group += 1) {
    starts[group + 1] = at(starts, group + 1) + at(starts, group)
  }
  const next = starts.slice()
  const order = new Uint32Array(acts.length)
  for (let act = 0; act < acts.length; act += 1) {
    const group = groupOf(act)
    order[at(next, group)] = act
    next[group] = at(next, group) + 1
  }
  return { actsOf: (group: number) => order.subarray(at(starts, group), at(starts, group + 1)) }
}
