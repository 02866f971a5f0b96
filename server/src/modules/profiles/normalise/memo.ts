/** Answers kept per function. Files repeat values (dates, countries, phones), so most calls are a look-up. */
const answersMax = 20_000

/**
 * The same pure function with its latest answers kept. Two generations: when the young one is full it becomes the
 * old one, so memory is bounded and a value in use survives.
 */
export function memoised<T>(compute: (text: string) => T): (text: string) => T {
  let young = new Map<string, T>()
  let old = new Map<string, T>()
  return (text) => {
    const known = young.get(text)
    if (known !== undefined || young.has(text)) return known as T
    const answer = old.has(text) ? (old.get(text) as T) : compute(text)
    if (young.size >= answersMax) {
      old = young
      young = new Map()
    }
    young.set(text, answer)
    return answer
  }
}

/** One memoised function per `key` (a country, a time zone): for functions of a text and a setting. */
export function memoisedBy<T>(compute: (text: string, key: string) => T): (text: string, key: string) => T {
  const byKey = new Map<string, (text: string) => T>()
  return (text, key) => {
    let forKey = byKey.get(key)
    if (!forKey) {
      forKey = memoised((value) => compute(value, key))
      byKey.set(key, forKey)
    }
    return forKey(text)
  }
}
