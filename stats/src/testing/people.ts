import type { CovariateSample } from '../sample'

/** One person: what they did before (x) and after (y). */
export interface Person {
  readonly x: number
  readonly y: number
}

/** The sums of a list of people. */
export function covariateSample(people: readonly Person[]): CovariateSample {
  const sumOf = (value: (person: Person) => number) => people.reduce((sum, person) => sum + value(person), 0)
  return {
    kind: 'covariate',
    n: people.length,
    sumY: sumOf(({ y }) => y),
    sumY2: sumOf(({ y }) => y * y),
    sumX: sumOf(({ x }) => x),
    sumX2: sumOf(({ x }) => x * x),
    sumXY: sumOf(({ x, y }) => x * y),
  }
}
