import { companyPath, type Locale, type Place, type RuleMoment } from '@rapport/contract'
import { DateTime } from 'luxon'
import { fromMinor, minorDigits } from '../../../kernel/money'
import {
  companyOwners,
  companyTraitLabels,
  identifierLabels,
  type Phrase,
  propertyLabels,
  traitLabels,
  valueLabels,
} from './labels'

/** What a sentence needs to know of the workspace. */
export interface SentenceContext {
  readonly currency: string
  readonly timezone: string
  /** What values of a trait are called in this workspace, by trait and value: its own names of RFM segments. */
  readonly valueNames?: Readonly<Record<string, Readonly<Record<string, Phrase>>>>
  /** Names of the workspace's segments by id. */
  readonly segmentNames?: ReadonlyMap<string, string>
  /** What the workspace calls the traits that it computes, by key. */
  readonly traitNames?: ReadonlyMap<string, string>
}

/** Values shown of a long list; the rest is counted. */
const valuesShownMax = 5

/** How names and values are written in one language. */
export function createWriter(locale: Locale, context: SentenceContext) {
  const quote = (text: string) => `“${text}”`
  const write = {
    quote,
    trait: (name: string) => {
      const of = companyPath(name)
      if (!of) return traitLabels[name]?.[locale] ?? quote(context.traitNames?.get(name) ?? name)
      const label = companyTraitLabels[of.trait] ?? traitLabels[of.trait]
      return companyOwners[of.kind][locale](label?.[locale] ?? quote(of.trait))
    },
    identifier: (kind: string) => identifierLabels[kind]?.[locale] ?? quote(kind),
    property: (path: string) => propertyLabels[path]?.[locale] ?? quote(path),

    /** A segment by its name; null for one that does not exist. */
    segment: (id: string) => {
      const name = context.segmentNames?.get(id)
      return name === undefined ? null : quote(name)
    },

    /** A value of a trait or property, by its name when it has one. */
    value: (owner: string, value: string) => {
      const known = context.valueNames?.[owner]?.[value] ?? valueLabels[owner]?.[value]
      return quote(known?.[locale] ?? value)
    },

    number: (value: number) => new Intl.NumberFormat(locale, { maximumFractionDigits: 6 }).format(value),
    /** A place by its degrees, to about a metre. */
    place: ({ latitude, longitude }: Place) =>
      [latitude, longitude].map((degrees) => String(Number(degrees.toFixed(5)))).join(', '),
    percent: (value: number) =>
      new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 }).format(value),

    money: (minor: number) => {
      const isWhole = minor % 10 ** minorDigits(context.currency) === 0
      return new Intl.NumberFormat(locale, {
        style: 'currency',
        currency: context.currency,
        currencyDisplay: 'narrowSymbol',
        ...(isWhole && { maximumFractionDigits: 0 }),
      }).format(fromMinor(minor, context.currency))
    },

    moment: (moment: RuleMoment) => {
      const at = DateTime.fromISO(moment, { zone: context.timezone }).setLocale(locale)
      const day = at.toFormat(locale === 'zh-CN' ? 'yyyy 年 M 月 d 日' : 'd MMM yyyy')
      return moment.includes('T') ? `${day} ${at.toFormat('HH:mm')}` : day
    },

    /** `“a” or “b”`; of many the first few and how many more, which Chinese says as how many in all. */
    list: (
      items: readonly string[],
      last: { readonly joint: string; readonly more: (rest: number, total: number) => string },
    ) => {
      const shown = items.slice(0, valuesShownMax)
      if (items.length > shown.length)
        return `${shown.join(locale === 'zh-CN' ? '、' : ', ')}${last.more(items.length - shown.length, items.length)}`
      if (shown.length < 2) return shown.join('')
      return `${shown.slice(0, -1).join(locale === 'zh-CN' ? '、' : ', ')}${last.joint}${shown.at(-1)}`
    },
  }
  return write
}

export type Writer = ReturnType<typeof createWriter>
