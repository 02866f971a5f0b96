import { memoised } from './memo'
import { halfWidth, isBlank } from './width'

export type Gender = 'male' | 'female' | 'other' | 'unknown'
export type Consent = 'granted' | 'withdrawn'

/** The codes are those of ISO/IEC 5218, which WeChat uses too. */
const genders: Readonly<Record<Gender, string>> = {
  male: 'm male man boy mr 1 男 男性 男士 先生 男生 公 雄',
  female: 'f female woman girl mrs ms miss 2 女 女性 女士 小姐 女生 太太',
  other: 'o other x nonbinary non-binary diverse 其他 其它',
  unknown: 'u unknown unspecified 0 9 未知 保密 不详 不明 未说明',
}

const consents: Readonly<Record<Consent, string>> = {
  granted:
    'granted grant true yes y 1 on agree agreed accepted subscribed subscribe opt-in optin optedin opted_in allow allowed 是 同意 已同意 订阅 已订阅 接受 允许 愿意',
  withdrawn:
    'withdrawn withdraw false no n 0 off refused declined rejected unsubscribed unsubscribe opt-out optout optedout opted_out deny denied never 否 不同意 未同意 退订 已退订 拒绝 不接受 不允许 取消',
}

const languages: Readonly<Record<string, string>> = {
  'zh-CN': 'zh cn chinese simplifiedchinese zhhans zhhanscn zhsg 中文 汉语 简体 简体中文 普通话 国语',
  'zh-TW': 'zhhant zhhanttw zhhk zhmo traditionalchinese 繁体 繁体中文 繁體中文 繁體',
  en: 'english eng enus engb 英语 英文',
  ja: 'japanese jp 日语 日文',
  ko: 'korean kr 韩语 韩文',
  fr: 'french 法语 法文',
  de: 'german 德语 德文',
  es: 'spanish 西班牙语',
  ru: 'russian 俄语',
}

const genderByWord = invert(genders)
const consentByWord = invert(consents)
const languageByWord = invert(languages)

/** `male`, `female`, `other` or `unknown`; null for a word that says none of them. */
export function normaliseGender(gender: string | number): Gender | null {
  return genderByWord.get(wordOf(String(gender))) ?? null
}

/** What a yes or no about being written to means; null for a word that is neither. */
export function normaliseConsent(consent: string | number | boolean): Consent | null {
  return consentByWord.get(wordOf(String(consent))) ?? null
}

/** A BCP 47 tag (`zh-CN`, `en`, `pt-BR`) from a tag in any spelling or a language's name; null when it is neither. */
export function normaliseLanguage(language: string): string | null {
  return language.length < 2 || language.length > 40 ? null : parseLanguage(language)
}

const parseLanguage = memoised((raw): string | null => {
  const text = halfWidth(raw).replace(/_/g, '-').replace(/\..*$/, '')
  const known = languageByWord.get(text.toLowerCase().replace(/[\s-]/g, ''))
  if (known) return known
  try {
    return /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(text) ? (Intl.getCanonicalLocales(text)[0] ?? null) : null
  } catch {
    return null
  }
})

const nameLengthMax = 200
const han = /^[\p{Script=Han}\s·]+$/u

/**
 * A person's or company's name, tidied: full-width letters, control characters and doubled blanks gone, blanks inside a
 * Chinese name gone, one form of the middle dot. Case stays as given. Null when nothing is left (also for “null”, “-”, “无”).
 */
export function normaliseName(name: string): string | null {
  if (name.length > nameLengthMax * 4) return null
  const text = halfWidth(name.normalize('NFC'))
    .replace(/[•‧・･∙]/g, '·')
    .replace(/\s+/g, ' ')
  if (isBlank(text)) return null
  const tidy = han.test(text) ? text.replace(/\s/g, '') : text
  return tidy.slice(0, nameLengthMax).trim() || null
}

function wordOf(text: string): string {
  return text.length > 40 ? '' : halfWidth(text).toLowerCase().replace(/\.$/, '')
}

function invert<T extends string>(words: Readonly<Record<T, string>>): ReadonlyMap<string, T> {
  const entries = Object.entries<string>(words) as [T, string][]
  return new Map(
    entries.flatMap(([meaning, list]) => list.split(' ').map((word): [string, T] => [word, meaning])),
  )
}
