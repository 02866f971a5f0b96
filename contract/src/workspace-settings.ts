import { z } from 'zod'
import { defaultIdentifierKinds, identifierKindsSchema } from './identity'

export const localeSchema = z.enum(['zh-CN', 'en'])
export type Locale = z.infer<typeof localeSchema>

export const currencySchema = z.string().regex(/^[A-Z]{3}$/, 'three capital letters of ISO 4217, such as CNY')
export const timezoneSchema = z.string().max(64).refine(isTimezone, 'not a time zone of the IANA database')
export const workspaceName = z.string().trim().min(1).max(120)

/** At most `messages` to one person in any `days` days, over one channel or over all of them. */
export const frequencyCapSchema = z.object({
  channel: z.enum(['any', 'email', 'sms']),
  messages: z.number().int().min(1).max(1_000),
  days: z.number().int().min(1).max(365),
})
export type FrequencyCap = z.infer<typeof frequencyCapSchema>

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day such as 22:00')

/** From one time of day to another; over midnight when the second is the earlier one. */
export const quietHoursSchema = z
  .object({ from: clockTime, to: clockTime })
  .refine(({ from, to }) => from !== to, 'the two times must differ')
export type QuietHours = z.infer<typeof quietHoursSchema>

/** Days since the last order at which a buyer passes to the next stage of the life cycle; each later than the one before. */
export const lifecycleDaysSchema = z
  .object({
    newDays: z.number().int().min(1).max(3_650),
    activeDays: z.number().int().min(1).max(3_650),
    atRiskDays: z.number().int().min(1).max(3_650),
    dormantDays: z.number().int().min(1).max(3_650),
  })
  .refine(
    ({ newDays, activeDays, atRiskDays, dormantDays }) =>
      newDays <= activeDays && activeDays < atRiskDays && atRiskDays < dormantDays,
    {
      message: 'each stage must begin later than the one before',
    },
  )
export type LifecycleDays = z.infer<typeof lifecycleDaysSchema>

/** Everything that a workspace decides once for all its modules. Stored as one document; a missing value has its default. */
export const workspaceSettingsSchema = z.object({
  name: workspaceName,
  /** Short name in addresses and on the command line. */
  slug: z
    .string()
    .regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/, 'small letters, digits and inner hyphens, 40 at most'),
  /** What every amount is counted in. It cannot change once an amount has been recorded. */
  currency: currencySchema.default('CNY'),
  timezone: timezoneSchema.default('Asia/Shanghai'),
  defaultLocale: localeSchema.default('zh-CN'),
  /** The region that a phone number without a country code belongs to. */
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'two capital letters of ISO 3166, such as CN')
    .default('CN'),
  /** How much one unit of the other currency is worth in the workspace's own. */
  exchangeRates: z.record(currencySchema, z.number().positive().max(1e9)).default({}),
  frequencyCaps: z
    .array(frequencyCapSchema)
    .max(20)
    .default([{ channel: 'any', messages: 3, days: 7 }]),
  /** Whether a message needs a consent that was given, or is refused only by one that was withdrawn. */
  consentRule: z.enum(['granted', 'not_withdrawn']).default('not_withdrawn'),
  /** No marketing between these times of the customer's day: messages wait for the end. */
  quietHours: quietHoursSchema.nullable().default(null),
  /** What becomes of messages of which nobody can know whether they went out. */
  uncertainMessages: z.enum(['leave', 'resend']).default('leave'),
  /** Share of a campaign's audience that gets nothing, so that the effect can be measured. */
  holdoutShare: z.number().min(0).max(0.5).default(0.1),
  lifecycleDays: lifecycleDaysSchema.default({
    newDays: 30,
    activeDays: 90,
    atRiskDays: 180,
    dormantDays: 365,
  }),
  /** What tells customers apart, the strongest first. */
  identifierKinds: identifierKindsSchema.default([...defaultIdentifierKinds]),
  /** What the first visitor chose: the demo shop or an empty workspace. */
  startedWith: z.enum(['undecided', 'demo', 'empty']).default('undecided'),
})
export type WorkspaceSettings = z.infer<typeof workspaceSettingsSchema>

/** Built without the defaults: a field left out stays as it is. */
export const workspaceChangesSchema = z.object({
  name: workspaceName.optional(),
  slug: workspaceSettingsSchema.shape.slug.optional(),
  currency: currencySchema.optional(),
  timezone: timezoneSchema.optional(),
  defaultLocale: localeSchema.optional(),
  country: workspaceSettingsSchema.shape.country.unwrap().optional(),
  exchangeRates: workspaceSettingsSchema.shape.exchangeRates.unwrap().optional(),
  frequencyCaps: workspaceSettingsSchema.shape.frequencyCaps.unwrap().optional(),
  consentRule: workspaceSettingsSchema.shape.consentRule.unwrap().optional(),
  quietHours: workspaceSettingsSchema.shape.quietHours.unwrap().optional(),
  uncertainMessages: workspaceSettingsSchema.shape.uncertainMessages.unwrap().optional(),
  holdoutShare: workspaceSettingsSchema.shape.holdoutShare.unwrap().optional(),
  lifecycleDays: lifecycleDaysSchema.optional(),
  identifierKinds: identifierKindsSchema.optional(),
  startedWith: workspaceSettingsSchema.shape.startedWith.unwrap().optional(),
})
export type WorkspaceChanges = z.infer<typeof workspaceChangesSchema>

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
