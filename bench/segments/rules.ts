import { type Rule, ruleSchema } from '@rapport/contract'
import { categories } from './data'

/** The name of a category by its number. */
export const category = (index: number) => `c${String(index % categories).padStart(2, '0')}`

/** Bought at least twice in 90 days in a category; past the last category three times, four times … */
export const boughtTwice = (index: number): Rule =>
  ruleSchema.parse({
    kind: 'event',
    events: ['Order Completed'],
    where: [{ property: 'category', condition: { type: 'text', op: 'is', values: [category(index)] } }],
    window: { kind: 'last', within: { amount: 90, unit: 'day' } },
    compare: { op: 'at_least', value: 2 + Math.floor(index / categories) },
  })

/** That for as many segments as wanted. */
export const boughtTwiceIn = (segments: number): Rule[] =>
  Array.from({ length: segments }, (_, index) => boughtTwice(index))

const openedNothing: Rule = ruleSchema.parse({
  kind: 'event',
  events: ['message_opened'],
  window: { kind: 'last', within: { amount: 30, unit: 'day' } },
  compare: { op: 'is', value: 0 },
})

/** Bought twice in a category and opened no message in 30 days. */
export const classic: Rule = { kind: 'all', of: [boughtTwice(7), openedNothing] }

/** The window of the segment that everybody leaves soon after. */
export const shortWindowMinutes = 1

export const viewedJustNow: Rule = ruleSchema.parse({
  kind: 'event',
  events: ['Product Viewed'],
  window: { kind: 'last', within: { amount: shortWindowMinutes, unit: 'minute' } },
})
