import { type ComputedDefinition, isGroup, type Rule, type RuleSentence } from '@rapport/contract'
import { chinese } from './chinese'
import { english } from './english'
import { type Grammar, occurrenceOf } from './grammar'
import { measuredInChinese, measuredInEnglish } from './measured'
import { createWriter, type SentenceContext } from './write'

export type { Phrase } from './labels'
export type { SentenceContext } from './write'
export { createWriter } from './write'

/** A rule as a sentence that an operator reads, in both languages. */
export function describeRule(rule: Rule, context: SentenceContext): RuleSentence {
  return {
    'zh-CN': sentenceIn(chinese(createWriter('zh-CN', context)), rule),
    en: sentenceIn(english(createWriter('en', context)), rule),
  }
}

/** What a computed trait says of somebody, in both languages. */
export function describeTrait(definition: ComputedDefinition, context: SentenceContext): RuleSentence {
  if (definition.kind === 'rule') {
    const { 'zh-CN': zh, en } = describeRule(definition.rule, context)
    return { 'zh-CN': `是否属于：${zh}`, en: `Whether somebody is among: ${en}` }
  }
  const { measure, ...choice } = definition
  const [zh, en] = [createWriter('zh-CN', context), createWriter('en', context)]
  return {
    'zh-CN': measuredInChinese(measure, chinese(zh).occurrences(choice), zh),
    en: measuredInEnglish(measure, english(en).occurrences(choice), en),
  }
}

function sentenceIn(grammar: Grammar, rule: Rule): string {
  const slim = unwrapped(rule)
  if (isGroup(slim) && slim.of.length === 0) return slim.kind === 'any' ? grammar.nobody : grammar.everybody
  return grammar.sentence(clauseOf(grammar, slim, false))
}

function clauseOf(grammar: Grammar, rule: Rule, isNested: boolean): string {
  if (rule.kind === 'segment') return grammar.segment(rule)
  if (rule.kind === 'trait') return grammar.trait(rule.trait, rule.condition)
  if (rule.kind === 'event') return grammar.event(rule, occurrenceOf(rule))
  if (rule.kind === 'event_time') return grammar.eventTime(rule)
  if (rule.kind === 'sequence') return grammar.sequence(rule)
  if (rule.kind === 'identifier') return grammar.identifier(rule)
  if (rule.kind === 'reach') return grammar.reach(rule)
  if (rule.kind === 'distance') return grammar.distance(rule)
  const members = rule.of.map((member) => clauseOf(grammar, member, true))
  return grammar.group(rule, members, isNested)
}

/** Groups that add nothing to the meaning are not put into words: an all or any of one member is that member. */
function unwrapped(rule: Rule): Rule {
  if (!isGroup(rule)) return rule
  const of = rule.of.map(unwrapped).filter((member) => rule.kind !== 'all' || !isEverybody(member))
  const [only] = of
  const isJoined = rule.kind === 'all' || rule.kind === 'any'
  return isJoined && of.length === 1 && only ? only : { ...rule, of }
}

function isEverybody(rule: Rule): boolean {
  return rule.kind === 'all' && rule.of.length === 0
}
