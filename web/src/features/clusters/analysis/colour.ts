import type { Palette } from '../../../ui'

const seriesMax = 8

/** The colour of a cluster in charts; more than eight share. */
export function colourOf({ series }: Palette, cluster: number): string {
  return series[cluster % seriesMax] ?? ''
}

/** The same colour as a variable of the style sheets. */
export function colourVariable(cluster: number): string {
  return `var(--r-series-${(cluster % seriesMax) + 1})`
}
