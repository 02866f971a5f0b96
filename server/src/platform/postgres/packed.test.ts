import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type OpenEngines,
  openEmbeddedEngines,
  openServerEngines,
} from '../../../../test/harness/open-engines'
import { packed } from './packed'

const ids = ['00000000-0000-4000-8000-0000000000ff', 'FEDCBA98-7654-4321-8FED-CBA987654321']

describe.each([
  ['embedded engines', openEmbeddedEngines],
  ['real servers', openServerEngines],
])('lists as one parameter on %s', (_, open) => {
  let engines: OpenEngines
  beforeAll(async () => {
    engines = await open()
  })
  afterAll(() => engines.close())

  const elements = async (type: string, list: Uint8Array, as = 'value') =>
    (
      await engines.db.query<{ value: unknown }>(
        `SELECT ${as} AS value FROM unnest($1::${type}[]) AS value`,
        [list],
      )
    ).map(({ value }) => value)

  it.each([
    ['uuid', packed.uuid(ids), ids.map((id) => id.toLowerCase())],
    [
      'text',
      packed.text(['', '知客 😀', 'a\u001fb\u001e', '\'{}"\\']),
      ['', '知客 😀', 'a\u001fb\u001e', '\'{}"\\'],
    ],
    ['bigint', packed.bigint([0, -1, 2 ** 52 + 1, -(2 ** 52) - 1]), [0, -1, 2 ** 52 + 1, -(2 ** 52) - 1]],
    ['int', packed.int([0, -7, 2 ** 31 - 1]), [0, -7, 2 ** 31 - 1]],
    ['real', packed.real([0.5, -3.25]), [0.5, -3.25]],
  ])('reads %s as they were', async (type, list, expected) => {
    expect(await elements(type, list)).toEqual(expected)
  })

  it('reads moments to the millisecond, of any year, and none', async () => {
    const moments = [
      '0001-01-01T00:00:00.001Z',
      '1969-12-31T23:59:59.999Z',
      '2026-11-23T01:02:03.004Z',
      '9999-12-31T23:59:59.999Z',
    ]
    const list = packed.time([...moments.map((moment) => Date.parse(moment)), null])
    const text = `to_char(value AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
    expect(await elements('timestamptz', list, text)).toEqual([...moments, null])
  })

  it('reads bytes as they were', async () => {
    const list = packed.bytea([new Uint8Array([0, 255, 7]), new Uint8Array(300).fill(9), new Uint8Array()])
    expect(await elements('bytea', list, `encode(value, 'hex')`)).toEqual(['00ff07', '09'.repeat(300), ''])
  })

  it('grows with what it holds', async () => {
    const long = Array.from({ length: 50 }, (_, index) => '知'.repeat(index * 100))
    expect(await elements('text', packed.text(long))).toEqual(long)
  })

  it.each(['uuid', 'text', 'time', 'bigint', 'int', 'real', 'bytea'] as const)(
    'reads no %s as none',
    async (kind) => {
      const type = kind === 'time' ? 'timestamptz' : kind
      expect(await elements(type, packed[kind]([]))).toEqual([])
    },
  )
})

it.each(['', 'no', '00000000-0000-4000-8000-0000000000fg', '00000000-0000-4000-8000-0000000000f知'])(
  'refuses %j as an id',
  (value) => {
    expect(() => packed.uuid([value])).toThrow(RangeError)
  },
)

it('refuses what is no moment', () => {
  expect(() => packed.time([Number.NaN])).toThrow(RangeError)
})
