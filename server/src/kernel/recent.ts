/** A map that forgets what has not been used lately: two generations, each of at most `generationMax` keys. */
export class Recent<K, V> {
  private young = new Map<K, V>()
  private old = new Map<K, V>()

  constructor(private readonly generationMax: number) {}

  get(key: K): V | undefined {
    const value = this.young.get(key)
    if (value !== undefined) return value
    const older = this.old.get(key)
    if (older !== undefined) this.set(key, older)
    return older
  }

  has(key: K): boolean {
    return this.young.has(key) || this.old.has(key)
  }

  set(key: K, value: V): void {
    this.young.set(key, value)
    if (this.young.size < this.generationMax) return
    this.old = this.young
    this.young = new Map()
  }

  /** Puts a value in another's place, if that is still there; whether it was used lately stays as it is. */
  replace(key: K, former: V, value: V): void {
    const generation = [this.young, this.old].find((one) => one.has(key))
    if (generation?.get(key) === former) generation.set(key, value)
  }

  clear(): void {
    this.young.clear()
    this.old.clear()
  }
}
