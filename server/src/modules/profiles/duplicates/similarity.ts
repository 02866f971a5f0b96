/** Jaro–Winkler similarity, 0 to 1 (Winkler 1990; prefix scale 0.1 over at most four characters). */
export function jaroWinkler(left: string, right: string): number {
  if (left === right) return 1
  const jaro = jaroOf(left, right)
  if (jaro < 0.7) return jaro
  let prefix = 0
  while (prefix < 4 && prefix < left.length && left[prefix] === right[prefix]) prefix += 1
  return jaro + prefix * 0.1 * (1 - jaro)
}

function jaroOf(left: string, right: string): number {
  if (left.length === 0 || right.length === 0) return 0
  const reach = Math.max(0, Math.floor(Math.max(left.length, right.length) / 2) - 1)
  const taken = new Uint8Array(right.length)
  const matched: string[] = []
  for (let at = 0; at < left.length; at += 1) {
    const end = Math.min(right.length, at + reach + 1)
    for (let other = Math.max(0, at - reach); other < end; other += 1) {
      if (taken[other] === 1 || left[at] !== right[other]) continue
      taken[other] = 1
      matched.push(left[at] ?? '')
      break
    }
  }
  if (matched.length === 0) return 0
  let transposed = 0
  let next = 0
  for (let other = 0; other < right.length; other += 1) {
    if (taken[other] === 0) continue
    if (right[other] !== matched[next]) transposed += 1
    next += 1
  }
  const count = matched.length
  return (count / left.length + count / right.length + (count - transposed / 2) / count) / 3
}

/**
 * Edits between two texts: characters put in, left out, changed, or two neighbours swapped (optimal string alignment).
 * Stops counting above `max` and returns `max + 1`.
 */
export function editDistance(left: string, right: string, max: number): number {
  if (left === right) return 0
  if (Math.abs(left.length - right.length) > max) return max + 1
  let before: number[] = []
  let above = Array.from({ length: right.length + 1 }, (_, index) => index)
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row]
    let least = row
    for (let column = 1; column <= right.length; column += 1) {
      const change = left[row - 1] === right[column - 1] ? 0 : 1
      let cost = Math.min(
        (above[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (above[column - 1] ?? 0) + change,
      )
      const isSwap = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1]
      if (row > 1 && column > 1 && isSwap) cost = Math.min(cost, (before[column - 2] ?? 0) + 1)
      current.push(cost)
      least = Math.min(least, cost)
    }
    if (least > max) return max + 1
    before = above
    above = current
  }
  return Math.min(above[right.length] ?? 0, max + 1)
}

/** Share of the longer text that stays when one is edited into the other, 0 to 1. */
export function editSimilarity(left: string, right: string): number {
  const longer = Math.max(left.length, right.length)
  return longer === 0 ? 0 : 1 - editDistance(left, right, longer) / longer
}

/** How much of two lists of words is the same, whatever their order, small misspellings allowed; 0 to 1, by characters. */
export function wordOverlap(left: readonly string[], right: readonly string[]): number {
  const rest = [...right]
  let shared = 0
  for (const word of left) {
    const index = rest.findIndex((other) => isSameWord(word, other))
    if (index < 0) continue
    shared += word.length + (rest[index]?.length ?? 0)
    rest.splice(index, 1)
  }
  const all = lengthOf(left) + lengthOf(right)
  return all === 0 ? 0 : shared / all
}

function isSameWord(left: string, right: string): boolean {
  if (left === right) return true
  return (
    Math.min(left.length, right.length) >= 4 && editDistance(left, right, 2) <= (left.length >= 8 ? 2 : 1)
  )
}

function lengthOf(words: readonly string[]): number {
  return words.reduce((sum, word) => sum + word.length, 0)
}
