const suggestionsMax = 3
/** More edits than this share of a name make another word. */
const distanceShareMax = 0.4

/** The known names nearest to a misspelt one, best first. A name without its group is looked for with it. */
export function suggest(name: string, known: readonly string[]): string[] {
  return known
    .map((candidate) => ({ candidate, difference: differenceOf(name, candidate) }))
    .filter(({ difference }) => difference <= distanceShareMax)
    .sort(
      (left, right) => left.difference - right.difference || left.candidate.localeCompare(right.candidate),
    )
    .slice(0, suggestionsMax)
    .map(({ candidate }) => candidate)
}

/** Share of the last parts that differs; a wrong group counts a little, since it is the commoner mistake. */
function differenceOf(name: string, candidate: string): number {
  const [mine, theirs] = [lastPart(name), lastPart(candidate)]
  const isSameGroup = name.slice(0, -mine.length) === candidate.slice(0, -theirs.length)
  return editDistance(mine, theirs) / Math.max(mine.length, theirs.length) + (isSameGroup ? 0 : 0.1)
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1)
}

/** Insertions, deletions, replacements and swaps of neighbours from one text to the other (optimal string alignment). */
export function editDistance(left: string, right: string): number {
  let before: number[] = []
  let row = Array.from({ length: right.length + 1 }, (_, index) => index)
  for (let i = 1; i <= left.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= right.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (left[i - 1] === right[j - 1] ? 0 : 1)
      const isSwap = left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1]
      const swapped = isSwap ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, swapped))
    }
    before = row
    row = next
  }
  return row[right.length] ?? 0
}
