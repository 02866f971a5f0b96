import type { RfmClassKey, Rule } from '@rapport/contract'

/** The people of a cell, a segment or a class of the latest RFM run: a rule like any other. */
export function rfmPeopleRule(asked: {
  readonly recency?: number
  readonly frequency?: number
  readonly monetary?: number
  readonly segment?: string
  readonly class?: RfmClassKey
}): Rule {
  const score = (trait: string, value: number | undefined): Rule[] =>
    value === undefined ? [] : [{ kind: 'trait', trait, condition: { type: 'number', op: 'is', value } }]
  const key = (trait: string, value: string | undefined): Rule[] =>
    value === undefined
      ? []
      : [{ kind: 'trait', trait, condition: { type: 'text', op: 'is', values: [value] } }]
  return {
    kind: 'all',
    of: [
      { kind: 'trait', trait: 'rfm_segment', condition: { type: 'presence', op: 'is_set' } },
      ...score('rfm_recency', asked.recency),
      ...score('rfm_frequency', asked.frequency),
      ...score('rfm_monetary', asked.monetary),
      ...key('rfm_segment', asked.segment),
      ...key('rfm_class', asked.class),
    ],
  }
}
