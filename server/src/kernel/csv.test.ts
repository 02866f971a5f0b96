import { expect, it } from 'vitest'
import { csvCell, csvLine } from './csv'

it.each([
  ['plain', 'plain'],
  ['a,b', '"a,b"'],
  ['say "hi"', '"say ""hi"""'],
  ['two\nlines', '"two\nlines"'],
  ['=1+1', "'=1+1"],
  ['@cmd', "'@cmd"],
  ['-cmd', "'-cmd"],
  ['\tx', "'\tx"],
  ['-5.50', '-5.50'],
  ['+8613812345678', '+8613812345678'],
  [-5, '-5'],
  [null, ''],
  [undefined, ''],
  [['a', 'b'], '"[""a"",""b""]"'],
])('%j is written as %j', (value, cell) => {
  expect(csvCell(value)).toBe(cell)
})

it('a line ends as RFC 4180 says', () => {
  expect(csvLine(['a', 1, null])).toBe('a,1,\r\n')
})
