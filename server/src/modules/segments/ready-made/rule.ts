import type { Condition, Duration, ReadyMade, Rule } from '@rapport/contract'

/** A ready-made segment before it is put into words. */
export type ReadyMadeRule = Omit<ReadyMade, 'sentence'>
type Text = ReadyMade['name']

/** The parts that ready-made rules are written with. */
export const text = (zh: string, en: string): Text => ({ 'zh-CN': zh, en })
export const days = (amount: number): Duration => ({ amount, unit: 'day' })
export const trait = (name: string, condition: Condition): Rule => ({ kind: 'trait', trait: name, condition })
export const is = (name: string, ...values: string[]): Rule => trait(name, { type: 'text', op: 'is', values })
export const number = (name: string, op: 'at_least' | 'at_most' | 'is', value: number): Rule =>
  trait(name, { type: 'number', op, value })
export const money = (name: string, op: 'at_least' | 'less_than', value: number): Rule =>
  trait(name, { type: 'money', op, value })
export const date = (name: string, op: 'in_last' | 'before_last', within: number): Rule =>
  trait(name, { type: 'date', op, within: days(within) })
export const all = (...of: Rule[]): Rule => ({ kind: 'all', of })
export const any = (...of: Rule[]): Rule => ({ kind: 'any', of })
export const event = (name: string, within: number, atLeast = 1): Rule => ({
  kind: 'event',
  type: 'track',
  events: [name],
  where: [],
  window: { kind: 'last', within: days(within) },
  measure: { kind: 'count' },
  compare: atLeast === 0 ? { op: 'is', value: 0 } : { op: 'at_least', value: atLeast },
})
export const never = (name: string, within: number): Rule => event(name, within, 0)

/** `group.key` under a name; what is made for one shop says in its description where its thresholds come from. */
export function ready(
  group: ReadyMade['group'],
  key: string,
  name: Text,
  description: Text,
  rule: Rule,
): ReadyMadeRule {
  return { key: `${group}.${key}`, group, name, description, rule }
}
