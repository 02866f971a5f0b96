/** What a record holds under a key that somebody else chose: `constructor` and `toString` are answered by every object. */
export function own<V>(record: Readonly<Record<string, V>>, key: string): V | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined
}
