import { offsetMs } from '../../../kernel/zone'

const dayMs = 86_400_000

/** True for a name that the engine's time zone data knows. */
export function isTimeZone(zone: string): boolean {
  try {
    offsetMs(zone, 0)
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
  const early = wallMs - offsetMs(zone, wallMs - dayMs)
  const late = wallMs - offsetMs(zone, wallMs + dayMs)
  if (early === late) return early
  const isShown = (moment: number) => moment + offsetMs(zone, moment) === wallMs
  return [Math.min(early, late), Math.max(early, late)].find(isShown) ?? early
}
