import { useId } from 'react'
import styles from './stat.module.css'

const width = 96
const height = 34
const inset = 3
const pointsMax = 16

/** A line without axes: the shape of the last days. Decorative; the figure beside it says the value. */
export function Sparkline({ points }: { readonly points: readonly number[] }) {
  const id = useId()
  if (points.length < 2) return null
  const line = pathOf(thinned(points))
  return (
    <svg
      className={styles.spark}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <defs>
        <linearGradient id={id} x1="0" x2="0" y1="0" y2="1">
          <stop offset="0" stopColor="currentColor" stopOpacity="0.22" />
          <stop offset="1" stopColor="currentColor" stopOpacity="0" />
        </linearGradient>
      </defs>
      <path d={`${line}L${width} ${height}L0 ${height}Z`} fill={`url(#${id})`} />
      <path
        d={line}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.6"
        vectorEffect="non-scaling-stroke"
        strokeLinejoin="round"
      />
    </svg>
  )
}

/** At most `pointsMax` points, each the mean of its neighbours: the shape, not the noise. */
function thinned(points: readonly number[]): readonly number[] {
  const size = Math.ceil(points.length / pointsMax)
  if (size === 1) return points
  return Array.from({ length: Math.ceil(points.length / size) }, (_, index) => {
    const bucket = points.slice(index * size, (index + 1) * size)
    return bucket.reduce((sum, value) => sum + value, 0) / bucket.length
  })
}

function pathOf(points: readonly number[]): string {
  const low = Math.min(...points)
  const span = Math.max(...points) - low || 1
  const step = width / (points.length - 1)
  const y = (value: number) => height - inset - ((value - low) / span) * (height - 2 * inset)
  return points
    .map((value, index) => `${index === 0 ? 'M' : 'L'}${(index * step).toFixed(1)} ${y(value).toFixed(1)}`)
    .join('')
}
