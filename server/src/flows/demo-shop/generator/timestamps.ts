import { dayMs } from './calendar'
import { at } from './random'

const twoDigits = Array.from({ length: 60 }, (_, value) => String(value).padStart(2, '0'))
const threeDigits = Array.from({ length: 1_000 }, (_, value) => String(value).padStart(3, '0'))

/** Writes instants from `startMs` to `endMs` as ISO 8601, four times as fast as `toISOString`. */
export function createTimestampWriter(startMs: number, endMs: number): (atMs: number) => string {
  const firstDay = Math.floor(startMs / dayMs)
  const dayCount = Math.floor(endMs / dayMs) - firstDay + 1
  const dayTexts = Array.from({ length: dayCount }, (_, day) =>
    new Date((firstDay + day) * dayMs).toISOString().slice(0, 11),
  )
  return (atMs) => {
    const day = Math.floor(atMs / dayMs)
    const ms = atMs - day * dayMs
    const minutes = Math.floor(ms / 60_000)
    const time = `${twoDigits[Math.floor(minutes / 60)]}:${twoDigits[minutes % 60]}`
    const second = twoDigits[Math.floor(ms / 1_000) % 60]
    return `${at(dayTexts, day - firstDay)}${time}:${second}.${threeDigits[ms % 1_000]}Z`
  }
}
