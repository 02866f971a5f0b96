import i18next, { type FormatterModule } from 'i18next'
import { initReactI18next } from 'react-i18next'
import { formatCount } from './format-number'
import { readPreference, writePreference } from './preferences'

export const locales = ['zh-CN', 'en'] as const
export type Locale = (typeof locales)[number]

/** What each language calls itself. */
export const localeNames: Readonly<Record<Locale, string>> = { 'zh-CN': '简体中文', en: 'English' }

/** The language to start in: chosen before, else the browser's. */
function initialLocale(): Locale {
  const chosen = readPreference('locale')
  if (chosen === 'zh-CN' || chosen === 'en') return chosen
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en'
}

export const i18n = i18next.createInstance()

/** A number in a text gets its separators, whoever puts it in. */
const formatter: FormatterModule = {
  type: 'formatter',
  init: () => undefined,
  add: () => undefined,
  addCached: () => undefined,
  format: (value, _, locale) => (typeof value === 'number' ? formatCount(value, locale as Locale) : value),
}

i18n.use(initReactI18next).use(formatter)
void i18n.init({
  lng: initialLocale(),
  fallbackLng: 'en',
  resources: {},
  initAsync: false,
  keySeparator: false,
  nsSeparator: false,
  interpolation: { escapeValue: false, alwaysFormat: true },
  returnNull: false,
})

/** The language in use now. */
export function currentLocale(): Locale {
  return i18n.language === 'zh-CN' ? 'zh-CN' : 'en'
}

/** Switches the language of every page at once and remembers it. */
export async function changeLocale(locale: Locale): Promise<void> {
  writePreference('locale', locale)
  await i18n.changeLanguage(locale)
}
