import type { RfmSegment } from '@rapport/contract'

/** Whole numbers from one bound to before the next, as words: `4`, `5–7`, `8+`; null when there is none. */
export function wholeRange(bounds: readonly number[], level: number, lowest: number): string | null {
  const from = level === 1 ? lowest : Math.ceil(bounds[level - 2] ?? lowest)
  const next = bounds[level - 1]
  if (next === undefined) return `${from}+`
  const to = Math.ceil(next) - 1
  if (to < from) return null
  return to === from ? String(from) : `${from}–${to}`
}

/** The count that chooses the plural for a range in words: 1 where it is just one. */
export const countIn = (range: string): number => (range === '1' ? 1 : 2)

const scores = [1, 2, 3, 4, 5] as const

/** How many of the 125 combinations of scores no segment takes. */
export function uncovered(
  segments: readonly Pick<RfmSegment, 'recency' | 'frequency' | 'monetary'>[],
): number {
  const holds = ({ from, to }: { from: number; to: number }, value: number) => value >= from && value <= to
  let count = 0
  for (const r of scores)
    for (const f of scores)
      for (const m of scores)
        if (!segments.some((s) => holds(s.recency, r) && holds(s.frequency, f) && holds(s.monetary, m)))
          count += 1
  return count
}
