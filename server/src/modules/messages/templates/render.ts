import type { MessageLocale, TemplateContent } from '@rapport/contract'
import type { Template } from 'liquidjs'
import { oneLine } from '../../../platform/mail'
import type { CompiledVariant } from './compile'
import type { Formatting } from './filters'
import { liquidFor } from './liquid'
import { type Tracking, tracking } from './own-tags'

/** What a template sees. */
export interface Scope {
  readonly customer: Readonly<Record<string, unknown>>
  readonly workspace: { readonly name: string }
  readonly campaign: { readonly name: string }
  readonly unsubscribe_url: string
  readonly preference_url: string
}

export interface RenderedMessage {
  readonly subject: string
  readonly preheader: string
  readonly html: string
  readonly text: string
}

interface Parsed {
  readonly key: string
  readonly subject: Template[]
  readonly preheader: Template[]
  readonly html: Template[]
  readonly text: Template[]
}

/** Parsed once for as long as the compiled variant is held. */
const parsedVariants = new WeakMap<CompiledVariant, Parsed>()

/**
 * One person's message. Values are escaped in the HTML and left as they are in the text; the subject stays one line.
 * Throws TemplateError.
 */
export function renderVariant(
  variant: CompiledVariant,
  { formatting, scope, track }: { formatting: Formatting; scope: Scope; track: Tracking | null },
): RenderedMessage {
  const html = liquidFor('html', formatting)
  const plain = liquidFor('none', formatting)
  const parsed = parsedOf(variant, formatting)
  const tracked = track ? { ...scope, [tracking]: track } : scope
  return {
    subject: oneLine(plain.render(parsed.subject, scope)).trim(),
    preheader: oneLine(plain.render(parsed.preheader, scope)).trim(),
    html: html.render(parsed.html, tracked),
    text: plain.render(parsed.text, scope),
  }
}

function parsedOf(variant: CompiledVariant, formatting: Formatting): Parsed {
  const key = JSON.stringify(formatting)
  const known = parsedVariants.get(variant)
  if (known?.key === key) return known
  const html = liquidFor('html', formatting)
  const plain = liquidFor('none', formatting)
  const parsed = {
    key,
    subject: plain.parse(variant.subject),
    preheader: plain.parse(variant.preheader),
    html: html.parse(variant.html),
    text: plain.parse(variant.text),
  }
  parsedVariants.set(variant, parsed)
  return parsed
}

/** The variant for a person's language: `zh…` is Chinese, `en…` English; the template's default for the rest. */
export function localeFor(
  content: Pick<TemplateContent, 'defaultLocale' | 'variants'>,
  language: unknown,
): MessageLocale {
  const spoken = typeof language === 'string' ? language.trim().toLowerCase() : ''
  const wanted = /^(zh|chinese|中文|汉语)/.test(spoken)
    ? 'zh-CN'
    : /^(en|english|英)/.test(spoken)
      ? 'en'
      : null
  return wanted && content.variants[wanted] ? wanted : content.defaultLocale
}
