import { propertyPathSchema, traitPathSchema } from '@rapport/contract'
import { describe, expect, it } from 'vitest'
import { anyPath, parsePath, typedPath } from './path'

describe('a path', () => {
  it('is cut at dots, and at the mark of a list', () => {
    expect(parsePath('city')).toEqual({ outer: ['city'], inner: null })
    expect(parsePath('address.city')).toEqual({ outer: ['address', 'city'], inner: null })
    expect(parsePath('cart.products[].detail.sku')).toEqual({
      outer: ['cart', 'products'],
      inner: ['detail', 'sku'],
    })
  })

  it('becomes a quoted name, so that blanks, dashes, keywords and Chinese are only names', () => {
    expect(anyPath('traits', '会员 等级')).toBe('traits.`会员 等级`')
    expect(typedPath('properties', 'select.from-where', 'String')).toBe(
      'properties.`select`.`from-where`.:`String`',
    )
    expect(anyPath('traits', "o'clock -- /* ; )")).toBe("traits.`o'clock -- /* ; )`")
  })

  it('quotes an apostrophe inside a list path, where it stands in a text', () => {
    expect(typedPath('properties', "items[].o'clock", 'String')).toContain("'o\\'clock.:`String`'")
  })

  it.each([
    ['a backtick', 'a` OR 1=1 --'],
    ['a doubled backtick', 'a``b'],
    ['a backslash', 'a\\'],
    ['an escaped backtick', 'a\\`b'],
    ['a double quote', 'a"b'],
    ['a placeholder', '{p0:String}'],
    ['a line break', 'a\nb'],
    ['NUL', 'a\u0000b'],
    ['nothing', ''],
    ['a dot at the end', 'a.'],
    ['two dots', 'a..b'],
    ['a dot at the beginning', '.a'],
    ["a type in ClickHouse's own words", 'a.:Int64'],
    ["a part of an object in ClickHouse's own words", '^a'],
    ['an index', 'a[0]'],
    ['a list without a value in it', 'a[]'],
    ['lists in lists', 'a[].b[].c'],
    ['too many characters', 'a'.repeat(201)],
  ])('with %s is refused, by the wire and by the compiler', (_, path) => {
    expect(propertyPathSchema.safeParse(path).success).toBe(false)
    expect(traitPathSchema.safeParse(path).success).toBe(false)
    expect(() => anyPath('traits', path)).toThrow('is not the path of a value')
  })
})
