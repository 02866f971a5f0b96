import type { DuplicateReason } from '@rapport/contract'
import { othersFirst } from '../../../platform/clock'
import { createSpill } from '../../../platform/files'
import { blockingKeys } from './blocks'
import { createFrequencyCounter } from './frequencies'
import type { Person } from './person'
import { type Frequencies, scorePair } from './score'

export interface FoundPair {
  /** The smaller id. */
  readonly leftId: string
  readonly rightId: string
  readonly score: number
  readonly reasons: readonly DuplicateReason[]
}

export interface Search {
  readonly pairs: readonly FoundPair[]
  readonly profiles: number
  readonly compared: number
}

/** Pairs below it are not worth anybody's time. */
export const scoreMin = 50
/** A text that more people share says nothing of any two of them, and comparing them all would take for ever. */
const blockPeopleMax = 200
/** More than a team reviews in a year; the likeliest are kept. */
export const pairsMax = 20_000
const parts = 64

/**
 * Pairs of people that may be one, the likeliest first. Everybody is read twice: once to learn how common names and places
 * are, once to be divided over files by what duplicates would share; then only people of one block are compared.
 */
export async function findPairs(
  people: () => AsyncIterable<readonly Person[]>,
  folder: string,
): Promise<Search> {
  const counter = createFrequencyCounter()
  for await (const some of people()) for (const person of some) counter.add(person)
  const frequencies = counter.frequencies()
  const spill = await createSpill(folder, parts)
  const best = createBest()
  let profiles = 0
  let compared = 0
  try {
    for await (const some of people()) {
      for (const person of some) {
        profiles += 1
        for (const key of blockingKeys(person)) {
          const full = spill.add(partOf(key), JSON.stringify([key, person]))
          if (full) await full
        }
      }
      await othersFirst()
    }
    await spill.finish()
    for (let part = 0; part < parts; part += 1) {
      const done = new Set<string>()
      for (const block of (await loadBlocks(spill.lines(part))).values()) {
        compared += compareBlock(block, frequencies, done, best.add)
        if (compared % 5_000 < block.length) await othersFirst()
      }
    }
  } finally {
    await spill.remove()
  }
  return { pairs: best.list(), profiles, compared }
}

async function loadBlocks(lines: AsyncIterable<readonly string[]>): Promise<Map<string, Person[]>> {
  const blocks = new Map<string, Person[]>()
  for await (const some of lines) {
    for (const line of some) {
      const [key, person] = JSON.parse(line) as [string, Person]
      const block = blocks.get(key)
      if (!block) blocks.set(key, [person])
      else if (block.length <= blockPeopleMax) block.push(person)
    }
  }
  return blocks
}

function compareBlock(
  block: readonly Person[],
  frequencies: Frequencies,
  done: Set<string>,
  found: (pair: FoundPair) => void,
): number {
  if (block.length < 2 || block.length > blockPeopleMax) return 0
  let compared = 0
  for (const [index, one] of block.entries()) {
    for (const other of block.slice(index + 1)) {
      const [left, right] = one.id < other.id ? [one, other] : [other, one]
      const key = `${left.id} ${right.id}`
      if (left.id === right.id || done.has(key)) continue
      done.add(key)
      compared += 1
      const { score, reasons } = scorePair(left, right, frequencies)
      if (score >= scoreMin) found({ leftId: left.id, rightId: right.id, score, reasons })
    }
  }
  return compared
}

/** Keeps the likeliest pairs; one that two parts find counts once. */
function createBest() {
  const pairs = new Map<string, FoundPair>()
  const list = () =>
    [...pairs.values()].sort(
      (left, right) => right.score - left.score || (left.leftId < right.leftId ? -1 : 1),
    )
  return {
    add(pair: FoundPair): void {
      pairs.set(`${pair.leftId} ${pair.rightId}`, pair)
      if (pairs.size < pairsMax * 2) return
      const kept = list().slice(0, pairsMax)
      pairs.clear()
      for (const one of kept) pairs.set(`${one.leftId} ${one.rightId}`, one)
    },
    list: () => list().slice(0, pairsMax),
  }
}

function partOf(key: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < key.length; at += 1) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193)
  return (hash >>> 0) % parts
}
