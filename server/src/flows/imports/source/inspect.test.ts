import { createReadStream } from 'node:fs'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, deflateRawSync, gzipSync } from 'node:zlib'
import { importLimits } from '@rapport/contract'
import ExcelJS from 'exceljs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inspectFile } from './inspect'
import { openRows, type SourceFile } from './open'
import type { SourceRow } from './row'

let folder: string
let files = 0
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rapport-source-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function stored(content: Buffer | string): Promise<SourceFile> {
  files += 1
  const path = join(folder, `file-${files}`)
  await writeFile(path, content)
  return {
    path,
    bytes: (await stat(path)).size,
    read: () => createReadStream(path, { highWaterMark: 64 * 1024 }),
  }
}

async function readAll(file: SourceFile): Promise<SourceRow[]> {
  const { format, headers } = await inspectFile(file)
  const rows: SourceRow[] = []
  for await (const some of openRows(file, format, headers)) rows.push(...some)
  return rows
}

/** 姓名,手机号 / 张三,13812345678 in GBK, as Excel in China writes CSV. */
const gbk = Buffer.from('d0d5c3fb2ccad6bbfabac50d0ad5c5c8fd2c31333831323334353637380d0a', 'hex')
const people = '姓名,手机号\r\n张三,13812345678\r\n'

describe('a text file is recognised', () => {
  it.each([
    ['UTF-8', Buffer.from(people), 'utf-8'],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${people}`), 'utf-8'],
    ['GBK from a Chinese Excel', gbk, 'gb18030'],
    ['UTF-16LE with a mark', Buffer.from(`\ufeff${people}`, 'utf16le'), 'utf-16le'],
    ['UTF-16LE without one', Buffer.from(`name,phone_number\r\n张三,13812345678\r\n`, 'utf16le'), 'utf-16le'],
    ['UTF-16BE with a mark', Buffer.from(`\ufeff${people}`, 'utf16le').swap16(), 'utf-16be'],
    ['gzip', gzipSync(people), 'utf-8'],
  ])('in %s', async (_, content, encoding) => {
    const found = await inspectFile(await stored(content))
    expect(found.format).toMatchObject({ kind: 'csv', encoding, separator: ',', headerRow: 1 })
    expect(found.rows).toMatchObject([{ row: 1, cells: ['张三', '13812345678'] }])
    expect(found.rowsTotal).toBe(1)
  })

  it.each(['utf16le', 'utf16be'])(
    'in %s, and its rows are counted whatever bytes they have',
    async (wide) => {
      const rows = Array.from({ length: 40_000 }, (_, n) => `上海上海 ${n},1381234${n}\r\n`).join('')
      const little = Buffer.from(`\ufeff城市,手机号\r\n${rows}上,1`, 'utf16le')
      const found = await inspectFile(await stored(wide === 'utf16le' ? little : little.swap16()))
      expect(found.rowsTotal).toBe(40_001)
    },
  )

  it.each([
    ['one column', `user_id\n${'1\n'.repeat(500_000)}`],
    ['a quotation mark that nobody closes', `user_id,email,note\n"x,${'a\n'.repeat(300_000)}`],
    ['lines that are no JSON', `{"user_id":"1"}\n${'x\n'.repeat(300_000)}`],
  ])('with a hundred thousand rows in each piece that is read: %s', async (_, content) => {
    const found = await inspectFile(await stored(content))
    expect(found.rows.length).toBeLessThanOrEqual(1_000)
    expect(found.rows.length).toBeGreaterThan(0)
  })

  it('with a value nested too deep to be written, in a row that is told of', async () => {
    const deep = `{"user_id":"2","a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`
    const found = await inspectFile(await stored(`{"user_id":"1","a":"x"}\n${deep}\n{"user_id":"3"}\n`))
    expect(found.rows).toMatchObject([{ cells: ['1', 'x'] }, { problem: 'too_deep' }, { cells: ['3', ''] }])
  })

  it('by its first foreign character even when that comes after a megabyte of ASCII', async () => {
    const ascii = Array.from(
      { length: 60_000 },
      (_, n) => `name ${n},1381234${String(n).padStart(5, '0')}\r\n`,
    ).join('')
    const found = await inspectFile(await stored(Buffer.concat([Buffer.from(`name,phone\r\n${ascii}`), gbk])))
    expect(found.format.encoding).toBe('gb18030')
    expect(found.rowsTotal).toBe(60_002)
  })

  it.each([
    ['semicolons', 'a;b\n1,5;2\n2,5;3\n', ';', ['a', 'b']],
    ['tabs', 'a\tb\n1\t2\n', '\t', ['a', 'b']],
    ['a declared separator', 'sep=|\na|b\n1|2\n', '|', ['a', 'b']],
    ['full-width commas', '姓名，城市\n张三，深圳\n', '，', ['姓名', '城市']],
    ['one column', 'email\nada@example.com\n', ',', ['email']],
    ['old Mac line ends', 'a,b\r1,2\r', ',', ['a', 'b']],
  ])('with %s', async (_, content, separator, headers) => {
    const found = await inspectFile(await stored(content))
    expect(found.format.separator).toBe(separator)
    expect(found.headers).toEqual(headers)
    expect(found.rows.length).toBeGreaterThan(0)
  })

  it('with a title over the table, with no header, and with nameless columns', async () => {
    const titled = await inspectFile(
      await stored('2024年客户表,,\n姓名,手机号,城市\n张三,13812345678,深圳\n'),
    )
    expect([titled.format.headerRow, titled.headers]).toEqual([2, ['姓名', '手机号', '城市']])
    expect(titled.rows).toEqual([{ row: 1, cells: ['张三', '13812345678', '深圳'] }])
    const bare = await inspectFile(await stored('张三,13812345678\n李四,13812345679\n'))
    expect([bare.format.headerRow, bare.headers, bare.rows.length]).toEqual([0, ['A', 'B'], 2])
    const nameless = await inspectFile(await stored('id,,name\n1,x,y\n'))
    expect(nameless.headers).toEqual(['id', 'B', 'name'])
  })

  it('as JSON Lines', async () => {
    const found = await inspectFile(await stored('{"id":"1","address":{"city":"深圳"}}\n{"id":"2"}\n'))
    expect(found).toMatchObject({ format: { kind: 'jsonl' }, headers: ['id', 'address.city'], rowsTotal: 2 })
  })

  it('and a person may know better', async () => {
    const file = await stored(gbk)
    const found = await inspectFile(file, { encoding: 'big5', separator: ';', headerRow: 0 })
    expect(found.format).toMatchObject({ encoding: 'big5', separator: ';', headerRow: 0 })
    expect(found.headers).toEqual(['A'])
  })

  it('short rows are filled up and long ones reported', async () => {
    expect(await readAll(await stored('a,b\n1\n1,2,,\n1,2,3\n'))).toEqual([
      { row: 1, cells: ['1', ''] },
      { row: 2, cells: ['1', '2'] },
      { row: 3, cells: ['1', '2', '3'], problem: 'too_many_cells' },
    ])
  })
})

