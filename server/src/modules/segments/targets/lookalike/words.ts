import type { ClusterTrait, Locale, LookalikeFeature, RuleSentence } from '@rapport/contract'
import { wordsOf } from '../../clusters/words'
import { createWriter, type SentenceContext } from '../../sentence/write'

/** Values of categories that are told, and how far apart the shares must be. */
const valuesTold = 3
const gapMin = 0.1

/** What sets the seed apart from the others, in a sentence or two. */
export function describeSeed(
  features: readonly LookalikeFeature[],
  gaps: readonly number[],
  context: SentenceContext,
): RuleSentence {
  const numbers = features.flatMap((feature, at) =>
    isNumber(feature) ? [{ feature, z: gaps[at] ?? 0 }] : [],
  )
  const ofNumbers = wordsOf(
    numbers.map(({ feature: { trait, kind } }) => ({
      trait,
      kind: kind as ClusterTrait['kind'],
      log: false,
    })),
    numbers.map(({ feature, z }) => ({ mean: feature.seed, overall: feature.others, z })),
    context,
  )
  const values = features
    .filter((feature) => feature.value !== null && Math.abs(feature.seed - feature.others) >= gapMin)
    .sort((left, right) => Math.abs(right.seed - right.others) - Math.abs(left.seed - left.others))
    .slice(0, valuesTold)
  return {
    'zh-CN': [ofNumbers['zh-CN'], ...valueWords(values, 'zh-CN', context)].join(''),
    en: [ofNumbers.en, ...valueWords(values, 'en', context)].join(' '),
  }
}

const isNumber = ({ kind }: LookalikeFeature) => kind !== 'choice' && kind !== 'hour'

function valueWords(values: readonly LookalikeFeature[], locale: Locale, context: SentenceContext): string[] {
  if (values.length === 0) return []
  const write = createWriter(locale, context)
  const percent = (share: number) => write.percent(Math.round(share * 1_000) / 1_000)
  const clauses = values.map(({ trait, value, seed, others }) => {
    const name = write.trait(trait)
    return locale === 'zh-CN'
      ? `${name}为“${value}”的占 ${percent(seed)}，其他人中占 ${percent(others)}`
      : `${name} “${value}”: ${percent(seed)} against ${percent(others)}`
  })
  return [locale === 'zh-CN' ? `${clauses.join('；')}。` : `${clauses.join('; ')}.`]
}
