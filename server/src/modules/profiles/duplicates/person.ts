import type { Json } from '../../events'

/** What two people are compared by: short texts in one spelling, empty when not known. */
export interface Person {
  readonly id: string
  readonly given: string
  readonly surname: string
  /** 'YYYYMMDD' */
  readonly birthday: string
  readonly phone: string
  readonly email: string
  /** The words of the street and what goes with it. */
  readonly street: readonly string[]
  readonly city: string
  readonly postalCode: string
  readonly region: string
  readonly gender: string
}

/** The traits that a person is compared by. */
export const comparedTraits = [
  'name',
  'first_name',
  'last_name',
  'birthday',
  'phone',
  'email',
  'street',
  'city',
  'postal_code',
  'region',
  'gender',
] as const

const compoundSurnames =
  '欧阳 上官 司马 诸葛 皇甫 尉迟 公孙 慕容 令狐 宇文 长孙 司徒 东方 南宫 夏侯 轩辕 端木 独孤 百里 呼延 闻人 太史 淳于 单于 申屠 公冶 澹台 宗政 濮阳 赫连'.split(
    ' ',
  )

/** A person from the plain values of traits. */
export function personOf(id: string, traits: Readonly<Record<string, Json | undefined>>): Person {
  const text = (trait: string) => plain(traits[trait])
  const [given, surname] = namesOf(text('first_name'), text('last_name'), text('name'))
  return {
    id,
    given,
    surname,
    birthday: text('birthday').replace(/\D/g, '').slice(0, 8),
    phone: text('phone').replace(/\D/g, ''),
    email: text('email').replace(/\s/g, ''),
    street: text('street')
      .split(/[\s,;，；]+/)
      .filter(Boolean),
    city: text('city').replace(/[市县区]$/, ''),
    postalCode: text('postal_code').replace(/\s/g, ''),
    region: text('region'),
    gender: /^(male|female)$/.test(text('gender')) ? text('gender') : '',
  }
}

/** True when there is enough to compare anybody by: a name alone is shared by thousands. */
export function isComparable(person: Person): boolean {
  const known = [
    person.birthday,
    person.phone,
    person.email,
    person.street[0],
    person.postalCode,
    person.city,
  ]
  return (
    (person.surname !== '' || person.given !== '' || person.phone !== '' || person.email !== '') &&
    known.some(Boolean)
  )
}

function namesOf(first: string, last: string, whole: string): [given: string, surname: string] {
  if (first !== '' || last !== '') return [first, last]
  if (/^\p{Script=Han}{2,4}$/u.test(whole)) {
    const compound = compoundSurnames.find((surname) => whole.startsWith(surname) && whole.length > 2)
    const surname = compound ?? whole.slice(0, 1)
    return [whole.slice(surname.length), surname]
  }
  const words = whole.split(/\s+/)
  return words.length < 2 ? [whole, ''] : [words.slice(0, -1).join(' '), words.at(-1) ?? '']
}

function plain(value: Json | undefined): string {
  if (typeof value !== 'string' && typeof value !== 'number') return ''
  return String(value)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[.'’`"()]/g, '')
    .trim()
    .slice(0, 200)
}
