import {
  type MessageLocale,
  messageLocales,
  type Template,
  type TemplateContent,
  type TemplateVariant,
} from '@rapport/contract'

/** What is being edited: what saving would write. */
export interface Draft {
  readonly name: string
  readonly content: TemplateContent
}

const emptyVariant: TemplateVariant = { subject: '', preheader: '', mjml: '', text: null }

/** The draft that a stored template begins as. */
export function draftOf({ name, content }: Template): Draft {
  return { name, content }
}

/** The languages of a template, the default one first. */
export function localesOf({ variants, defaultLocale }: TemplateContent): MessageLocale[] {
  return [defaultLocale, ...messageLocales.filter((locale) => locale !== defaultLocale && variants[locale])]
}

/** The languages that could be added. */
export function missingLocales({ variants }: TemplateContent): MessageLocale[] {
  return messageLocales.filter((locale) => !variants[locale])
}

export function variantOf({ variants }: TemplateContent, locale: MessageLocale): TemplateVariant {
  return variants[locale] ?? emptyVariant
}

export function withVariant(
  content: TemplateContent,
  locale: MessageLocale,
  changes: Partial<TemplateVariant>,
): TemplateContent {
  const variant = { ...variantOf(content, locale), ...changes }
  return { ...content, variants: { ...content.variants, [locale]: variant } }
}

/** A new language begins as a copy of the default one: a translation needs something to translate. */
export function withLocale(content: TemplateContent, locale: MessageLocale): TemplateContent {
  return withVariant(content, locale, variantOf(content, content.defaultLocale))
}

/** Without a language; the default one stays. */
export function withoutLocale(content: TemplateContent, locale: MessageLocale): TemplateContent {
  if (locale === content.defaultLocale) return content
  const { [locale]: _removed, ...variants } = content.variants
  return { ...content, variants }
}

/** True when saving would change something. */
export function isChanged(draft: Draft, stored: Template): boolean {
  return JSON.stringify(draft) !== JSON.stringify(draftOf(stored))
}
