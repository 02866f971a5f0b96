import { RE2JS } from 're2js'

/** Texts longer than this match no pattern: nothing that has a form is longer, and time stays bounded. */
const matchedLengthMax = 2_000

export interface Pattern {
  readonly matches: (text: string) => boolean
}

/**
 * A pattern of a plan, matched in time linear in the text: whoever has a write key chooses the texts, and must not be
 * able to stop the pipeline with one. Null when it is no regular expression of RE2.
 */
export function parsePattern(pattern: string): Pattern | null {
  try {
    const compiled = RE2JS.compile(pattern)
    return { matches: (text) => text.length <= matchedLengthMax && compiled.test(text) }
  } catch {
    return null
  }
}
