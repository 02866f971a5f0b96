import { importLimits } from '@rapport/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCsvParser } from './csv'
import { createJsonLinesParser, jsonColumns } from './jsonl'
import type { RowParser } from './row'

function readAll(parser: RowParser, pieces: Iterable<string>) {
  const rows = [...pieces].flatMap((piece) => parser.push(piece))
  return [...rows, ...parser.end()]
}
const cellsOf = (text: string, separator = ',') =>
  readAll(createCsvParser(separator), [text]).map((row) => row.cells)

describe('a CSV parser', () => {
  it.each([
    [
      'plain rows',
      'a,b\n1,2\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'a last row without a newline',
      'a,b\n1,2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'Windows line ends',
      'a,b\r\n1,"2"\r\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'separators, quotes and newlines inside quotes',
      '"a,b","say ""hi""","two\nlines"\n',
      [['a,b', 'say "hi"', 'two\nlines']],
    ],
    ['empty cells', ',\n"",x\n', [['', 'x']]],
    [
      'rows of nothing',
      'a,b\n,\n\n1,2\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    ['ragged rows', 'a,b\n1\n1,2,3\n', [['a', 'b'], ['1'], ['1', '2', '3']]],
    ['quotes in the middle of a cell', 'x"y"z,5" disk\n', [['x"y"z', '5" disk']]],
    ['text after a closing quote', '"a"b,c\n', [['ab', 'c']]],
    ['a quoted last cell at the end of the file', 'a,"b"', [['a', 'b']]],
  ])('reads %s', (_, text, expected) => {
    expect(cellsOf(text)).toEqual(expected)
  })

  it('reads any separator', () => {
    expect(cellsOf('a;b;"c;d"\n', ';')).toEqual([['a', 'b', 'c;d']])
    expect(cellsOf('a\tb\n', '\t')).toEqual([['a', 'b']])
  })

  it('gives back whatever a correct writer wrote, however the text is cut into pieces', () => {
    const cell = fc.string({
      unit: fc.constantFrom('a', '中', '"', ',', '\n', '\r\n', ' ', '1'),
      maxLength: 6,
    })
    const row = fc
      .array(cell, { minLength: 2, maxLength: 4 })
      .filter((cells) => cells.some((text) => text !== ''))
    fc.assert(
      fc.property(fc.array(row, { maxLength: 6 }), fc.integer({ min: 1, max: 9 }), (rows, size) => {
        const text = rows
          .map((cells) => `${cells.map((one) => `"${one.replaceAll('"', '""')}"`).join(',')}\r\n`)
          .join('')
        const pieces = text.match(new RegExp(`[\\s\\S]{1,${size}}`, 'g')) ?? []
        expect(readAll(createCsvParser(','), pieces).map((read) => read.cells)).toEqual(rows)
      }),
    )
  })

  it('loses only the row whose quote is never closed', () => {
    const lines = Array.from({ length: 50_000 }, (_, n) => `${n},value\n`).join('')
    const rows = readAll(createCsvParser(','), ['a,b\n1,"open\n', lines])
    expect(rows.length).toBe(50_002)
    expect(rows[1]).toEqual({ row: 2, cells: ['1', '"open'], problem: 'unclosed_quote' })
    expect(rows.filter((row) => row.problem).length).toBe(1)
    expect(rows.at(-1)?.cells).toEqual(['49999', 'value'])
  })

  it('reports an unclosed quote whose row would pass the limit, and reads on at the next line', () => {
    const lines = Array.from({ length: 100 }, (_, n) => `${n},${'x'.repeat(20_000)}\n`)
    const rows = readAll(createCsvParser(','), ['1,"open\n', ...lines])
    expect(rows.length).toBe(101)
    expect(rows[0]?.problem).toBe('unclosed_quote')
    expect(rows.slice(1).every((row) => row.problem === undefined)).toBe(true)
  })

  it('skips one line of 100 MB without holding it, and reads the rest', () => {
    const piece = 'x'.repeat(256 * 1024)
    function* pieces() {
      yield 'a,b\n1,'
      for (let n = 0; n < 400; n += 1) yield piece
      yield '\n2,3\n'
    }
    const parser = createCsvParser(',')
    const rows = readAll(parser, pieces())
    expect(rows.map((row) => row.problem)).toEqual([undefined, 'row_too_long', undefined])
    expect(rows[1]?.cells[1]?.length).toBeLessThanOrEqual(2_000)
    expect(rows[2]).toEqual({ row: 3, cells: ['2', '3'] })
  })

  it('refuses a quoted row past the limit even when it arrives whole', () => {
    const rows = readAll(createCsvParser(','), [`a,"${'x\n'.repeat(importLimits.rowCharsMax)}"\n1,2\n`])
    expect(rows.at(-1)).toMatchObject({ cells: ['1', '2'] })
    expect(rows[0]?.problem).toBe('row_too_long')
  })

  it('does not hold a million columns', () => {
    const rows = readAll(createCsvParser(','), [`a,b\n${'1,'.repeat(500_000)}\n3,4\n`])
    expect(rows.map((row) => [row.cells.length, row.problem])).toEqual([
      [2, undefined],
      [importLimits.columnsMax, 'too_many_cells'],
      [2, undefined],
    ])
  })

  it('refuses a cell past its limit', () => {
    const rows = readAll(createCsvParser(','), [
      `a,${'x'.repeat(importLimits.cellCharsMax + 1)}\nb,${'x'.repeat(importLimits.cellCharsMax)}\n`,
    ])
    expect(rows.map((row) => row.problem)).toEqual(['cell_too_long', undefined])
  })
})

describe('a JSON Lines parser', () => {
  const text = '{"id":1,"address":{"city":"深圳"},"tags":["a","b"]}\n\n{"id":"2","ok":true,"none":null}\n'

  it('finds the columns, those of inner objects too', () => {
    expect(jsonColumns(text.split('\n'))).toEqual(['id', 'address.city', 'tags', 'ok', 'none'])
  })

  it('reads values as the texts of cells', () => {
    const parser = createJsonLinesParser(['id', 'address.city', 'tags', 'ok'])
    expect(readAll(parser, [text.slice(0, 20), text.slice(20)])).toEqual([
      { row: 1, cells: ['1', '深圳', '["a","b"]', ''] },
      { row: 2, cells: ['2', '', '', 'true'] },
    ])
  })

  it('reports a line that is not an object and reads on', () => {
    const rows = readAll(createJsonLinesParser(['id']), ['{"id":\n[1]\n7\n{"id":1}'])
    expect(rows.map((row) => row.problem)).toEqual([
      'malformed_json',
      'malformed_json',
      'malformed_json',
      undefined,
    ])
  })

  it('skips a line past the limit without holding it', () => {
    const piece = 'x'.repeat(256 * 1024)
    const pieces = ['{"id":"', ...Array.from({ length: 40 }, () => piece), '"}\n{"id":"next"}\n']
    const rows = readAll(createJsonLinesParser(['id']), pieces)
    expect(rows.map((row) => row.problem)).toEqual(['row_too_long', undefined])
    expect(readAll(createJsonLinesParser(['id']), pieces.slice(0, -1)).map((row) => row.problem)).toEqual([
      'row_too_long',
    ])
  })
})
