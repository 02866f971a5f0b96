import type { SegmentOverlap } from '@rapport/contract'

/** One intersection: a bar, and a dot for each set that it is made of. */
export interface UpsetColumn {
  readonly key: string
  /** Places of its sets. */
  readonly of: readonly number[]
  readonly people: number
  /** The middle of the column. */
  readonly x: number
  readonly bar: { readonly y: number; readonly height: number }
  readonly dots: readonly { readonly y: number; readonly isIn: boolean }[]
  /** From the first to the last of its dots; null when there is one only. */
  readonly line: { readonly from: number; readonly to: number } | null
}

export interface UpsetLayout {
  readonly width: number
  readonly height: number
  readonly rows: readonly { readonly y: number; readonly share: number }[]
  readonly columns: readonly UpsetColumn[]
  /** Smaller intersections that are not drawn. */
  readonly left: number
}

export const upsetSizes = { column: 40, row: 34, bars: 132, labels: 18 } as const

/** More columns than this cannot be compared any more; the table has them all. */
const columnsMax = 20

/** Where everything stands in an UpSet plot (Lex et al., IEEE TVCG 20, 2014): the largest intersections from the left. */
export function layoutUpset({ sets, parts }: Pick<SegmentOverlap, 'sets' | 'parts'>): UpsetLayout {
  const { column, row, bars, labels } = upsetSizes
  const drawn = [...parts].sort((left, right) => right.people - left.people).slice(0, columnsMax)
  const most = Math.max(1, ...drawn.map(({ people }) => people))
  const largest = Math.max(1, ...sets.map(({ people }) => people))
  const top = labels + bars
  const middle = (place: number) => top + row * place + row / 2
  return {
    width: column * Math.max(1, drawn.length),
    height: top + row * sets.length,
    rows: sets.map(({ people }, place) => ({ y: middle(place), share: people / largest })),
    columns: drawn.map(({ of, people }, at) => {
      const height = people === 0 ? 0 : Math.max(2, (people / most) * bars)
      return {
        key: of.join(' '),
        of,
        people,
        x: column * at + column / 2,
        bar: { y: top - height, height },
        dots: sets.map((_, place) => ({ y: middle(place), isIn: of.includes(place) })),
        line: of.length > 1 ? { from: middle(Math.min(...of)), to: middle(Math.max(...of)) } : null,
      }
    }),
    left: parts.length - drawn.length,
  }
}
