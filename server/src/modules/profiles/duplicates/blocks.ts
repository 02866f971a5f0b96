import type { Person } from './person'

/**
 * Texts that duplicates are likely to share: only people with one in common are compared. Each survives other mistakes:
 * a wrong date, swapped names, a moved house, a new phone.
 */
export function blockingKeys(person: Person): string[] {
  const { given, surname, birthday, phone, email, street, city, postalCode } = person
  const keys: string[] = []
  const add = (kind: string, ...parts: readonly string[]) => {
    if (parts.every((part) => part !== '')) keys.push([kind, ...parts].join('|'))
  }
  const names = [given, surname].filter(Boolean).sort()
  add('birthday', birthday)
  add('phone', phone)
  add('email', email)
  add('mailbox', mailboxOf(email), surname || given)
  add('names', names.join(' '), names.length > 1 ? 'both' : city)
  for (const name of new Set([given, surname])) {
    add('name+place', soundOf(name), postalCode || city)
    add('name+month', soundOf(name), birthday.slice(4, 8))
    add('name+year', soundOf(name), birthday.slice(0, 6))
  }
  const longest = [...street].sort((left, right) => right.length - left.length)[0] ?? ''
  if (longest.length >= 4) {
    add('street', soundOf(longest), postalCode)
    add('street+name', soundOf(longest), soundOf(surname || given))
    add('street+name', soundOf(longest), soundOf(given || surname))
  }
  return [...new Set(keys)]
}

function mailboxOf(email: string): string {
  const local = email.split('@')[0] ?? ''
  return local.replace(/\+.*$/, '').replace(/[._-]/g, '')
}

const soundGroups: Readonly<Record<string, string>> = {
  b: '1',
  f: '1',
  p: '1',
  v: '1',
  c: '2',
  g: '2',
  j: '2',
  k: '2',
  q: '2',
  s: '2',
  x: '2',
  z: '2',
  d: '3',
  t: '3',
  l: '4',
  m: '5',
  n: '5',
  r: '6',
}

/** Soundex of a Latin word (US patent 1,261,167); a Chinese one as it is. Empty for none. */
export function soundOf(word: string): string {
  const letters = word.replace(/[^a-z]/g, '')
  if (letters === '') return word.slice(0, 4)
  let code = letters.charAt(0)
  let last = soundGroups[code] ?? ''
  for (const letter of letters.slice(1)) {
    const group = soundGroups[letter] ?? ''
    if (group !== '' && group !== last) code += group
    if (letter !== 'h' && letter !== 'w') last = group
  }
  return code.slice(0, 4).padEnd(4, '0')
}
