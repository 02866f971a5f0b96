import type { Reaction, StrictReaction, Violation, ViolationCode } from '@rapport/contract'
import type { Json, JsonObject } from '../message'
import type { CompiledEvent, CompiledPlan, Place } from './compile'
import { fitsMask, typeOfValue } from './types'

/** Violations told of one message: past them it says no more. */
const violationsMax = 20
const pathLengthMax = 200

/** A violation with the value as it was found, to be cut and masked by whoever shows it. */
export interface FoundViolation extends Omit<Violation, 'found'> {
  readonly found: Json | undefined
}

/** What is wrong with a message by the plan. */
export interface Checked {
  /** The strictest of its violations' reactions. */
  readonly reaction: StrictReaction
  readonly violations: readonly FoundViolation[]
}

const noProperties: JsonObject = {}

/** Checks one message. Null when it is as planned, or of a type that the plan says nothing of. */
export function checkMessage(
  plan: CompiledPlan,
  type: string,
  name: string,
  properties: JsonObject = noProperties,
): Checked | null {
  const names = plan.types.get(type)
  if (!names) return null
  const event = names.get(name) ?? (type === 'track' ? undefined : names.get(''))
  if (!event) return unknownEvent(plan.onUnknownEvent, name)
  const report = new Report(event)
  if (event.isDeprecated) report.add('deprecated_event', '', '', name, 'report')
  checkObject(event.root, properties, report)
  return report.checked()
}

function unknownEvent(onUnknownEvent: Reaction, name: string): Checked | null {
  if (onUnknownEvent === 'allow') return null
  return {
    reaction: onUnknownEvent,
    violations: [{ code: 'unknown_event', path: '', expected: '', found: name, reaction: onUnknownEvent }],
  }
}

/** Gathers what is wrong with one message: each kind once a path, however many elements have it. */
class Report {
  private readonly violations: FoundViolation[] = []
  readonly onUnknownProperty: Reaction
  private readonly onViolation: StrictReaction

  constructor({ onUnknownProperty, onViolation }: CompiledEvent) {
    this.onUnknownProperty = onUnknownProperty
    this.onViolation = onViolation
  }

  add(
    code: ViolationCode,
    path: string,
    expected: string,
    found: Json | undefined,
    reaction: StrictReaction = this.onViolation,
  ): void {
    const { violations } = this
    if (violations.some((known) => known.code === code && known.path === path)) return
    const violation = { code, path: path.slice(0, pathLengthMax), expected, found, reaction }
    if (violations.length < violationsMax) violations.push(violation)
    else if (reaction === 'quarantine' && violations.every((known) => known.reaction === 'report'))
      violations[violationsMax - 1] = violation
  }

  checked(): Checked | null {
    const { violations } = this
    if (violations.length === 0) return null
    const isQuarantined = violations.some(({ reaction }) => reaction === 'quarantine')
    return { reaction: isQuarantined ? 'quarantine' : 'report', violations }
  }
}

function checkObject(place: Place, value: JsonObject, report: Report): void {
  const { children } = place
  if (!children) return
  const read = checkKeys(place, children, value, report) ? value : unfolded(value)
  if (read !== value) checkKeys(place, children, read, report)
  for (const key of place.required) {
    const inner = Object.hasOwn(read, key) ? read[key] : undefined
    if (inner === null || inner === undefined)
      report.add('missing_property', pathBelow(place, key), typesText(children.get(key)), inner)
  }
}

/** False when a key such as `shipping.city` stands for a path, as stores and rules read it: it is to be unfolded. */
function checkKeys(
  place: Place,
  children: ReadonlyMap<string, Place>,
  value: JsonObject,
  report: Report,
): boolean {
  for (const key in value) {
    const inner = value[key]
    if (inner === null || inner === undefined) continue
    const child = children.get(key)
    if (child) checkValue(child, inner, report)
    else if (isFolded(key)) return false
    else if (report.onUnknownProperty !== 'allow')
      report.add('unknown_property', pathBelow(place, key), '', inner, report.onUnknownProperty)
  }
  return true
}

function checkValue(place: Place, value: Json, report: Report): void {
  if (place.mask !== 0 && !fitsMask(value, place.mask)) {
    report.add('wrong_type', place.path, place.types.join(', '), value)
    return
  }
  if (place.hasLimits) checkLimits(place, value, report)
  if (typeof value !== 'object') return
  if (!Array.isArray(value)) checkObject(place, value as JsonObject, report)
  else if (place.items) for (const item of value) if (item !== null) checkValue(place.items, item, report)
}

function checkLimits({ path, property, pattern, allowed }: Place, value: Json, report: Report): void {
  if (!property) return
  const isScalar = typeof value !== 'object'
  if (allowed && isScalar && !allowed.has(value))
    report.add('not_allowed_value', path, property.allowed.join(', '), value)
  if (property.pattern && typeof value === 'string' && !pattern?.matches(value))
    report.add('pattern_mismatch', path, property.pattern, value)
  const { min, max } = property
  if (min === null && max === null) return
  const size = sizeOf(value)
  if (size === null) return
  if (min !== null && size < min) report.add(codesOfSize(value)[0], path, `≥ ${min}`, value)
  if (max !== null && size > max) report.add(codesOfSize(value)[1], path, `≤ ${max}`, value)
}

/** What a property's least and most are measured by. */
function sizeOf(value: Json): number | null {
  if (typeof value === 'number') return value
  if (typeof value === 'string' || Array.isArray(value)) return value.length
  return null
}

function codesOfSize(value: Json): readonly [ViolationCode, ViolationCode] {
  if (typeof value === 'number') return ['too_small', 'too_large']
  return typeof value === 'string' ? ['too_short', 'too_long'] : ['too_few', 'too_many']
}

/** Whether a key has parts. One with an empty part has none: it stays an unknown key. */
function isFolded(key: string): boolean {
  return key.includes('.') && !key.split('.').includes('')
}

/** `{ 'a.b': 1 }` as `{ a: { b: 1 } }`. What is there in both ways keeps what the object says. */
function unfolded(value: JsonObject): JsonObject {
  const result: Record<string, Json> = {}
  for (const [key, inner] of Object.entries(value)) {
    const [first = '', ...rest] = key.split('.')
    if (!isFolded(key)) result[key] = inner
    else if (!Object.hasOwn(value, first)) {
      const below = Object.hasOwn(result, first) ? (result[first] as JsonObject) : {}
      result[first] = { ...below, [rest.join('.')]: inner }
    }
  }
  return result
}

function pathBelow({ path }: Place, key: string): string {
  return path ? `${path}.${key}` : key
}

function typesText(place: Place | undefined): string {
  return place?.property?.types.join(', ') ?? ''
}

/** The sentence of the quarantine: codes, paths and types, no values. */
export function violationsText(violations: readonly FoundViolation[]): string {
  return violations
    .map(({ code, path, expected, found }) => {
      const isAboutType = code === 'wrong_type'
      const why = isAboutType ? ` (${typeOfValue(found ?? null)}, not ${expected})` : ''
      return `${code}${path && ` ${path}`}${why}`
    })
    .join('; ')
}
