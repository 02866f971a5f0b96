import { describe, expect, it } from 'vitest'
import { blockingKeys, soundOf } from './blocks'
import { createFrequencyCounter } from './frequencies'
import { isComparable, personOf } from './person'
import { scorePair } from './score'
import { editDistance, editSimilarity, jaroWinkler, wordOverlap } from './similarity'

describe('similarity', () => {
  it.each([
    ['martha', 'marhta', 0.961],
    ['dixon', 'dicksonx', 0.813],
    ['dwayne', 'duane', 0.84],
    ['abc', 'xyz', 0],
    ['', 'a', 0],
    ['same', 'same', 1],
  ])('of %s and %s is %d after Jaro and Winkler (Winkler 1990)', (left, right, expected) => {
    expect(jaroWinkler(left, right)).toBeCloseTo(expected, 3)
    expect(jaroWinkler(right, left)).toBeCloseTo(expected, 3)
  })

  it.each([
    ['kitten', 'sitting', 3],
    ['ab', 'ba', 1],
    ['ca', 'abc', 3],
    ['', 'abc', 3],
    ['same', 'same', 0],
  ])('%s becomes %s in %d edits', (left, right, expected) => {
    expect(editDistance(left, right, 9)).toBe(expected)
    expect(editDistance(left, right, expected - 1)).toBe(expected === 0 ? 0 : expected)
  })

  it('of words does not mind their order or a misspelling', () => {
    expect(wordOverlap(['12', 'mulga', 'street'], ['mulga', 'street', '12'])).toBe(1)
    expect(wordOverlap(['blackburn', 'street'], ['blackburhn', 'street'])).toBe(1)
    expect(wordOverlap(['mulga', 'street'], ['carumbi', 'place'])).toBe(0)
    expect(wordOverlap([], [])).toBe(0)
    expect(editSimilarity('abcd', 'abcx')).toBe(0.75)
  })

  it.each([
    ['robert', 'r163'],
    ['rupert', 'r163'],
    ['ashcraft', 'a261'],
    ['tymczak', 't522'],
    ['张', '张'],
    ['', ''],
  ])('%s sounds like %s', (word, code) => {
    expect(soundOf(word)).toBe(code)
  })
})

const known = {
  first_name: 'Tiana',
  last_name: 'Luchetti',
  birthday: '1985-01-27',
  phone: '+8613812345678',
  email: 'tiana.luchetti@example.com',
  street: '112 Totterdell Street',
  city: 'Toowoomba',
  postal_code: '2008',
}

/** A town of two hundred, so that names have frequencies. */
function town() {
  const counter = createFrequencyCounter()
  counter.add(personOf('0', known))
  for (let n = 1; n < 200; n += 1) {
    const name = n % 4 === 0 ? '王伟' : `First${n % 20} Last${n % 30}`
    counter.add(personOf(String(n), { name, city: `City${n % 5}`, postal_code: String(2000 + (n % 40)) }))
  }
  return counter.frequencies()
}

const frequencies = town()
const score = (left: object, right: object) =>
  scorePair(personOf('a', left as typeof known), personOf('b', right as typeof known), frequencies).score

describe('two records are one person', () => {
  it.each([
    ['the same', {}],
    ['with a misspelt name', { first_name: 'Tianna', last_name: 'Luchety' }],
    ['with names swapped', { first_name: 'Luchetti', last_name: 'Tiana' }],
    ['with day and month swapped', { birthday: '1985-27-01' }],
    ['with a wrong year of birth', { birthday: '1975-01-27' }],
    ['with a new phone and address', { phone: '+8613900000000', email: 'tl@other.example' }],
    ['that moved', { street: '3 Elm Road', city: 'Perth', postal_code: '6000' }],
    ['with the name in one', { first_name: undefined, last_name: undefined, name: 'Tiana LUCHETTI' }],
  ])('%s', (_, change) => {
    expect(score(known, { ...known, ...change })).toBeGreaterThan(95)
  })

  it('by their phone alone when little else is known', () => {
    expect(
      score(
        { name: '单雄信', phone: '+8613812345678' },
        { name: '单雄信', phone: '+8613812345678', city: '深圳' },
      ),
    ).toBeGreaterThan(95)
  })
})

