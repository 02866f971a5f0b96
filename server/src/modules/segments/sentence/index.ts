import { isGroup, type Rule, type RuleSentence } from '@rapport/contract'
import { chinese } from './chinese'
import { english } from './english'
import { type Grammar, occurrenceOf } from './grammar'
import { createWriter, type SentenceContext } from './write'

export type { Phrase } from './labels'
export type { SentenceContext } from './write'

/** A rule as a sentence that an operator reads, in both languages. */
export function describeRule(rule: Rule, context: SentenceContext): RuleSentence {
  return {
    'zh-CN': sentenceIn(chinese(createWriter('zh-CN', context)), rule),
    en: sentenceIn(english(createWriter('en', context)), rule),
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
