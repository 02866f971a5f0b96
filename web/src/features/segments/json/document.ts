import { type Rule, ruleSchema, segmentLimits } from '@rapport/contract'
import { z } from 'zod'

/** A segment as a file: what is sent to the API to create one, with what it is. */
const documentSchema = z.object({
  name: z.string().max(segmentLimits.nameCharsMax).default(''),
  description: z.string().max(segmentLimits.descriptionCharsMax).default(''),
  rule: ruleSchema,
})
export type SegmentDocument = z.output<typeof documentSchema>

/** What is wrong, and where in the text: `of[1].condition.values`. */
export interface JsonIssue {
  readonly path: string
  readonly code: string
  /** What the schema said: a key of our texts where they know it. */
  readonly message: string
}

export type ReadDocument =
  | { readonly ok: true; readonly document: SegmentDocument; readonly isWhole: boolean }
  | { readonly ok: false; readonly issues: readonly JsonIssue[] }

/** Larger texts are no rule: the limits of a rule keep it far below. */
export const jsonCharsMax = 1_000_000
/** More than these help nobody. */
const issuesMax = 20

export function writeDocument(document: SegmentDocument): string {
  return `${JSON.stringify(document, null, 2)}\n`
}

/** Reads a segment as it was written, or only its rule. */
export function readDocument(text: string): ReadDocument {
  if (text.length > jsonCharsMax) return refused([{ path: '', code: 'too_long', message: '' }])
  const json = parseJson(text)
  if (!json.ok) return refused([{ path: '', code: 'not_json', message: json.message }])
  const isWhole = typeof json.value === 'object' && json.value !== null && 'rule' in json.value
  const parsed = documentSchema.safeParse(isWhole ? json.value : { rule: json.value })
  if (parsed.success) return { ok: true, document: parsed.data, isWhole }
  return refused(
    flat(parsed.error.issues)
      .slice(0, issuesMax)
      .map(({ path, code, message }) => ({ path: pathText(isWhole ? path : path.slice(1)), code, message })),
  )
}

/** Where a rule asks for a segment, as paths in the text. */
export function pathsOfSegment(rule: Rule, segmentId: string, prefix = ''): string[] {
  if ('of' in rule)
    return rule.of.flatMap((member, at) =>
      pathsOfSegment(member, segmentId, `${prefix === '' ? '' : `${prefix}.`}of[${at}]`),
    )
  const isIt = rule.kind === 'segment' && rule.segmentId === segmentId
  return isIt ? [`${prefix === '' ? '' : `${prefix}.`}segmentId`] : []
}

const refused = (issues: readonly JsonIssue[]): ReadDocument => ({ ok: false, issues })

function parseJson(
  text: string,
): { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly message: string } {
  try {
    return { ok: true, value: JSON.parse(text) }
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : '' }
  }
}

type Issue = z.core.$ZodIssue

/** What is wrong with the form that fits best takes the place of "fits no form". */
function flat(issues: readonly Issue[]): Issue[] {
  return issues.flatMap((issue): Issue[] => {
    if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue]
    const best = [...issue.errors].sort((left, right) => depth(right) - depth(left))[0] ?? []
    return flat(best.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })))
  })
}

const depth = (issues: readonly Issue[]) => Math.max(0, ...issues.map(({ path }) => path.length))

function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '')
}