describe('two records are two people', () => {
  it.each([
    [
      'of one household: another first name and birthday',
      { first_name: 'Marco', birthday: '1960-07-03', email: 'marco@example.com' },
    ],
    [
      'of one household: another first name and gender',
      { first_name: 'Marco', gender: 'male', email: 'marco@example.com', birthday: undefined },
    ],
    [
      'with nothing in common but the birthday',
      {
        first_name: 'Freya',
        last_name: 'Myles',
        phone: '',
        email: '',
        street: '4 Lea Place',
        city: 'Flemington',
        postal_code: '4519',
      },
    ],
  ])('%s', (_, change) => {
    expect(score({ ...known, gender: 'female' }, { ...known, ...change })).toBeLessThan(50)
  })

  it('that share a name, a city and so a region, in a shop with so many people that some do', () => {
    const [surnames, givens] = [
      '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许',
      '伟芳娜敏静丽强磊军洋勇艳杰娟涛明超峰霞平',
    ]
    const counter = createFrequencyCounter()
    for (let n = 0; n < 20_000; n += 1) {
      const name = `${surnames[n % 20]}${givens[Math.floor(n / 20) % 20]}`
      const place = ['深圳', '广州', '杭州', '宁波', '成都'][Math.floor(n / 400) % 5] ?? ''
      counter.add(personOf(String(n), { name, city: place, region: place }))
    }
    const same = { name: '韩峰', city: '深圳', region: '深圳', gender: 'male' }
    const left = personOf('a', { ...same, phone: '+8617402185591' })
    const right = personOf('b', { ...same, phone: '+8617400976362' })
    expect(scorePair(left, right, counter.frequencies()).score).toBeLessThan(50)
  })

  it('that share a common name and a city', () => {
    expect(score({ name: '王伟', city: 'City1' }, { name: '王伟', city: 'City1' })).toBeLessThan(50)
    expect(
      score({ name: '王伟', birthday: '1990-01-01' }, { name: '王伟', birthday: '1991-05-02' }),
    ).toBeLessThan(50)
  })
})

it('says for what it holds two records for one', () => {
  const left = personOf('a', known)
  const right = personOf('b', { ...known, first_name: 'Tianna', phone: '+8613900000000' })
  const verdicts = scorePair(left, right, frequencies).reasons.map(
    ({ trait, verdict }) => `${trait} ${verdict}`,
  )
  expect(verdicts).toEqual([
    'first_name similar',
    'last_name same',
    'birthday same',
    'phone different',
    'email same',
    'street same',
    'city same',
    'postal_code same',
  ])
})

it('compares only records that say enough', () => {
  expect(isComparable(personOf('a', { name: 'Ada' }))).toBe(false)
  expect(isComparable(personOf('a', { city: 'Bath' }))).toBe(false)
  expect(isComparable(personOf('a', { name: 'Ada', city: 'Bath' }))).toBe(true)
  expect(isComparable(personOf('a', { email: 'a@example.com' }))).toBe(true)
})

it.each([
  ['a new birthday', { birthday: '1911-11-11' }],
  ['swapped names', { first_name: 'Luchetti', last_name: 'Tiana', birthday: '' }],
  ['a new address', { street: '', city: 'Perth', postal_code: '6000' }],
  ['a misspelt surname', { last_name: 'Luchety', birthday: '' }],
])('duplicates with %s still meet in a block', (_, change) => {
  const keys = new Set(blockingKeys(personOf('a', { ...known, phone: '', email: '' })))
  expect(
    blockingKeys(personOf('b', { ...known, phone: '', email: '', ...change })).some((key) => keys.has(key)),
  ).toBe(true)
})

it('splits Chinese names, compound surnames too', () => {
  expect(personOf('a', { name: '欧阳娜娜' })).toMatchObject({ surname: '欧阳', given: '娜娜' })
  expect(personOf('a', { name: '张三' })).toMatchObject({ surname: '张', given: '三' })
})

it('a name that only the two of a small shop share is rare, not common', () => {
  const counter = createFrequencyCounter()
  const pair = ['+8613812345678', '+8613812345679'].map((phone) => ({ name: '单雄信', phone, city: '杭州' }))
  for (const one of [...pair, { name: '王伟', phone: '+8613912345670', city: '上海' }])
    counter.add(personOf('x', one))
  const [left, right] = pair.map((one, index) => personOf(String(index), one))
  expect(left && right && scorePair(left, right, counter.frequencies()).score).toBeGreaterThan(90)
})
