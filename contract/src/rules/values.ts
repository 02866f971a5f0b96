import { z } from 'zod'
import { ruleLimits } from './limits'

export const name = z.string().min(1).max(ruleLimits.nameCharsMax)

/** A character that no part of a path has: what could end a quoted name, or means something in the engines' own paths. */
const pathSegment = '[^\\u0000-\\u001f\\u007f`"\\\\{}\\[\\].:^][^\\u0000-\\u001f\\u007f`"\\\\{}\\[\\].]*'
const pathPattern = new RegExp(`^${pathSegment}(\\.${pathSegment})*$`)
const listPathPattern = new RegExp(`^${pathSegment}(\\.${pathSegment})*(\\[\\](\\.${pathSegment})+)?$`)

/** The name of a trait; a dot leads into an object. */
export const traitPathSchema = name.regex(pathPattern, 'not the name of a trait')

/** The path of a property: `coupon`, `address.city`, or `products[].category` for a value of any element of a list. */
export const propertyPathSchema = name.regex(listPathPattern, 'not the path of a property')

export const text = z.string().max(ruleLimits.textCharsMax)
export const texts = z.array(text).min(1).max(ruleLimits.valuesMax)
export const finite = z.number().min(-1e15).max(1e15)
export const minorUnits = z.number().int().min(-1e15).max(1e15)

/** A day (`2026-03-01`, in the workspace's time zone) or an instant in UTC. */
export const ruleMomentSchema = z.union([z.iso.date(), z.iso.datetime()])
export type RuleMoment = z.infer<typeof ruleMomentSchema>

export const durationUnits = ['minute', 'hour', 'day', 'week'] as const
const minutesByUnit = { minute: 1, hour: 60, day: 1_440, week: 10_080 } as const

/** A fixed length of time: a day is 24 hours. */
export const durationSchema = z
  .strictObject({ amount: z.number().int().min(1), unit: z.enum(durationUnits) })
  .refine(
    ({ amount, unit }) => amount * minutesByUnit[unit] <= ruleLimits.windowDaysMax * 1_440,
    `at most ${ruleLimits.windowDaysMax} days`,
  )
export type Duration = z.infer<typeof durationSchema>

/** The length of a duration in milliseconds. */
export function durationMs({ amount, unit }: Duration): number {
  return amount * minutesByUnit[unit] * 60_000
}
