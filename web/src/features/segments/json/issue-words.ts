import { useCallback } from 'react'
import { useNamed, useTexts } from '../../../lib/texts'
import { leafTexts } from '../builder/leaf-texts'
import type { JsonIssue } from './document'
import { jsonTexts } from './texts'

const codes = [
  'not_json',
  'too_long',
  'invalid_type',
  'invalid_value',
  'invalid_union',
  'unrecognized_keys',
  'too_small',
  'too_big',
  'invalid_format',
  'custom',
  'segment_missing',
  'segment_cycle',
] as const

/** What is wrong with a rule in JSON, in the reader's words where there are any. */
export function useIssueWords(): (issue: JsonIssue) => string {
  const t = useTexts(jsonTexts)
  const ours = useNamed(jsonTexts)
  const leaf = useNamed(leafTexts)
  return useCallback(
    ({ code, message }) => {
      const known = codes.find((one) => one === code) ?? 'other'
      const words = known === 'custom' ? translated(message, leaf, ours) : message
      return t(`issue.${known}`, { message: words })
    },
    [t, ours, leaf],
  )
}

type Named = (prefix: string, value: string) => string

function translated(message: string, ...catalogues: readonly Named[]): string {
  return catalogues.map((named) => named('fault', message)).find((words) => words !== message) ?? message
}
