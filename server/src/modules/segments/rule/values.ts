import type { Json, JsonObject } from '../../events'
import { parsePath } from './path'

/**
 * The values at a path of a JSON object, as the rule language sees them: one for a plain path, one for each
 * object in a list, none when the path leads nowhere. Null and objects are no values.
 */
export function valuesAt(object: JsonObject, path: string): Json[] {
  const { outer, inner } = parsePath(path)
  const found = leafAt(object, outer.join('.'))
  if (inner === null) return isValue(found) ? [found] : []
  if (!Array.isArray(found)) return []
  return found
    .filter(isObject)
    .map((element) => leafAt(element, inner.join('.')))
    .filter(isValue)
}

/** `{"a": {"b": 1}}` and `{"a.b": 1}` are the same path to ClickHouse, so they are to us. */
function leafAt(object: JsonObject, path: string): Json | undefined {
  if (Object.hasOwn(object, path)) return object[path]
  for (const [key, value] of Object.entries(object)) {
    if (path.startsWith(`${key}.`) && isObject(value)) {
      const found = leafAt(value, path.slice(key.length + 1))
      if (found !== undefined) return found
    }
  }
  return undefined
}

function isValue(value: Json | undefined): value is Json {
  return value !== undefined && value !== null && !isObject(value)
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
