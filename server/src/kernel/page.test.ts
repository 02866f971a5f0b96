import { describe, expect, it } from 'vitest'
import { Failure } from './failure'
import { type CursorKey, decodeCursor, encodeCursor } from './page'

const id = '018f0000-0000-7000-8000-000000000001'
const at = '2026-02-28T10:00:00.000Z'

describe('a cursor', () => {
  it('gives back the sort keys that were hidden in it', () => {
    expect(decodeCursor(encodeCursor([at, id]), 'time', 'uuid')).toEqual([at, id])
    expect(decodeCursor(encodeCursor([-12.5, '茶', 7, '-40']), 'number', 'text', 'whole', 'digits')).toEqual([
      -12.5,
      '茶',
      7,
      '-40',
    ])
  })

  it.each([undefined, null, ''])('of the first page (%j) has none', (cursor) => {
    expect(decodeCursor(cursor, 'time', 'uuid')[0]).toBeUndefined()
  })

  it.each<[string, string, CursorKey[]]>([
    ['no JSON', 'zzzz', ['text']],
    ['an object', Buffer.from('{}').toString('base64url'), ['text']],
    ['of another length', encodeCursor([at]), ['time', 'uuid']],
    ['of a list in another order', encodeCursor(['Ada', id]), ['time', 'uuid']],
    ['with a year for a moment', encodeCursor(['2020', id]), ['time', 'uuid']],
    ['with a day that is none', encodeCursor(['2026-02-29T10:00:00.000Z', id]), ['time', 'uuid']],
    ['with no id', encodeCursor([at, 'zz']), ['time', 'uuid']],
    ['with a number beyond all', Buffer.from('[1e999]').toString('base64url'), ['whole']],
    ['with a broken whole number', encodeCursor([1.5]), ['whole']],
    ['with a version that no column holds', encodeCursor([2 ** 31]), ['int32']],
    ['with words for digits', encodeCursor(['1e5']), ['digits']],
    ['with NUL in a text', encodeCursor(['a\u0000']), ['text']],
  ])('%s is refused as one that the list did not give out', (_, cursor, forms) => {
    expect(() => decodeCursor(cursor, ...forms)).toThrow(Failure)
  })
})
