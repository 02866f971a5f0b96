const quarterHourMs = 15 * 60_000
const dayMs = 86_400_000
const offsetsMax = 50_000

const formats = new Map<string, Intl.DateTimeFormat>()
const offsets = new Map<string, number>()

/** True for a name that the engine's time zone data knows. */
export function isTimeZone(zone: string): boolean {
  try {
    formatOf(zone)
    return true
  } catch {
    return false
  }
}

/**
 * The moment (epoch ms) at which clocks in `zone` show `wallMs`, itself written as if it were UTC. A time that a clock
 * change skips means the moment after the change; one that occurs twice means the first.
 */
export function momentOfWall(wallMs: number, zone: string): number {
  if (zone === 'UTC') return wallMs
  const early = wallMs - offsetAt(wallMs - 86_400_000, zone)
  const late = wallMs - offsetAt(wallMs + 86_400_000, zone)
  if (early === late) return early
  const isShown = (moment: number) => moment + offsetAt(moment, zone) === wallMs
  return [Math.min(early, late), Math.max(early, late)].find(isShown) ?? early
}

/** How far clocks in `zone` are ahead of UTC at the moment, in ms. Asked once a day, and on days of a change once a quarter hour. */
function offsetAt(momentMs: number, zone: string): number {
  const day = Math.floor(momentMs / dayMs) * dayMs
  const start = offsetOf(day, zone)
  if (start === offsetOf(day + dayMs, zone)) return start
  return offsetOf(Math.floor(momentMs / quarterHourMs) * quarterHourMs, zone)
}

function offsetOf(momentMs: number, zone: string): number {
  const key = `${zone}${momentMs}`
  const known = offsets.get(key)
  if (known !== undefined) return known
  const offset = wallAt(momentMs, zone) - momentMs
  if (offsets.size >= offsetsMax) offsets.clear()
  offsets.set(key, offset)
  return offset
}

function wallAt(momentMs: number, zone: string): number {
  const part: Record<string, number> = {}
  for (const { type, value } of formatOf(zone).formatToParts(momentMs)) part[type] = Number(value)
  return Date.UTC(part.year ?? 0, (part.month ?? 1) - 1, part.day, part.hour, part.minute, part.second)
}

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
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
  }
  return format
}
