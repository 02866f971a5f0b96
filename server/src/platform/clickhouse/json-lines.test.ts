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

it('writes half a surrogate pair as a character that the engine reads, and nothing else differently', () => {
  const row = { 'k\ud800': 'a\udfff b\\ud800 \\\udbff 😀 \n "\ud83d"', kept: '\\ud800' }
  expect(JsonLines.of([row]).row(0)).toEqual({
    'k\ufffd': 'a\ufffd b\\ud800 \\\ufffd 😀 \n "\ufffd"',
    kept: '\\ud800',
  })
})

it('is empty at first', () => {
  expect(new JsonLines().bytes).toHaveLength(0)
})
