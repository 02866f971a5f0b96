import { z } from 'zod'
import { endpoint } from './endpoint'
import { eventChoiceSchema, isAfterItsOwnLast, propertyPathSchema, ruleSchema } from './rules'
import { ruleSentenceSchema, segmentMemberSchema } from './segments'

const tag = 'Computed traits'
const moment = z.iso.datetime()
const count = z.number().int().min(0)

/** Limits of a workspace's own computed traits, with their reasons. */
export const computedTraitLimits = {
  keyCharsMax: 64,
  labelCharsMax: 80,
  descriptionCharsMax: 500,
  /** Own computed traits of a workspace: all of them are asked in one statement for each touched person. */
  traitsMax: 50,
  /** People whose values a preview looks at: enough for a distribution, and quick. */
  previewPeopleMax: 1_000,
  /** People whose values a preview shows. */
  sampleMax: 20,
  /** Different values that the distribution of a preview names. */
  valuesShownMax: 10,
} as const

/** Names that mean something else: identifiers, and what rules and templates call by themselves. */
export const reservedTraitKeys = [
  'id',
  'profile_id',
  'user_id',
  'anonymous_id',
  'workspace_id',
  'company',
  'household',
] as const

/** The name that rules, templates, columns and the API call it by. It cannot be changed later. */
export const traitKeySchema = z
  .string()
  .max(computedTraitLimits.keyCharsMax)
  .regex(/^[a-z][a-z0-9_]*$/, 'small letters, digits and _, beginning with a letter')

/** `value` is the amount of an order or refund in minor units. */
const amountSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('value') }),
  z.strictObject({ kind: z.literal('property'), property: propertyPathSchema }),
])

export const propertyValueTypes = ['text', 'number', 'date', 'boolean'] as const

/**
 * What is measured over the events that are chosen. The count, the sum and the number of different values of nothing are
 * 0; everything else has no value then. `first_value` and `last_value`: of the earliest and the latest event that has one;
 * of several at one moment the smallest. `most_frequent`: of several equally frequent the smallest. Values of another type
 * than `as` are no values.
 */
export const traitMeasureSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('count') }),
  z.strictObject({ kind: z.literal('distinct'), property: propertyPathSchema }),
  z.strictObject({ kind: z.enum(['sum', 'average', 'min', 'max']), of: amountSchema }),
  z.strictObject({
    kind: z.enum(['first_value', 'last_value', 'most_frequent']),
    property: propertyPathSchema,
    as: z.enum(propertyValueTypes).default('text'),
  }),
  z.strictObject({ kind: z.enum(['first_time', 'last_time']) }),
])
export type TraitMeasure = z.infer<typeof traitMeasureSchema>

/** A figure of the events that somebody did, or whether a rule holds for them. */
export const computedDefinitionSchema = z
  .discriminatedUnion('kind', [
    eventChoiceSchema
      .extend({ kind: z.literal('events'), measure: traitMeasureSchema })
      .refine((choice) => !isAfterItsOwnLast(choice), {
        path: ['window'],
        error: 'nothing happens after its own last time',
      }),
    z.strictObject({ kind: z.literal('rule'), rule: ruleSchema }),
  ])
  .meta({ id: 'ComputedTraitDefinition' })
export type ComputedDefinition = z.infer<typeof computedDefinitionSchema>
export type ComputedDefinitionInput = z.input<typeof computedDefinitionSchema>

export const computedValueTypes = ['number', 'money', 'text', 'date', 'boolean'] as const
export type ComputedValueType = (typeof computedValueTypes)[number]

/** The type of a trait's values follows from what it measures. */
export function valueTypeOf(definition: ComputedDefinition): ComputedValueType {
  if (definition.kind === 'rule') return 'boolean'
  const { measure } = definition
  switch (measure.kind) {
    case 'count':
    case 'distinct':
      return 'number'
    case 'sum':
    case 'average':
    case 'min':
    case 'max':
      return measure.of.kind === 'value' ? 'money' : 'number'
    case 'first_value':
    case 'last_value':
    case 'most_frequent':
      return measure.as
    case 'first_time':
    case 'last_time':
      return 'date'
  }
}

/**
 * `filling`: worked out for everybody in the background; who does something meanwhile is kept up to date already.
 * `paused`: the same, held by hand. `live`: everybody's value is kept up to date. `stale`: it cannot be asked any more;
 * the last values stay, and `problem` says why. `removing`: deleted, its values are being taken away.
 */
export const computedTraitStates = ['filling', 'paused', 'live', 'stale', 'removing'] as const
export type ComputedTraitState = (typeof computedTraitStates)[number]

const label = z.string().trim().min(1).max(computedTraitLimits.labelCharsMax)
const description = z.string().trim().max(computedTraitLimits.descriptionCharsMax)

export const computedTraitSchema = z.object({
  key: z.string(),
  label: z.string(),
  description: z.string(),
  definition: computedDefinitionSchema,
  sentence: ruleSentenceSchema,
  valueType: z.enum(computedValueTypes),
  state: z.enum(computedTraitStates),
  problem: z.string().nullable(),
  /** How many customers the background has been through, of how many when it began. */
  progress: z.object({ done: count, total: count }),
  /** When everybody's value was known; null before. */
  filledAt: moment.nullable(),
  version: count.min(1),
  createdAt: moment,
  createdBy: z.string(),
  updatedAt: moment,
  updatedBy: z.string(),
})
export type ComputedTrait = z.infer<typeof computedTraitSchema>

