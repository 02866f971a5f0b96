import type {
  PlannedEvent,
  PlannedProperty,
  Reaction,
  StrictReaction,
  TrackingPlan,
  ValueType,
} from '@rapport/contract'
import { type Pattern, parsePattern } from './pattern'
import { maskOf } from './types'

/** One place in the properties of an event, with the places below it. */
export interface Place {
  readonly path: string
  /** What is declared of it; null for one that is there only because of what is declared below it. */
  readonly property: PlannedProperty | null
  /** What it may be; implied where only what stands below it is declared. */
  readonly types: readonly ValueType[]
  readonly mask: number
  /** Whether more is asked of it than its type. */
  readonly hasLimits: boolean
  readonly pattern: Pattern | null
  readonly allowed: ReadonlySet<unknown> | null
  /** By key, when something below an object is declared. */
  readonly children: ReadonlyMap<string, Place> | null
  /** The elements of a list, when something is declared of them. */
  readonly items: Place | null
  /** Keys that must be there when the object is. */
  readonly required: readonly string[]
}

export interface CompiledEvent {
  readonly isDeprecated: boolean
  readonly onUnknownProperty: Reaction
  readonly onViolation: StrictReaction
  readonly root: Place
}

export interface CompiledPlan {
  readonly onUnknownEvent: Reaction
  /** By type, then by name. A type of which nothing is declared is not there: it is left alone. */
  readonly types: ReadonlyMap<string, ReadonlyMap<string, CompiledEvent>>
}

/** Prepares a plan for checking, once per version. Null when there is nothing that it would check. */
export function compilePlan(plan: TrackingPlan): CompiledPlan | null {
  if (!plan.isOn || plan.events.length === 0) return null
  const types = new Map<string, Map<string, CompiledEvent>>()
  for (const event of plan.events) {
    const names = types.get(event.type) ?? new Map<string, CompiledEvent>()
    types.set(event.type, names.set(event.name, compileEvent(event, plan)))
  }
  return { onUnknownEvent: plan.onUnknownEvent, types }
}

function compileEvent(event: PlannedEvent, plan: TrackingPlan): CompiledEvent {
  const root = draftPlace('')
  for (const property of event.properties) placeAt(root, property.path).property = property
  const place = finished(root)
  return {
    isDeprecated: event.status === 'deprecated',
    onUnknownProperty: event.onUnknownProperty ?? plan.onUnknownProperty,
    onViolation: event.onViolation ?? plan.onViolation,
    // an event of which no property is declared is to have none
    root: { ...place, children: place.children ?? new Map() },
  }
}

interface DraftPlace {
  readonly path: string
  property: PlannedProperty | null
  readonly children: Map<string, DraftPlace>
  items: DraftPlace | null
}

const draftPlace = (path: string): DraftPlace => ({ path, property: null, children: new Map(), items: null })

function placeAt(root: DraftPlace, path: string): DraftPlace {
  let place = root
  for (const step of stepsOf(path)) {
    if (step === '[]') place = place.items ??= draftPlace(`${place.path}[]`)
    else {
      const below = place.children.get(step) ?? draftPlace(place.path ? `${place.path}.${step}` : step)
      place.children.set(step, below)
      place = below
    }
  }
  return place
}

/** `products[].price` as `products`, `[]`, `price`. */
export function stepsOf(path: string): string[] {
  return path.split('.').flatMap((part) => {
    const lists = part.match(/\[\]/g) ?? []
    return [part.replaceAll('[]', ''), ...lists]
  })
}

function finished({ path, property, children, items }: DraftPlace): Place {
  const types = property?.types ?? impliedTypes(children.size > 0, items !== null)
  return {
    path,
    property,
    types,
    mask: maskOf(types),
    hasLimits: property !== null && isLimited(property),
    pattern: property?.pattern ? parsePattern(property.pattern) : null,
    allowed: property && property.allowed.length > 0 ? new Set<unknown>(property.allowed) : null,
    children:
      children.size === 0 ? null : new Map([...children].map(([key, below]) => [key, finished(below)])),
    items: items && finished(items),
    required: [...children].filter(([, below]) => below.property?.required).map(([key]) => key),
  }
}

/** A place of which only what stands below it is declared is what can have something below it. */
function impliedTypes(hasChildren: boolean, hasItems: boolean): ValueType[] {
  return [...(hasChildren ? ['object' as const] : []), ...(hasItems ? ['list' as const] : [])]
}

function isLimited({ allowed, pattern, min, max }: PlannedProperty): boolean {
  return allowed.length > 0 || pattern !== '' || min !== null || max !== null
}
