import { expect, it } from 'vitest'
import { Recent } from './recent'

it('forgets what two generations have not asked for', () => {
  const recent = new Recent<number, string>(3)
  for (let key = 0; key < 6; key += 1) {
    recent.set(key, `${key}`)
    recent.get(0)
  }
  expect([0, 1, 2, 4, 5].filter((key) => recent.has(key))).toEqual([0, 4, 5])
})

it('puts a value in the place of the one that is there, of either generation, and of no other', () => {
  const recent = new Recent<string, object>(2)
  const [first, second, third] = [{ n: 1 }, { n: 2 }, { n: 3 }]
  recent.set('a', first)
  recent.replace('a', second, third)
  expect(recent.get('a')).toBe(first)
  recent.replace('a', first, second)
  expect(recent.get('a')).toBe(second)
  recent.set('b', first) // both are of the older generation now
  recent.replace('a', second, third)
  expect(recent.get('a')).toBe(third)
  recent.replace('c', first, second)
  expect(recent.has('c')).toBe(false)
})
