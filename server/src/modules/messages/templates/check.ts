import type {
  CheckResult,
  Finding,
  MessageLocale,
  TemplateContent,
  TemplateVariant,
  Variable,
} from '@rapport/contract'
import type { Formatting } from './filters'
import { findingOf, placeIn, sameFindingsMax } from './finding'
import { linksIn } from './links'
import { type Escaping, hasTooManyTags, liquidFor, liquidTagsMax, TemplateError } from './liquid'
import { scanMjml } from './mjml-tags'
import { suggest } from './suggest'
import { globalUses, outputUses } from './uses'

/** Longer subjects are cut in most inboxes. */
const subjectCharsGood = 60

type Part = 'subject' | 'preheader' | 'mjml' | 'text'
type Templates = ReturnType<ReturnType<typeof liquidFor>['parse']>

interface ParsedPart {
  readonly part: Part
  readonly source: string
  /** Null when it is no Liquid. */
  readonly templates: Templates | null
  readonly findings: readonly Finding[]
}

/** Everything that can be said of a variant from its text alone. */
export function checkVariant(
  locale: MessageLocale,
  variant: TemplateVariant,
  {
    kind,
    variables,
    formatting,
  }: { kind: TemplateContent['kind']; variables: readonly Variable[]; formatting: Formatting },
): Finding[] {
  const parts = partsOf(locale, variant, formatting)
  return [
    ...parts.flatMap(({ findings }) => findings),
    ...parts.flatMap((part) => variableFindings(locale, part, variables)),
    ...(kind === 'marketing' ? unsubscribeFindings(locale, parts) : []),
    ...subjectFindings(locale, variant.subject),
    ...bodyFindings(locale, variant.mjml),
  ]
}

/** What stops a launch, first; then by part and place. */
export function resultOf(findings: readonly Finding[]): CheckResult {
  const inOrder = [...findings].sort(
    (left, right) => left.level.localeCompare(right.level) || (left.line ?? 0) - (right.line ?? 0),
  )
  return { canLaunch: inOrder.every(({ level }) => level !== 'error'), findings: inOrder }
}

function partsOf(locale: MessageLocale, variant: TemplateVariant, formatting: Formatting): ParsedPart[] {
  const parse = (part: Part, source: string, escaping: Escaping): ParsedPart => {
    try {
      if (hasTooManyTags(source))
        throw new TemplateError(
          'liquid_syntax',
          `there are more than ${liquidTagsMax} Liquid tags; a loop says the same in a few`,
          null,
          null,
        )
      return { part, source, templates: liquidFor(escaping, formatting).parse(source), findings: [] }
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error
      const { line, column, message } = error
      return {
        part,
        source,
        templates: null,
        findings: [findingOf(locale, { code: 'liquid_syntax', part, line, column, message })],
      }
    }
  }
  return [
    parse('subject', variant.subject, 'none'),
    parse('preheader', variant.preheader, 'html'),
    parse('mjml', variant.mjml, 'html'),
    ...(variant.text === null ? [] : [parse('text', variant.text, 'none')]),
  ]
}

function variableFindings(
  locale: MessageLocale,
  { part, templates }: ParsedPart,
  variables: readonly Variable[],
): Finding[] {
  if (!templates) return []
  const byName = new Map(variables.map((variable) => [variable.name, variable]))
  const names = [...byName.keys()]
  const unknown = globalUses(templates)
    .filter(({ name }) => !byName.has(name))
    .slice(0, sameFindingsMax)
    .map(({ name, line, column }) =>
      findingOf(locale, {
        code: 'unknown_variable',
        part,
        line,
        column,
        subject: name,
        suggestions: suggest(name, names),
        message: `there is no variable ${name}`,
      }),
    )
  const outputs = outputUses(templates)
  const bare = outputs
    .filter(({ name, hasFallback }) => !hasFallback && byName.get(name)?.isCertain === false)
    .map(({ name, line, column }) =>
      findingOf(locale, {
        code: 'missing_fallback',
        part,
        line,
        column,
        subject: name,
        message: `${name} is empty for some customers; add | default: "…"`,
      }),
    )
  const raw = outputs
    .filter(({ isRaw }) => isRaw && (part === 'mjml' || part === 'preheader'))
    .map(({ name, line, column }) =>
      findingOf(locale, {
        code: 'unescaped_output',
        part,
        line,
        column,
        subject: name,
        message: `${name} goes into the HTML as it is; whoever can set it can write HTML here`,
      }),
    )
  return [...unknown, ...bare, ...raw]
}

function unsubscribeFindings(locale: MessageLocale, parts: readonly ParsedPart[]): Finding[] {
  const lacks = (wanted: Part) =>
    parts.some(
      ({ part, templates }) =>
        part === wanted && templates && !globalUses(templates).some(({ name }) => name === 'unsubscribe_url'),
    )
  return [
    ...(lacks('mjml')
      ? [
          findingOf(locale, {
            code: 'missing_unsubscribe',
            part: 'mjml',
            subject: 'unsubscribe_url',
            message: 'marketing needs a link to {{ unsubscribe_url }}',
          }),
        ]
      : []),
    ...(lacks('text')
      ? [
          findingOf(locale, {
            code: 'missing_unsubscribe_text',
            part: 'text',
            subject: 'unsubscribe_url',
            message: 'the text part has no {{ unsubscribe_url }}',
          }),
        ]
      : []),
  ]
}

function subjectFindings(locale: MessageLocale, subject: string): Finding[] {
  if (subject.trim() === '')
    return [findingOf(locale, { code: 'empty_subject', part: 'subject', message: 'the subject is empty' })]
  const shown = subject.replace(/\{\{.*?\}\}|\{%.*?%\}/gs, '')
  return shown.length > subjectCharsGood
    ? [
        findingOf(locale, {
          code: 'long_subject',
          part: 'subject',
          message: `inboxes cut a subject after about ${subjectCharsGood} characters`,
        }),
      ]
    : []
}

function bodyFindings(locale: MessageLocale, mjml: string): Finding[] {
  if (mjml.trim() === '')
    return [findingOf(locale, { code: 'empty_body', part: 'mjml', message: 'the message has no content' })]
  const isInsecure = (address: string) => /^http:\/\//i.test(address)
  const links = linksIn(mjml)
    .filter(({ address }) => isInsecure(address) || !isLink(address))
    .slice(0, sameFindingsMax)
    .map(({ address, offset }) => {
      const place = { part: 'mjml' as const, subject: address, ...placeIn(mjml, offset) }
      return isInsecure(address)
        ? findingOf(locale, { code: 'insecure_link', ...place, message: `${address} is not https` })
        : findingOf(locale, { code: 'invalid_link', ...place, message: `"${address}" leads nowhere` })
    })
  const pictures = scanMjml(mjml)
    .tags.filter(
      ({ name, kind, attributes }) => name === 'mj-image' && kind !== 'close' && !/\salt=/i.test(attributes),
    )
    .slice(0, sameFindingsMax)
    .map(({ offset }) =>
      findingOf(locale, {
        code: 'missing_alt',
        part: 'mjml',
        ...placeIn(mjml, offset),
        subject: 'mj-image',
        message: 'a picture without alt says nothing to those who do not see it',
      }),
    )
  return [...links, ...pictures]
}

/** Liquid decides at send time where a link leads; what is written out must lead somewhere. */
function isLink(address: string): boolean {
  if (/^(\{\{|\{%)/.test(address)) return true
  if (/^(mailto:|tel:|sms:)\S+/i.test(address)) return true
  return /^https:\/\/[^\s/]+\.[^\s/]+|^https:\/\/\{\{/i.test(address)
}
