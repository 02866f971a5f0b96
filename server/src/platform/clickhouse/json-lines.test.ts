import { expect, it } from 'vitest'
import { JsonLines } from './json-lines'

const rows = Array.from({ length: 400 }, (_, index) => ({ index, text: '知客😀'.repeat(index), none: null }))

it('holds each row as one line, however many and however large', () => {
  const lines = JsonLines.of(rows)
  expect(lines).toHaveLength(rows.length)
  expect(lines.bytes.toString()).toBe(rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
})

it('gives back a row as it was added', () => {
  expect(JsonLines.of(rows).row(0)).toEqual(rows[0])
  expect(JsonLines.of(rows).row(399)).toEqual(rows[399])
})

it('picks lines in order, to which more may be added', () => {
  const picked = JsonLines.of(rows).pick((index) => index % 100 === 7)
  picked.add({ last: true })
  expect(Array.from({ length: picked.length }, (_, index) => picked.row(index))).toEqual([
    rows[7],
    rows[107],
    rows[207],
    rows[307],
    { last: true },
  ])
})

it('is empty at first', () => {
  expect(new JsonLines().bytes).toHaveLength(0)
})
