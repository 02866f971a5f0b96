import type { ComparedSegment, SegmentComparison } from '@rapport/contract'

/** The figures that segments are sorted and drawn by, in the order of the table. */
export const measures = [
  'people',
  'yearMean',
  'quarterMean',
  'revenueShare',
  'growth',
  'reach',
  'rate',
  'incremental',
  'orders',
  'revenue',
] as const
export type Measure = (typeof measures)[number]

/** How a figure is written. */
export const measureKinds: Readonly<Record<Measure, 'count' | 'money' | 'share' | 'change'>> = {
  people: 'count',
  yearMean: 'money',
  quarterMean: 'money',
  revenueShare: 'share',
  growth: 'change',
  reach: 'count',
  rate: 'share',
  incremental: 'share',
  orders: 'count',
  revenue: 'money',
}

export interface Measured {
  readonly value: number
  /** Null for what is exact. */
  readonly interval: { readonly low: number; readonly high: number } | null
}

/** A figure of a segment; null where nothing is known. */
export function measured(
  segment: ComparedSegment,
  measure: Measure,
  channel: SegmentComparison['channel'],
): Measured | null {
  const { value, growth, response, expected } = segment
  switch (measure) {
    case 'people':
      return exact(segment.people)
    case 'yearMean':
      return exact(value.year.meanMinor)
    case 'quarterMean':
      return exact(value.quarter.meanMinor)
    case 'revenueShare':
      return exact(value.year.share)
    case 'growth':
      return growth.kind === 'known' ? exact(growth.share) : null
    case 'reach':
      return exact(segment.reach.find((one) => one.channel === channel)?.reachable ?? null)
    case 'rate':
      return response.kind === 'answer' ? around(response.rate) : null
    case 'incremental':
      return response.kind === 'answer' ? around(response.incrementalShrunk) : null
    case 'orders':
      return expected && around(expected.orders)
    case 'revenue':
      return expected && around(expected.revenueMinor)
  }
}

/** Segments by a figure; those of which it is not known come last either way. */
export function sorted(
  { items, channel }: SegmentComparison,
  by: Measure,
  isDescending: boolean,
): ComparedSegment[] {
  const at = (segment: ComparedSegment) => measured(segment, by, channel)?.value ?? null
  return [...items].sort((left, right) => {
    const [one, other] = [at(left), at(right)]
    if (one === null || other === null) return Number(one === null) - Number(other === null)
    return isDescending ? other - one : one - other
  })
}

const exact = (value: number | null): Measured | null => (value === null ? null : { value, interval: null })

const around = ({ estimate, low, high }: { estimate: number; low: number; high: number }): Measured => ({
  value: estimate,
  interval: { low, high },
})
