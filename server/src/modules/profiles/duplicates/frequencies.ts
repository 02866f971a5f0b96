import type { Person } from './person'
import { type CountedField, countedFields, type Frequencies } from './score'

/** Values counted per field; those past it are rare, which is all that has to be known of them. */
const valuesMax = 200_000
/** In a list of a thousand people a name seen once is not one in a thousand of all people's. */
const chanceMin = 0.0005

/**
 * People of whom nothing is known, added to those at hand: among three customers a name that two share is not one that two
 * thirds of all people have.
 */
const unknownPeople = 200

/** Counts how common names and places are. */
export function createFrequencyCounter() {
  const counts = new Map<CountedField, Map<string, number>>(countedFields.map((field) => [field, new Map()]))
  let people = 0
  return {
    add(person: Person): void {
      people += 1
      for (const field of countedFields) {
        const value = person[field]
        const known = counts.get(field)
        if (value === '' || !known || (known.size >= valuesMax && !known.has(value))) continue
        known.set(value, (known.get(value) ?? 0) + 1)
      }
    },
    frequencies(): Frequencies {
      return {
        people: people + unknownPeople,
        of: (field, value) =>
          Math.max(chanceMin, (counts.get(field)?.get(value) ?? 0) / (people + unknownPeople)),
      }
    },
  }
}
