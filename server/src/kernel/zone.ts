const hourMs = 3_600_000
const formats = new Map<string, Intl.DateTimeFormat>()
const offsets = new Map<string, number>()
/** Offsets remembered: forty years of hours; then forgotten at once. */
const offsetsMax = 400_000

/** Hour of the day, 0 to 23, at a moment in an IANA zone. An unknown zone throws RangeError. */
export function hourIn(zone: string, timeMs: number): number {
  return Math.floor((((timeMs + offsetMs(zone, timeMs)) / hourMs) % 24) + 24) % 24
}

/** How far the zone is ahead of UTC at a moment, in ms. Looked up once an hour of time: no zone changes within one. */
export function offsetMs(zone: string, timeMs: number): number {
  const hour = Math.floor(timeMs / hourMs)
  const key = `${zone} ${hour}`
  const known = offsets.get(key)
  if (known !== undefined) return known
  if (offsets.size >= offsetsMax) offsets.clear()
  const offset = computeOffset(zone, hour * hourMs)
  offsets.set(key, offset)
  return offset
}

function computeOffset(zone: string, timeMs: number): number {
  const parts = Object.fromEntries(
    formatFor(zone)
      .formatToParts(timeMs)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(timeMs / 1000) * 1000
}

function formatFor(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known) return known
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  formats.set(zone, format)
  return format
}
