import { describe, expect, it } from 'vitest'
import { uncovered, wholeRange } from './ranges'
import { queryOf, ruleOf, type Selection, toggleCell } from './selection'

const cells = (...pairs: [number, number][]): Selection => ({
  kind: 'cells',
  cells: pairs.map(([recency, frequency]) => ({ recency, frequency })),
})
const is = (trait: string, value: number) => ({
  kind: 'trait',
  trait,
  condition: { type: 'number', op: 'is', value },
})

describe('a selection of cells', () => {
  it('grows and shrinks by a click, and is none when the last one goes', () => {
    const one = toggleCell(null, { recency: 5, frequency: 1 })
    const two = toggleCell(one, { recency: 4, frequency: 1 })
    expect(two).toEqual(cells([5, 1], [4, 1]))
    expect(toggleCell(toggleCell(two, { recency: 5, frequency: 1 }), { recency: 4, frequency: 1 })).toBeNull()
    expect(toggleCell({ kind: 'segment', key: 'lost' }, { recency: 2, frequency: 2 })).toEqual(cells([2, 2]))
  })

  it('becomes a rule that reads in ranges', () => {
    expect(ruleOf(cells([5, 4]))).toEqual({ kind: 'all', of: [is('rfm_recency', 5), is('rfm_frequency', 4)] })
    expect(ruleOf(cells([5, 4], [5, 5], [1, 1], [1, 3]))).toEqual({
      kind: 'any',
      of: [
        {
          kind: 'all',
          of: [
            is('rfm_recency', 5),
            {
              kind: 'trait',
              trait: 'rfm_frequency',
              condition: { type: 'number', op: 'between', from: 4, to: 5 },
            },
          ],
        },
        {
          kind: 'all',
          of: [is('rfm_recency', 1), { kind: 'any', of: [is('rfm_frequency', 1), is('rfm_frequency', 3)] }],
        },
      ],
    })
  })

  it('asks for its people by pairs of scores', () => {
    expect(queryOf(cells([5, 4], [1, 2]))).toEqual({ cells: '54,12' })
  })
})

describe('ranges', () => {
  it('say which whole numbers a score stands for', () => {
    const bounds = [4, 5, 6.4, 8]
    expect([1, 2, 3, 4, 5].map((level) => wholeRange(bounds, level, 1))).toEqual([
      '1–3',
      '4',
      '5–6',
      '7',
      '8+',
    ])
    expect(wholeRange([2, 2, 2, 2], 2, 1)).toBeNull()
  })

  it('count combinations of scores that no segment takes', () => {
    const all = { from: 1, to: 5 }
    expect(uncovered([{ recency: all, frequency: all, monetary: all }])).toBe(0)
    expect(uncovered([{ recency: all, frequency: all, monetary: { from: 1, to: 4 } }])).toBe(25)
    expect(uncovered([])).toBe(125)
  })
})
