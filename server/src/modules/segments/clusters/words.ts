import type { ClusterFigure, ClusterTrait, Locale, RuleSentence } from '@rapport/contract'
import { minorDigits } from '../../../kernel/money'
import { shareTraits } from '../sentence/labels'
import { createWriter, type SentenceContext } from '../sentence/write'

/** From so many standard deviations on a trait stands out, and from so many it does so by far. */
const standsOut = 0.5
const byFar = 1
const namedMax = 2
const toldMax = 4

interface Outstanding {
  readonly trait: ClusterTrait
  readonly figure: ClusterFigure
  readonly isAbove: boolean
}

/** A few words for a cluster: what stands out most. */
export function labelOf(
  traits: readonly ClusterTrait[],
  figures: readonly ClusterFigure[],
  context: SentenceContext,
): RuleSentence {
  const shown = outstanding(traits, figures).slice(0, namedMax)
  return inBoth((locale) => {
    const { trait: labelOfTrait } = createWriter(locale, context)
    if (shown.length === 0) return locale === 'en' ? 'Close to average' : '接近平均'
    if (locale === 'zh-CN')
      return shown
        .map(({ trait, isAbove }) => `${labelOfTrait(trait.trait)}${zhShort[shortKey(trait, isAbove)]}`)
        .join('、')
    return capital(
      shown
        .map(({ trait, isAbove }) => `${enShort[shortKey(trait, isAbove)]} ${labelOfTrait(trait.trait)}`)
        .join(', '),
    )
  })
}

/** What stands out of a cluster against the average, with both figures. */
export function wordsOf(
  traits: readonly ClusterTrait[],
  figures: readonly ClusterFigure[],
  context: SentenceContext,
): RuleSentence {
  const told = outstanding(traits, figures).slice(0, toldMax)
  return inBoth((locale) => {
    if (told.length === 0) return locale === 'en' ? 'Close to the average in everything.' : '各项都接近平均。'
    const clauses = told.map((one) => clauseOf(one, locale, context))
    return locale === 'en' ? `${capital(clauses.join('; '))}.` : `${clauses.join('；')}。`
  })
}

function clauseOf({ trait, figure, isAbove }: Outstanding, locale: Locale, context: SentenceContext): string {
  const write = createWriter(locale, context)
  const name = write.trait(trait.trait)
  const mean = amountOf(trait, figure.mean, locale, context)
  const overall = amountOf(trait, figure.overall, locale, context)
  const isFar = Math.abs(figure.z) >= byFar
  if (locale === 'zh-CN') {
    const degree = zhDegrees[shortKey(trait, isAbove)]
    return `${name}${isFar ? degree.far : degree.plain}（${mean}，平均 ${overall}）`
  }
  const degree = enDegrees[shortKey(trait, isAbove)]
  return `${name} ${isFar ? 'far ' : ''}${degree} (${mean} against ${overall})`
}

/** An amount as the trait's kind is read. */
function amountOf(trait: ClusterTrait, value: number, locale: Locale, context: SentenceContext): string {
  const write = createWriter(locale, context)
  if (trait.kind === 'money') return write.money(wholeUnits(value, context.currency))
  if (trait.kind === 'days_since') {
    const days = write.number(Math.round(value))
    return locale === 'en' ? `${days} days ago` : `${days} 天前`
  }
  if (shareTraits.has(trait.trait)) return write.percent(Math.round(value * 1_000) / 1_000)
  return write.number(Number(value.toPrecision(value >= 100 ? 4 : 2)))
}

/** Cents say nothing of an average. */
function wholeUnits(minor: number, currency: string): number {
  const unit = 10 ** minorDigits(currency)
  return Math.round(minor / unit) * unit
}

/** Traits that stand out, the farthest first; one whose plain mean lies on the other side than its scaled one is left out. */
function outstanding(traits: readonly ClusterTrait[], figures: readonly ClusterFigure[]): Outstanding[] {
  return traits
    .flatMap((trait, column) => {
      const figure = figures[column]
      if (!figure || Math.abs(figure.z) < standsOut) return []
      const isAbove = figure.z > 0
      return figure.mean > figure.overall === isAbove ? [{ trait, figure, isAbove }] : []
    })
    .sort((left, right) => Math.abs(right.figure.z) - Math.abs(left.figure.z))
}

type Side = 'above' | 'below' | 'longer' | 'recent'

function shortKey({ kind }: ClusterTrait, isAbove: boolean): Side {
  if (kind === 'days_since') return isAbove ? 'longer' : 'recent'
  return isAbove ? 'above' : 'below'
}

const zhShort: Readonly<Record<Side, string>> = {
  above: '高',
  below: '低',
  longer: '较早',
  recent: '较近',
}
const enShort: Readonly<Record<Side, string>> = {
  above: 'high',
  below: 'low',
  longer: 'long-ago',
  recent: 'recent',
}
const zhDegrees: Readonly<Record<Side, { plain: string; far: string }>> = {
  above: { plain: '高于平均', far: '远高于平均' },
  below: { plain: '低于平均', far: '远低于平均' },
  longer: { plain: '比平均更久以前', far: '比平均久远得多' },
  recent: { plain: '比平均更近', far: '比平均近得多' },
}
const enDegrees: Readonly<Record<Side, string>> = {
  above: 'above average',
  below: 'below average',
  longer: 'longer ago than average',
  recent: 'more recent than average',
}

function inBoth(write: (locale: Locale) => string): RuleSentence {
  return { 'zh-CN': write('zh-CN'), en: write('en') }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
