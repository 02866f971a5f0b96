const separator = '\u001f'
const absent = '\u001e'

/**
 * A long list as one text parameter, to be taken apart in SQL by `unpacked`. An array parameter is quoted element by
 * element and crosses into the engine's thread as thousands of strings; this is one join. Elements are JSON text, ids,
 * numbers and moments, none of which hold the two control characters; other text is cleaned of them.
 */
export function packed(values: readonly (string | number | null)[]): string {
  return values.map((value) => (value === null ? absent : value)).join(separator)
}

/** The same for text that people wrote. */
export function packedText(values: readonly string[]): string {
  return values
    .map((value) => (controls.test(value) ? value.replace(allControls, '') : value))
    .join(separator)
}

/** SQL for a packed parameter as an array of the type. A list of one empty text comes out empty: give it a default beside the others. */
export function unpacked(parameter: string, type: string): string {
  const texts = `string_to_array(${parameter}, chr(31), chr(30))`
  return type === 'text' ? texts : `${texts}::${type}[]`
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const controls = /[\u001e\u001f]/
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const allControls = /[\u001e\u001f]/g
