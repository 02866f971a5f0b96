import {
  type Finding,
  type MessageLocale,
  messageLocales,
  type TemplateContent,
  type Variable,
} from '@rapport/contract'
import { checkVariant } from './check'
import { type CompiledVariant, compileVariant } from './compile'
import { exampleTraits } from './example'
import type { Formatting } from './filters'
import { findingOf } from './finding'
import { TemplateError } from './liquid'
import { renderVariant } from './render'

/** Gmail shows the first 102 kB of a message and hides the rest, the unsubscribe link with it. */
const htmlBytesGood = 102_400

export interface CompiledContent {
  readonly compiled: Partial<Record<MessageLocale, CompiledVariant>>
  readonly findings: readonly Finding[]
}

/** The languages of a template, the default one first. */
export function localesOf({ variants, defaultLocale }: TemplateContent): MessageLocale[] {
  const others = messageLocales.filter((locale) => locale !== defaultLocale && variants[locale])
  return [defaultLocale, ...others]
}

/** Lays out every variant and says everything that can be said of it without sending. */
export async function compileContent(
  content: TemplateContent,
  asked: { readonly variables: readonly Variable[]; readonly timezone: string; readonly currency: string },
): Promise<CompiledContent> {
  const compiled: Partial<Record<MessageLocale, CompiledVariant>> = {}
  const findings: Finding[] = []
  for (const locale of localesOf(content)) {
    const source = content.variants[locale]
    if (!source) continue
    const formatting = { locale, timezone: asked.timezone, currency: asked.currency }
    const { variant, findings: ofLayout } = await compileVariant(locale, source)
    const ofText = checkVariant(locale, source, {
      kind: content.kind,
      variables: asked.variables,
      formatting,
    })
    compiled[locale] = variant
    findings.push(...ofLayout, ...ofText)
    if ([...ofLayout, ...ofText].every(({ level }) => level !== 'error'))
      findings.push(...tryOut(locale, variant, formatting, content.kind))
  }
  return { compiled, findings }
}

/** Renders for somebody known and for somebody of whom nothing is known. */
function tryOut(
  locale: MessageLocale,
  variant: CompiledVariant,
  formatting: Formatting,
  kind: TemplateContent['kind'],
): Finding[] {
  const known = Object.entries(exampleTraits(locale)).map(([name, { value }]) => [name, value])
  const findings: Finding[] = []
  for (const customer of [Object.fromEntries(known), {}]) {
    try {
      const { html, text, subject } = renderVariant(variant, {
        formatting,
        track: null,
        scope: scopeFor(customer),
      })
      if (kind === 'marketing' && !html.includes(exampleUnsubscribe))
        return [findingOf(locale, { ...hiddenUnsubscribe, code: 'missing_unsubscribe', part: 'mjml' })]
      if (kind === 'marketing' && !text.includes(exampleUnsubscribe))
        return [findingOf(locale, { ...hiddenUnsubscribe, code: 'missing_unsubscribe_text', part: 'text' })]
      if (subject === '' && findings.length === 0)
        findings.push(
          findingOf(locale, {
            code: 'empty_subject',
            part: 'subject',
            message: 'the subject is empty for some customers',
          }),
        )
      if (Buffer.byteLength(html) > htmlBytesGood && findings.length === 0)
        findings.push(
          findingOf(locale, {
            code: 'large_message',
            part: 'mjml',
            subject: `${Math.round(Buffer.byteLength(html) / 1024)} kB`,
            message:
              'mail programs cut messages of more than 100 kB, and the end with the unsubscribe link is lost',
          }),
        )
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error
      return [findingOf(locale, failureOf(error))]
    }
  }
  return findings
}

/** The place is in the compiled message, which nobody wrote: only the words are told. */
function failureOf({ code, message }: TemplateError): Pick<Finding, 'code' | 'part' | 'message'> {
  return { code: code === 'render_limit' ? 'render_limit' : 'render_failed', part: 'message', message }
}

const exampleUnsubscribe = 'https://example.com/u/example'
const hiddenUnsubscribe = {
  subject: 'unsubscribe_url',
  message: 'the link to {{ unsubscribe_url }} stands in a part that is left out for some customers',
}

function scopeFor(customer: Readonly<Record<string, unknown>>) {
  return {
    customer: { id: 'example', ...customer },
    workspace: { name: 'Example' },
    campaign: { name: 'Example' },
    unsubscribe_url: exampleUnsubscribe,
    preference_url: 'https://example.com/p/example',
  }
}
