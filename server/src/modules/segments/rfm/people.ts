import type { RfmClassKey, Rule } from '@rapport/contract'

export interface RfmPeople {
  /** Cells of the grid, recency and frequency: `55,54`. */
  readonly cells?: string
  readonly monetary?: number
  readonly segment?: string
  readonly class?: RfmClassKey
}

/** The people of some cells, of a segment or of a class, as the latest run scored them: a rule like any other. */
export function rfmPeopleRule({ cells, monetary, segment, class: classKey }: RfmPeople): Rule {
  return {
    kind: 'all',
    of: [
      { kind: 'trait', trait: 'rfm_segment', condition: { type: 'presence', op: 'is_set' } },
      ...(cells === undefined ? [] : [{ kind: 'any' as const, of: cells.split(',').map(cellRule) }]),
      ...(monetary === undefined ? [] : [score('rfm_monetary', monetary)]),
      ...(segment === undefined ? [] : [key('rfm_segment', segment)]),
      ...(classKey === undefined ? [] : [key('rfm_class', classKey)]),
    ],
  }
}

function cellRule(cell: string): Rule {
  const [recency, frequency] = [...cell].map(Number)
  return { kind: 'all', of: [score('rfm_recency', recency ?? 0), score('rfm_frequency', frequency ?? 0)] }
}

function score(trait: string, value: number): Rule {
  return { kind: 'trait', trait, condition: { type: 'number', op: 'is', value } }
}

function key(trait: string, value: string): Rule {
  return { kind: 'trait', trait, condition: { type: 'text', op: 'is', values: [value] } }
}