describe('what is not a table is refused with a code that says what it is', () => {
  it.each([
    ['nothing', '', 'empty_file'],
    ['a header alone', 'a,b\n', 'no_rows'],
    ['an old Excel file', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'old_excel'],
    ['Parquet', 'PAR1....', 'parquet'],
    ['a PDF', '%PDF-1.7', 'not_a_table'],
    ['a web page that calls itself .xls', '<html><table><tr><td>1</td></tr></table></html>', 'not_a_table'],
    ['a JSON array', '[\n{"a":1}]', 'json_array'],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d4948445200000000', 'hex'), 'not_a_table'],
    ['a damaged gzip', gzipSync(people).subarray(0, 20), 'damaged_gzip'],
    ['a zip without a sheet', zipOf({ 'a.txt': Buffer.from('hello') }), 'no_sheet'],
    ['half a zip', zipOf({ 'a.txt': Buffer.from('hello') }).subarray(0, 40), 'damaged_excel'],
    [
      'a million columns',
      `${Array.from({ length: 100_000 }, (_, n) => `c${n}`).join(',')}\n1\n`,
      'too_many_columns',
    ],
  ])('%s', async (_, content, code) => {
    await expect(inspectFile(await stored(content))).rejects.toMatchObject({ details: { code } })
  })

  it('a gzip bomb, before it has filled anything', async () => {
    const bomb = gzipSync(Buffer.alloc(150 * 1024 * 1024))
    expect(bomb.length).toBeLessThan(200_000)
    await expect(inspectFile(await stored(bomb))).rejects.toMatchObject({
      details: { code: 'inflated_too_large' },
    })
  })
})

