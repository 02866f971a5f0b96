import {
  type Checked,
  checkMessage,
  exampleText,
  type FoundViolation,
  isRefused,
  type JournalItem,
} from '../../modules/events'
import { maskedValue, traitDefinition } from '../../modules/profiles'
import type { Batch } from './batch'
import type { Step } from './step'

/** Our own modules tell facts under this source; no plan is about them. */
const ownSource = 'rapport'
const expectedLengthMax = 200

/** What the workspace's tracking plan has against a message; null when nothing, or when it is not to be checked. */
export function checkPlanned({ context, source, position, item, traits }: Step): Checked | null {
  if (!context.plan || source === ownSource || isRefused(item) || item.profileId) return null
  const plan = context.plan.at(position)
  if (!plan) return null
  return checkMessage(plan, item.type, item.event ?? '', item.type === 'identify' ? traits : item.properties)
}

/** Counts violations by day, source, event, path and kind, each with the last value found. */
export function noteViolations(
  { workspaceId, receivedAt, source, item }: Step,
  checked: Checked,
  batch: Batch,
) {
  const { type, event } = named(item)
  for (const violation of checked.violations) {
    batch.violate({
      workspaceId,
      day: receivedAt.toISOString().slice(0, 10),
      source,
      type,
      event,
      path: violation.path,
      code: violation.code,
      count: 1,
      quarantined: checked.reaction === 'quarantine' ? 1 : 0,
      expected: violation.expected.slice(0, expectedLengthMax),
      example: exampleOf(type, violation),
      lastAt: receivedAt,
    })
  }
}

function named(item: JournalItem): { type: string; event: string } {
  return isRefused(item) ? { type: '', event: '' } : { type: item.type, event: item.event ?? '' }
}

const keysPersonalInTraitsOnly = new Set(['name'])
const personalForms = [
  /[^\s@]+@[^\s@]+/, // an address
  /(?<!\d)(\+?86[- ]?)?1[3-9]\d{9}(?!\d)/, // a mobile number of China
  /\+\d[\d\s().-]{6,}\d/, // a telephone number with its country
  /(?<!\d)\d{15,19}[Xx]?(?![\dA-Za-z])/, // an identity or bank card
]

/** The value found, cut short. What is personal by its name or its form is masked; what holds other values is named. */
export function exampleOf(type: string, { path, found }: Pick<FoundViolation, 'path' | 'found'>): string {
  if (found === undefined || found === null) return ''
  if (typeof found === 'object') return Array.isArray(found) ? '[…]' : '{…}'
  const key = path.replaceAll('[]', '').split('.').at(-1) ?? ''
  const isPersonalKey =
    traitDefinition(key).sensitivity !== 'public' &&
    (type === 'identify' || !keysPersonalInTraitsOnly.has(key))
  const text = exampleText(found)
  return isPersonalKey || personalForms.some((form) => form.test(text)) ? maskedValue : text
}
