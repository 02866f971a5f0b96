/** A stream of numbers from 0 up to and without 1. */
export type Random = () => number

/**
 * Random numbers that one seed gives again: mulberry32 (Tommy Ettinger, 2017, public domain), 32 bits of state. For
 * picking rows; not for secrets.
 */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/**
 * `size` different rows of `rows`, in ascending order, every choice as likely: Vitter's algorithm S (ACM TOMS 13 (1987),
 * 58–67, "selection sampling"). All of them when there are no more.
 */
export function sampleRows(rows: number, size: number, random: Random): Uint32Array {
  const wanted = Math.min(rows, size)
  const picked = new Uint32Array(wanted)
  let taken = 0
  for (let row = 0; taken < wanted; row += 1) {
    if ((rows - row) * random() < wanted - taken) {
      picked[taken] = row
      taken += 1
    }
  }
  return picked
}
