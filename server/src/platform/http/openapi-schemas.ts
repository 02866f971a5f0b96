import { z } from 'zod'
import { assert } from '../../kernel/assert'

export type Json = Record<string, unknown>
type Direction = 'input' | 'output'

export interface Schemas {
  /** A schema as JSON; what it shares with others is referred to. */
  of(schema: z.ZodType, io: Direction): Json
  /** Everything that was referred to so far, for the document's components. */
  shared(): Readonly<Record<string, Json>>
}

/**
 * Turns schemas into JSON for one document. zod puts the named parts of each schema beside it under `$defs`, where a
 * reference from within a larger document does not find them: they move to the document's components, once each. What
 * is read and what is sent differ by defaults, so an answer's parts have names of their own.
 */
export function createSchemas(): Schemas {
  const shared: Record<string, Json> = {}
  return {
    of(schema, io) {
      const { $schema: _, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
      const { $defs = {}, ...own } = referring(json, io) as Json & { $defs?: Record<string, Json> }
      for (const [name, part] of Object.entries($defs)) {
        const shareName = sharedName(name, io)
        const known = shared[shareName]
        assert(!known || JSON.stringify(known) === JSON.stringify(part), `${shareName} means one schema`)
        shared[shareName] = part
      }
      return own
    },
    shared: () => shared,
  }
}

function sharedName(name: string, io: Direction): string {
  return io === 'input' ? name : `${name}Answer`
}

const localPrefix = '#/$defs/'

/** The same with every reference into `$defs` as one into the components. */
function referring(value: unknown, io: Direction): unknown {
  if (Array.isArray(value)) return value.map((item) => referring(item, io))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) =>
      key === '$ref' && typeof inner === 'string' && inner.startsWith(localPrefix)
        ? [key, `#/components/schemas/${sharedName(inner.slice(localPrefix.length), io)}`]
        : [key, referring(inner, io)],
    ),
  )
}