/** What asks for a trait, and would find no value without it. */
export const traitUsesSchema = z.object({
  segments: z.array(z.object({ id: z.uuid(), name: z.string() })),
  traits: z.array(z.object({ key: z.string(), label: z.string() })),
})
export type TraitUses = z.infer<typeof traitUsesSchema>

export const computedTraitInputSchema = z.object({
  key: traitKeySchema,
  label,
  description: description.default(''),
  definition: computedDefinitionSchema,
})
export type ComputedTraitInput = z.output<typeof computedTraitInputSchema>

/** A field left out stays as it is. */
export const computedTraitChangesSchema = z.object({
  /** The version that was edited; another one by now is a conflict. */
  version: count.min(1),
  label: label.optional(),
  description: description.optional(),
  definition: computedDefinitionSchema.optional(),
})
export type ComputedTraitChanges = z.output<typeof computedTraitChangesSchema>

const valueSchema = z.union([z.string(), z.number(), z.boolean(), z.null()])
export type ComputedValue = z.infer<typeof valueSchema>

export const computedTraitPreviewSchema = z.object({
  sentence: ruleSentenceSchema,
  valueType: z.enum(computedValueTypes),
  /** How many customers were looked at, picked by a hash, and everybody. */
  people: count,
  everybody: count,
  /** Of those looked at, who has a value. */
  withValue: count,
  /** The most frequent values among those looked at, with how many have them; the rest together in `others`. */
  values: z.array(z.object({ value: valueSchema, people: count })),
  others: count,
  /** Of numbers, amounts and dates (milliseconds): the smallest, the quartiles and the largest. */
  spread: z
    .object({
      min: z.number(),
      lowerQuartile: z.number(),
      median: z.number(),
      upperQuartile: z.number(),
      max: z.number(),
    })
    .nullable(),
  /** Some customers with their value, those with one first. */
  sample: z.array(z.object({ customer: segmentMemberSchema, value: valueSchema })),
  evaluatedAt: moment,
  tookMs: count,
})
export type ComputedTraitPreview = z.infer<typeof computedTraitPreviewSchema>

const keyParams = z.object({ key: z.string().max(computedTraitLimits.keyCharsMax) })

/**
 * Codes of problems to tell apart: key_reserved, key_in_use, key_taken, version_changed, trait_cycle, asks_for_memberships,
 * too_many_traits, not_filling, being_removed, and those of segments (segment_missing, segment_cycle …).
 */
export const computedTraitsApi = {
  list: endpoint({
    method: 'GET',
    path: '/computed-traits',
    summary: 'The traits that the workspace computes by definitions of its own',
    tag,
    access: 'segments:read',
    response: z.object({ items: z.array(computedTraitSchema) }),
  }),
  create: endpoint({
    method: 'POST',
    path: '/computed-traits',
    summary: 'Define a computed trait; its values are worked out over all history in the background',
    tag,
    access: 'segments:write',
    body: computedTraitInputSchema,
    response: computedTraitSchema,
    status: 201,
    idempotent: true,
  }),
  preview: endpoint({
    method: 'POST',
    path: '/computed-traits/preview',
    summary: 'What a definition would give: values of some customers, and how they are distributed',
    tag,
    access: 'segments:read',
    body: z.object({
      definition: computedDefinitionSchema,
      /** The trait that is being edited, so that circles through itself are found. */
      key: traitKeySchema.optional(),
      sample: z.number().int().min(0).max(computedTraitLimits.sampleMax).default(8),
    }),
    response: computedTraitPreviewSchema,
  }),
  get: endpoint({
    method: 'GET',
    path: '/computed-traits/:key',
    summary: 'One computed trait, with its state and progress',
    tag,
    access: 'segments:read',
    params: keyParams,
    response: computedTraitSchema,
  }),
  uses: endpoint({
    method: 'GET',
    path: '/computed-traits/:key/uses',
    summary: 'The segments and traits that ask for a trait',
    tag,
    access: 'segments:read',
    params: keyParams,
    response: traitUsesSchema,
  }),
  update: endpoint({
    method: 'PATCH',
    path: '/computed-traits/:key',
    summary: 'Change a computed trait; another definition is worked out anew for everybody',
    tag,
    access: 'segments:write',
    params: keyParams,
    body: computedTraitChangesSchema,
    response: computedTraitSchema,
  }),
  fill: endpoint({
    method: 'POST',
    path: '/computed-traits/:key/fill',
    summary: 'Pause the work over everybody, go on with it, or begin it again',
    tag,
    access: 'segments:write',
    params: keyParams,
    body: z.object({ action: z.enum(['pause', 'resume', 'again']) }),
    response: computedTraitSchema,
  }),
  remove: endpoint({
    method: 'DELETE',
    path: '/computed-traits/:key',
    summary: 'Delete a computed trait; its values are taken away from customers in the background',
    tag,
    access: 'segments:write',
    params: keyParams,
    response: computedTraitSchema,
    status: 202,
  }),
}
