import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { currentLocale, i18n, type Locale, locales } from './i18n'

/** A catalogue in both languages. `x_one` and `x_other` are the plural forms of `x`, chosen by `count`. */
export type Catalogue<K extends string> = Readonly<Record<Locale, Readonly<Record<K, string>>>>

export interface Texts<K extends string> {
  readonly namespace: string
  readonly catalogue: Catalogue<K>
}

type PluralStem<K> = K extends `${infer Stem}_one` | `${infer Stem}_other` ? Stem : never
export type TextKey<K extends string> = Exclude<K, `${string}_one` | `${string}_other`> | PluralStem<K>
export type TextValues = Readonly<Record<string, string | number>>
export type Translate<K extends string> = (key: TextKey<K>, values?: TextValues) => string

/** Declares a feature's texts. The compiler refuses a key that one language lacks. */
export function defineTexts<K extends string>(namespace: string, catalogue: Catalogue<K>): Texts<K> {
  for (const locale of locales) i18n.addResourceBundle(locale, namespace, catalogue[locale])
  return { namespace, catalogue }
}

/** The texts in the language in use: `t('orders', { count: 3 })`. Re-renders when the language changes. */
export function useTexts<K extends string>(texts: Texts<K>): Translate<K> {
  const { t } = useTranslation(texts.namespace, { i18n })
  return useCallback((key, values) => t(key, { ...values }) as string, [t])
}

/** The language in use; re-renders when it changes. */
export function useLocale(): Locale {
  useTranslation(undefined, { i18n })
  return currentLocale()
}

/**
 * The text for a value that the server names (a state, a reason, a role): `prefix.value`, or the value itself when
 * the catalogue does not know it yet, so that a newer server never leaves a hole in the page.
 */
export function useNamed<K extends string>(texts: Texts<K>): (prefix: string, value: string) => string {
  const { t } = useTranslation(texts.namespace, { i18n })
  return useCallback((prefix, value) => t(`${prefix}.${value}`, { defaultValue: value }) as string, [t])
}
