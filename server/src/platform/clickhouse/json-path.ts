import { Failure } from '../../kernel/failure'

/**
 * A path into a JSON column as SQL text, the only form in which ClickHouse takes one. Names are quoted with backticks;
 * what could end the quotes, and a name that is empty, is refused.
 */
export function jsonPath(column: 'traits' | 'properties', path: string): string {
  const names = path.split('.')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  if (names.includes('') || path.length > 300 || /[`\\\u0000-\u001f{}]/.test(path)) {
    throw new Failure('invalid_input', `${JSON.stringify(path)} is not the name of a value`)
  }
  return [column, ...names.map((name) => `\`${name}\``)].join('.')
}

/** The values at a path as a list of texts: one for a plain path, one for each element that `products[].category` leads to. */
export function jsonTexts(column: 'traits' | 'properties', path: string): string {
  const [list = '', inner] = path.split('[].')
  if (inner === undefined) return `[${jsonText(column, path)}]`
  const elements = jsonPath(column, inner).slice(column.length + 1)
  return `arrayMap(value -> ifNull(toString(value), ''), ${jsonPath(column, list)}[].${elements})`
}

/** The value at a path as text, whatever its type; empty when it is absent. */
export function jsonText(column: 'traits' | 'properties', path: string): string {
  return `ifNull(toString(${jsonPath(column, path)}), '')`
}