describe('an Excel workbook', () => {
  async function workbook(fill: (book: ExcelJS.Workbook) => void): Promise<SourceFile> {
    const book = new ExcelJS.Workbook()
    fill(book)
    return stored(Buffer.from(await book.xlsx.writeBuffer()))
  }

  it('gives texts, numbers, dates, booleans, rich text and formula results as a person sees them', async () => {
    const file = await workbook((book) => {
      const sheet = book.addWorksheet('订单')
      sheet.addRow(['订单号', '下单时间', '日期', '金额', '手机号', '已付', '备注', '合计'])
      const row = sheet.addRow([
        'A1',
        new Date(Date.UTC(2024, 2, 1, 8, 5)),
        new Date(Date.UTC(2024, 2, 1)),
        0.1 + 0.2,
        13812345678,
        true,
        { richText: [{ text: '加' }, { text: '急', font: { bold: true } }] },
        { formula: 'D2*2', result: 0.6 },
      ])
      row.getCell(2).numFmt = 'yyyy"年"m"月"d"日" h:mm'
      row.getCell(3).numFmt = 'yyyy-mm-dd'
      book.addWorksheet('说明').addRow(['nothing'])
      book.addWorksheet('藏', { state: 'hidden' }).addRow(['secret'])
    })
    const found = await inspectFile(file)
    expect(found.format).toMatchObject({
      kind: 'xlsx',
      sheet: '订单',
      sheets: ['订单', '说明'],
      headerRow: 1,
    })
    expect(found.rowsTotal).toBe(1)
    expect(found.rows[0]?.cells).toEqual([
      'A1',
      '2024-03-01 08:05:00',
      '2024-03-01',
      '0.3',
      '13812345678',
      'true',
      '加急',
      '0.6',
    ])
  })

  it('may have its sheet chosen', async () => {
    const file = await workbook((book) => {
      book.addWorksheet('one').addRows([['a'], ['x']])
      book.addWorksheet('two').addRows([['b'], ['y'], ['z']])
    })
    const found = await inspectFile(file, { sheet: 'two' })
    expect([found.headers, found.rowsTotal]).toEqual([['b'], 2])
    await expect(inspectFile(file, { sheet: 'three' })).rejects.toMatchObject({
      details: { code: 'no_sheet' },
    })
  })

  it('of 5,000 rows is read in pieces', async () => {
    const file = await workbook((book) => {
      const sheet = book.addWorksheet('rows')
      sheet.addRow(['id', 'name'])
      for (let n = 1; n <= 5_000; n += 1) sheet.addRow([n, `name ${n}`])
    })
    expect((await inspectFile(file)).rowsTotal).toBe(5_000)
    const rows = await readAll(file)
    expect(rows.length).toBe(5_000)
    expect(rows.at(-1)).toEqual({ row: 5_000, cells: ['5000', 'name 5000'] })
  })

  const parts = (sheet: string) => ({
    'xl/workbook.xml': Buffer.from('<workbook><sheets><sheet name="s" r:id="r1"/></sheets></workbook>'),
    'xl/_rels/workbook.xml.rels': Buffer.from(
      '<Relationships><Relationship Id="r1" Target="worksheets/any.xml"/></Relationships>',
    ),
    'xl/worksheets/any.xml': Buffer.from(`<worksheet><sheetData>${sheet}</sheetData></worksheet>`),
  })

  it('without cell references or with text inside the cells is read too', async () => {
    const sheet =
      '<row><c t="inlineStr"><is><t>name</t></is></c><c t="str"><v>city</v></c></row><row><c t="inlineStr"><is><r><t>A</t></r><r><t>da</t></r></is></c><c t="str"><v>Bath</v></c></row>'
    expect(await readAll(await stored(zipOf(parts(sheet))))).toEqual([{ row: 1, cells: ['Ada', 'Bath'] }])
  })

  it('that names a column beyond reason costs nothing', async () => {
    const sheet =
      '<row><c r="A1" t="str"><v>a</v></c></row><row><c r="ZZZZZ2"><v>1</v></c></row><row><c r="A3"><v>2</v></c></row>'
    const rows = await readAll(await stored(zipOf(parts(sheet))))
    expect(rows.map((row) => row.problem)).toEqual(['too_many_cells', undefined])
  })

  it('that is a zip bomb is stopped at the limit, whatever size it claims', async () => {
    const bomb = Buffer.alloc(importLimits.sharedTextBytesMax + 1024 * 1024, 'x')
    const file = await stored(
      zipOf(
        {
          ...parts('<row><c t="s"><v>0</v></c></row>'),
          'xl/sharedStrings.xml': Buffer.concat([Buffer.from('<sst>'), bomb]),
        },
        10,
      ),
    )
    await expect(inspectFile(file)).rejects.toMatchObject({
      code: expect.stringMatching(/too_large|unprocessable/),
    })
  })

  it('with entities that multiply is refused', async () => {
    const laughs =
      '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><worksheet><sheetData><row><c t="str"><v>&b;</v></c></row></sheetData></worksheet>'
    const file = await stored(zipOf({ ...parts(''), 'xl/worksheets/any.xml': Buffer.from(laughs) }))
    await expect(inspectFile(file)).rejects.toMatchObject({ details: { code: 'damaged_excel' } })
  })
})

/** A zip archive of the parts; `claimedBytes` is what its directory says each unpacks to. */
function zipOf(parts: Readonly<Record<string, Buffer>>, claimedBytes?: number): Buffer {
  const bodies: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [name, content] of Object.entries(parts)) {
    const packed = deflateRawSync(content)
    const head = Buffer.alloc(30)
    head.writeUInt32LE(0x04034b50, 0)
    head.writeUInt16LE(8, 8)
    head.writeUInt32LE(crc32(content), 14)
    head.writeUInt32LE(packed.length, 18)
    head.writeUInt32LE(claimedBytes ?? content.length, 22)
    head.writeUInt16LE(name.length, 26)
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50, 0)
    head.copy(entry, 10, 8, 30)
    entry.writeUInt16LE(name.length, 28)
    entry.writeUInt32LE(offset, 42)
    bodies.push(head, Buffer.from(name), packed)
    directory.push(entry, Buffer.from(name))
    offset += 30 + name.length + packed.length
  }
  const listing = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(directory.length / 2, 8)
  end.writeUInt16LE(directory.length / 2, 10)
  end.writeUInt32LE(listing.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...bodies, listing, end])
}
