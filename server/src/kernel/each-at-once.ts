/**
 * What `work` makes of each item, in the items' order; at most `count` are under way at once. After the first that fails no
 * other is begun, and it throws that error when those under way have ended.
 */
export async function eachAtOnce<T, R>(
  items: readonly T[],
  count: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results = new Array<R>(items.length)
  const waiting = items.entries()
  const failures: unknown[] = []
  const worker = async () => {
    for (const [index, item] of waiting) {
      if (failures.length > 0) return
      try {
        results[index] = await work(item)
      } catch (error) {
        failures.push(error)
      }
    }
  }
  await Promise.all(Array.from({ length: count }, worker))
  if (failures.length > 0) throw failures[0]
  return results
}
