import type { CampaignResults, Incremental } from '@rapport/contract'
import type { TextKey, TextValues } from '../../../lib/texts'
import type { campaignTexts } from '../texts'

type Key = TextKey<keyof (typeof campaignTexts.catalogue)['en']>

/** One sentence of the conclusion: which text, filled with what. */
export interface Sentence {
  readonly key: Key
  readonly values: TextValues
}

export interface Writing {
  readonly money: (minor: number) => string
  readonly count: (value: number) => string
  readonly moment: (at: string) => string
}

/**
 * What can and what cannot be concluded, sentence by sentence: of revenue, of conversions, what more would take, what
 * to beware of. Every verdict, refusal and caution has a sentence of its own.
 */
export function conclude(results: CampaignResults, write: Writing): Sentence[] {
  const { revenue, conversions, window } = results
  return [
    ...sayRevenue(revenue, conversions, write),
    ...sayConversions(revenue, conversions, write),
    ...sayMorePeople(revenue, write),
    ...cautionsOf(revenue).map((caution) => say(`caution.${caution}`)),
    ...(window.isOpen && window.endsAt ? [say('say.open', { end: write.moment(window.endsAt) })] : []),
  ]
}

/** Of revenue; without any, whether the conversions, which may be of another event, are none either. */
function sayRevenue(revenue: Incremental, conversions: Incremental, { money }: Writing): Sentence[] {
  if (revenue.kind === 'no_answer') {
    const hasConversions = conversions.kind === 'answer' || conversions.reason !== revenue.reason
    const isOfRevenue = revenue.reason === 'NO_CONVERSIONS' && hasConversions
    return [say(isOfRevenue ? 'refuse.NO_REVENUE' : `refuse.${revenue.reason}`)]
  }
  const { estimate, low, high } = revenue.total
  const ends = { low: money(low), high: money(high) }
  switch (revenue.verdict) {
    case 'increase':
      return [say('say.revenue.increase', { ...ends, estimate: money(estimate) })]
    case 'decrease':
      return [say('say.revenue.decrease', { ...ends, estimate: money(-estimate) })]
    case 'inconclusive':
      return [
        say('say.revenue.inconclusive', { ...ends, detectable: money(revenue.smallestDetectableTotal) }),
      ]
  }
}

/** The same refusal is not said twice; another one, or an answer where revenue has none, is. */
function sayConversions(revenue: Incremental, conversions: Incremental, { count }: Writing): Sentence[] {
  if (conversions.kind === 'no_answer') {
    const isSaid = revenue.kind === 'no_answer' && revenue.reason === conversions.reason
    return isSaid || revenue.kind === 'no_answer' ? [] : [say(`refuse.${conversions.reason}`)]
  }
  const { estimate, low, high } = conversions.total
  const ends = { low: count(Math.round(low)), high: count(Math.round(high)) }
  switch (conversions.verdict) {
    case 'increase':
      return [say('say.conversions.increase', { ...ends, estimate: count(Math.round(estimate)) })]
    case 'decrease':
      return [say('say.conversions.decrease', { ...ends, estimate: count(Math.round(-estimate)) })]
    case 'inconclusive':
      return [say('say.conversions.inconclusive', ends)]
  }
}

function sayMorePeople(revenue: Incremental, { count }: Writing): Sentence[] {
  if (revenue.kind === 'no_answer' || revenue.verdict !== 'inconclusive') return []
  const more = revenue.morePeople
  return more && more > 0 ? [say('say.morePeople', { people: count(more) })] : []
}

function cautionsOf(revenue: Incremental) {
  return revenue.kind === 'answer' ? revenue.cautions : []
}

function say(key: Key, values: TextValues = {}): Sentence {
  return { key, values }
}
