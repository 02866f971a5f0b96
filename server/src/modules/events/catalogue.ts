import type { Json, JsonObject } from './message'

/** Names past these are not catalogued: they are data used as names. The events themselves are kept. */
export const catalogueEventsMax = 1_000
export const cataloguePropertiesMax = 300
const exampleLengthMax = 120

export type PropertyType = 'string' | 'number' | 'boolean' | 'list' | 'object'

export interface SeenProperty {
  readonly path: string
  readonly type: PropertyType
  readonly example: Json
}

/** The properties of one event, one level into objects and into lists of objects. */
export function propertiesOf(properties: JsonObject): SeenProperty[] {
  const seen: SeenProperty[] = []
  for (const [key, value] of Object.entries(properties)) {
    if (value === null) continue
    seen.push({ path: key, type: typeOf(value), example: value })
    if (Array.isArray(value)) pushLevel(seen, `${key}[]`, value[0])
    else pushLevel(seen, key, value)
  }
  return seen
}

function pushLevel(seen: SeenProperty[], prefix: string, value: Json | undefined): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return
  for (const [key, inner] of Object.entries(value)) {
    if (inner !== null) seen.push({ path: `${prefix}.${key}`, type: typeOf(inner), example: inner })
  }
}

function typeOf(value: Json): PropertyType {
  if (Array.isArray(value)) return 'list'
  const type = typeof value
  return type === 'string' || type === 'number' || type === 'boolean' ? type : 'object'
}

const nothingNew = { isNewEvent: false, added: [] }

/** Whether every top value has been seen with its type, and none holds values of its own: most events, told quickly. */
function isAllKnown(paths: ReadonlyMap<string, ReadonlySet<string>>, properties: JsonObject): boolean {
  for (const key in properties) {
    const value = properties[key]
    if (value === null || value === undefined) continue
    if (typeof value === 'object' || !paths.get(key)?.has(typeof value)) return false
  }
  return true
}

/** What is known of one workspace's events: says what is new, once. */
export function createCatalogue() {
  const events = new Map<string, Map<string, Set<string>>>()
  return {
    /** Notes one event; returns what was not known. Nothing once the limits are reached. */
    note(type: string, name: string, properties: JsonObject): { isNewEvent: boolean; added: SeenProperty[] } {
      const key = `${type} ${name}`
      const known = events.get(key)
      if (!known && events.size >= catalogueEventsMax) return { isNewEvent: false, added: [] }
      const paths = known ?? new Map<string, Set<string>>()
      if (!known) events.set(key, paths)
      if (known && isAllKnown(known, properties)) return nothingNew
      const added = propertiesOf(properties).filter((property) => noteProperty(paths, property))
      return { isNewEvent: !known, added }
    },
    /** Restores what an earlier process noted. */
    restore(
      type: string,
      name: string,
      properties: readonly { path: string; types: readonly string[] }[],
    ): void {
      events.set(`${type} ${name}`, new Map(properties.map(({ path, types }) => [path, new Set(types)])))
    },
  }
}

export type Catalogue = ReturnType<typeof createCatalogue>

function noteProperty(paths: Map<string, Set<string>>, { path, type }: SeenProperty): boolean {
  const types = paths.get(path)
  if (types?.has(type)) return false
  if (!types && paths.size >= cataloguePropertiesMax) return false
  paths.set(path, (types ?? new Set()).add(type))
  return true
}

/** An example short enough to show. */
export function exampleText(value: Json): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > exampleLengthMax ? `${text.slice(0, exampleLengthMax)}…` : text
}
