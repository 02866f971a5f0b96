import type { RfmClassKey, RfmSummary, Rule } from '@rapport/contract'

export interface Cell {
  readonly recency: number
  readonly frequency: number
}

/** Whose people are shown below: some cells of the grid, a named segment, or a class. */
export type Selection =
  | { readonly kind: 'cells'; readonly cells: readonly Cell[] }
  | { readonly kind: 'segment'; readonly key: string }
  | { readonly kind: 'class'; readonly key: RfmClassKey }

export function isSame(one: Cell, other: Cell): boolean {
  return one.recency === other.recency && one.frequency === other.frequency
}

/** The selection with a cell put in or taken out; null when nothing is left. */
export function toggleCell(selection: Selection | null, cell: Cell): Selection | null {
  const cells = selection?.kind === 'cells' ? selection.cells : []
  const next = cells.some((other) => isSame(other, cell))
    ? cells.filter((other) => !isSame(other, cell))
    : [...cells, cell]
  return next.length === 0 ? null : { kind: 'cells', cells: next }
}

/** How many people a selection holds, by the tables of the run. */
export function peopleIn(selection: Selection, { grid, segments, classes }: RfmSummary): number {
  switch (selection.kind) {
    case 'cells':
      return grid
        .filter((cell) => selection.cells.some((other) => isSame(other, cell)))
        .reduce((sum, { people }) => sum + people, 0)
    case 'segment':
      return segments.find(({ key }) => key === selection.key)?.people ?? 0
    case 'class':
      return classes.find(({ key }) => key === selection.key)?.people ?? 0
  }
}

/** What the list of people asks the API. */
export function queryOf(selection: Selection): { cells?: string; segment?: string; class?: RfmClassKey } {
  switch (selection.kind) {
    case 'cells':
      return { cells: selection.cells.map(({ recency, frequency }) => `${recency}${frequency}`).join(',') }
    case 'segment':
      return { segment: selection.key }
    case 'class':
      return { class: selection.key }
  }
}

/** The selection as a rule to keep: it follows the scores of every later run. */
export function ruleOf(selection: Selection): Rule {
  if (selection.kind === 'segment') return key('rfm_segment', selection.key)
  if (selection.kind === 'class') return key('rfm_class', selection.key)
  const rows = [...new Set(selection.cells.map(({ recency }) => recency))].sort((a, b) => b - a)
  const members = rows.map((recency): Rule => {
    const scores = selection.cells
      .filter((cell) => cell.recency === recency)
      .map(({ frequency }) => frequency)
    return { kind: 'all', of: [score('rfm_recency', recency), frequencies(scores)] }
  })
  const [only] = members
  return only && members.length === 1 ? only : { kind: 'any', of: members }
}

/** Neighbouring scores read as a range. */
function frequencies(scores: readonly number[]): Rule {
  const sorted = [...scores].sort((a, b) => a - b)
  const [from = 1, to = from] = [sorted[0], sorted.at(-1)]
  if (from === to) return score('rfm_frequency', from)
  if (to - from + 1 === sorted.length)
    return { kind: 'trait', trait: 'rfm_frequency', condition: { type: 'number', op: 'between', from, to } }
  return { kind: 'any', of: sorted.map((value) => score('rfm_frequency', value)) }
}

function score(trait: string, value: number): Rule {
  return { kind: 'trait', trait, condition: { type: 'number', op: 'is', value } }
}

function key(trait: string, value: string): Rule {
  return { kind: 'trait', trait, condition: { type: 'text', op: 'is', values: [value] } }
}
