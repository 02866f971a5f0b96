import { expect, it } from 'vitest'
import { layoutUpset, upsetSizes } from './upset-layout'

const set = (people: number) => ({ id: null, name: '', people })
const { bars, labels, row, column } = upsetSizes

it('draws the largest intersection first, as high as there is room, the others in proportion', () => {
  const { columns, width, height } = layoutUpset({
    sets: [set(30), set(20)],
    parts: [
      { of: [1], people: 5 },
      { of: [0], people: 20 },
      { of: [0, 1], people: 10 },
    ],
  })
  expect(columns.map(({ key }) => key)).toEqual(['0', '0 1', '1'])
  expect(columns.map(({ bar }) => bar.height)).toEqual([bars, bars / 2, bars / 4])
  expect(columns.every(({ bar }) => bar.y + bar.height === labels + bars)).toBe(true)
  expect([width, height]).toEqual([3 * column, labels + bars + 2 * row])
})

it('joins the dots of an intersection from its first to its last set', () => {
  const { columns, rows } = layoutUpset({
    sets: [set(9), set(9), set(3)],
    parts: [
      { of: [0, 2], people: 3 },
      { of: [1], people: 1 },
    ],
  })
  expect(columns[0]?.line).toEqual({ from: rows[0]?.y, to: rows[2]?.y })
  expect(columns[0]?.dots.map(({ isIn }) => isIn)).toEqual([true, false, true])
  expect(columns[1]?.line).toBeNull()
  expect(rows.map(({ share }) => share)).toEqual([1, 1, 1 / 3])
})

it('shows a few people beside very many, leaves out what cannot be compared, and stands with nobody', () => {
  const crowd = layoutUpset({
    sets: [set(1_000_000), set(1)],
    parts: [
      { of: [0], people: 1_000_000 },
      { of: [1], people: 1 },
    ],
  })
  expect(crowd.columns[1]?.bar.height).toBe(2)
  const parts = Array.from({ length: 30 }, (_, at) => ({ of: [at], people: at }))
  expect(layoutUpset({ sets: [], parts })).toMatchObject({ left: 10 })
  expect(layoutUpset({ sets: [set(0)], parts: [] })).toMatchObject({ columns: [], rows: [{ share: 0 }] })
})
