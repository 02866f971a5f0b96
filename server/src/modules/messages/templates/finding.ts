import type { Finding, MessageLocale } from '@rapport/contract'

type Given = Pick<Finding, 'code' | 'part' | 'message'> & Partial<Finding>

/** Errors stop a launch; everything else in the list is advice. */
const warnings: ReadonlySet<Finding['code']> = new Set([
  'mjml_attribute',
  'missing_fallback',
  'unescaped_output',
  'missing_unsubscribe_text',
  'long_subject',
  'insecure_link',
  'missing_alt',
  'large_message',
])

/** A finding with what is usual filled in. */
export function findingOf(locale: MessageLocale | null, given: Given): Finding {
  return {
    level: warnings.has(given.code) ? 'warning' : 'error',
    locale,
    line: null,
    column: null,
    subject: '',
    suggestions: [],
    ...given,
  }
}

/** As many of one kind as somebody reads; a source can have tens of thousands, each with a place that is counted out. */
export const sameFindingsMax = 50

/** Line and column, both from 1, of a place in a text. */
export function placeIn(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset)
  const lineStart = before.lastIndexOf('\n') + 1
  return { line: before.split('\n').length, column: offset - lineStart + 1 }
}
