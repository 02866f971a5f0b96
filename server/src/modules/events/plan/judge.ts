import type { Reaction, Violation } from '@rapport/contract'
import { acceptMessage, isRefused } from '../accept'
import { exampleText } from '../catalogue'
import type { JsonObject, Message } from '../message'
import { type Checked, checkMessage } from './check'
import type { CompiledPlan } from './compile'

/** Traits by the names and in the form that the product keeps them in, as the pipeline has them. */
export type CanonicalTraits = (workspaceId: string, traits: JsonObject) => Promise<JsonObject>

export interface Judged {
  readonly refused: { readonly reason: string; readonly detail: string } | null
  readonly type: string
  readonly event: string
  readonly isChecked: boolean
  readonly outcome: Reaction
  readonly violations: Violation[]
}

/** What a plan says of a raw message of the tracking API, all the way that the pipeline goes with it. */
export async function judge(
  plan: CompiledPlan | null,
  raw: unknown,
  receivedAt: Date,
  traitsOf: (traits: JsonObject) => Promise<JsonObject>,
): Promise<Judged> {
  const item = acceptMessage(raw, { receivedAt, isImport: true, newId: () => 'checked' })
  if (isRefused(item))
    return {
      ...unchecked,
      refused: { reason: item.refused, detail: item.detail },
      outcome: 'quarantine',
    }
  const event = item.event ?? ''
  const isChecked = plan?.types.has(item.type) ?? false
  const checked =
    plan && isChecked ? checkMessage(plan, item.type, event, await checkedPart(item, traitsOf)) : null
  return { ...unchecked, type: item.type, event, isChecked, ...outcomeOf(checked) }
}

const unchecked: Judged = {
  refused: null,
  type: '',
  event: '',
  isChecked: false,
  outcome: 'allow',
  violations: [],
}

async function checkedPart(
  { type, traits, properties }: Message,
  traitsOf: (traits: JsonObject) => Promise<JsonObject>,
): Promise<JsonObject | undefined> {
  return type === 'identify' ? traits && (await traitsOf(traits)) : properties
}

function outcomeOf(checked: Checked | null): Pick<Judged, 'outcome' | 'violations'> {
  if (!checked) return { outcome: 'allow', violations: [] }
  const violations = checked.violations.map(({ found, ...violation }) => ({
    ...violation,
    found: found === undefined ? '' : exampleText(found),
  }))
  return { outcome: checked.reaction, violations }
}
