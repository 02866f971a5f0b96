import {
  type PlannedEvent,
  type PlannedType,
  type planFormats,
  plannedTypes,
  type TrackingPlan,
  trackingPlanSchema,
} from '@rapport/contract'
import { Failure } from '../../../kernel/failure'
import { emptyPlan } from './changes'
import { isSchema, propertiesOfSchema, type Schema, type Skipped } from './json-schema'

export interface ImportedPlan {
  readonly format: (typeof planFormats)[number]
  readonly plan: TrackingPlan
  readonly skipped: Skipped[]
}

/** One event of another's plan: what it is and the JSON Schema of a whole message. */
interface Foreign {
  readonly type: string
  readonly name: string
  readonly description: string
  readonly schema: Schema
}

const skippedMax = 500

/**
 * Reads a tracking plan: ours as it is exported; RudderStack's (`events` with `eventType` and `rules`); Segment's, of
 * the public API (`rules` as a list with `jsonSchema`) and the older one (`rules.events`, `rules.identify`).
 */
export function importPlan(document: unknown): ImportedPlan {
  const root = unwrapped(document)
  const foreign = fromRudderStack(root) ?? fromSegment(root)
  if (!foreign)
    return { format: 'rapport', plan: parsed(isSchema(root.plan) ? root.plan : root), skipped: [] }
  const skipped: Skipped[] = []
  const events = foreign.events.flatMap((event) => plannedEvent(event, skipped))
  return {
    format: foreign.format,
    plan: parsed({ ...emptyPlan, events: withoutRepeats(events, skipped) }),
    skipped: skipped.slice(0, skippedMax),
  }
}

function unwrapped(document: unknown): Schema {
  const root = isSchema(document) && isSchema(document.data) ? document.data : document
  const plan = isSchema(root) && isSchema(root.trackingPlan) ? { ...root, ...root.trackingPlan } : root
  if (isSchema(plan)) return plan
  throw new Failure('invalid_input', 'a tracking plan is a JSON object', { code: 'unknown_plan_format' })
}

function fromRudderStack(root: Schema): { format: 'rudderstack'; events: Foreign[] } | null {
  const { events } = root
  if (!Array.isArray(events) || !events.some((event) => isSchema(event) && isSchema(event.rules))) return null
  return {
    format: 'rudderstack',
    events: events.filter(isSchema).map(({ eventType, name, description, rules }) => ({
      type: text(eventType) || 'track',
      name: text(name),
      description: text(description),
      schema: isSchema(rules) ? rules : {},
    })),
  }
}

function fromSegment({ rules }: Schema): { format: 'segment'; events: Foreign[] } | null {
  if (Array.isArray(rules)) {
    const events = rules.filter(isSchema).map(({ key, type, jsonSchema }) => ({
      type: text(type).toLowerCase(),
      name: text(key),
      description: isSchema(jsonSchema) ? text(jsonSchema.description) : '',
      schema: isSchema(jsonSchema) ? jsonSchema : {},
    }))
    return { format: 'segment', events }
  }
  if (!isSchema(rules)) return null
  const tracks = Array.isArray(rules.events) ? rules.events.filter(isSchema) : []
  const others = ['identify', 'group', 'global'].flatMap((type) =>
    isSchema(rules[type]) ? [{ type, name: '', description: '', schema: rules[type] }] : [],
  )
  const events = tracks.map((event) => ({
    type: 'track',
    name: text(event.name),
    description: text(event.description),
    schema: isSchema(event.rules) ? event.rules : {},
  }))
  return { format: 'segment', events: [...events, ...others] }
}

function plannedEvent({ type, name, description, schema }: Foreign, skipped: Skipped[]): PlannedEvent[] {
  const where = `${type} ${name}`.trim()
  const known: PlannedType | undefined = plannedTypes.find((one) => one === type)
  if (!known || (known === 'track' && name.trim() === '')) {
    skipped.push({ where, what: 'event' })
    return []
  }
  const section = sectionOf(schema, known)
  return [
    {
      type: known,
      name: known === 'identify' ? '' : name.trim(),
      description: description.slice(0, 2_000),
      status: 'live',
      onUnknownProperty: section.additionalProperties === false ? 'report' : null,
      onViolation: null,
      properties: propertiesOfSchema(section, where, skipped),
    },
  ]
}

/** Where a message keeps what the plan is about: properties, or the traits of an identify. */
function sectionOf(schema: Schema, type: PlannedType): Schema {
  const parts = isSchema(schema.properties) ? schema.properties : {}
  const context =
    isSchema(parts.context) && isSchema(parts.context.properties) ? parts.context.properties : {}
  const section = type === 'identify' ? (parts.traits ?? context.traits) : parts.properties
  return isSchema(section) ? section : {}
}

function withoutRepeats(events: readonly PlannedEvent[], skipped: Skipped[]): PlannedEvent[] {
  const seen = new Map<string, PlannedEvent>()
  for (const event of events) {
    const key = `${event.type} ${event.name}`
    if (seen.has(key)) skipped.push({ where: key, what: 'repeated' })
    else seen.set(key, event)
  }
  return [...seen.values()]
}

function parsed(plan: unknown): TrackingPlan {
  const result = trackingPlanSchema.safeParse(plan)
  if (result.success && (!isSchema(plan) || 'events' in plan)) return result.data
  const issues = result.error?.issues
    .slice(0, 50)
    .map(({ path, message }) => ({ path: path.join('.'), message }))
  const [first] = issues ?? []
  throw new Failure(
    'invalid_input',
    first ? `the plan is not valid: ${first.path}: ${first.message}` : 'the document has no events',
    { code: 'unknown_plan_format', ...(issues && { issues }) },
  )
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
