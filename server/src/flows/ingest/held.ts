import type { Identifier, IdentifierTarget } from '../../modules/profiles'

/** An identifier as the working set holds it: one object, which all messages that carry the identifier share. */
export interface Held extends Identifier {
  readonly workspaceId: string
  /** Where it points; null when nobody has it; undefined until that has been looked up. */
  target: IdentifierTarget | null | undefined
}

type ByValue = Map<string, Held>
type ByWorkspace = Map<string, Map<string, ByValue>>

/**
 * Identifiers that messages carried lately, in two generations of at most `generationMax`. By workspace, then kind, then
 * value: a key of all three would be made and hashed anew with every message, and kept for each identifier.
 */
export class HeldIdentifiers {
  private young: ByWorkspace = new Map()
  private old: ByWorkspace = new Map()
  private youngSize = 0

  constructor(private readonly generationMax: number) {}

  /** The one object for an identifier, made when there is none. */
  hold(workspaceId: string, { kind, value }: Identifier): Held {
    const known = this.young.get(workspaceId)?.get(kind)?.get(value)
    if (known) return known
    const held = this.old.get(workspaceId)?.get(kind)?.get(value) ?? {
      workspaceId,
      kind,
      value,
      target: undefined,
    }
    valuesOf(this.young, workspaceId, kind).set(value, held)
    this.youngSize += 1
    if (this.youngSize >= this.generationMax) {
      this.old = this.young
      this.young = new Map()
      this.youngSize = 0
    }
    return held
  }

  clear(): void {
    this.young = new Map()
    this.old = new Map()
    this.youngSize = 0
  }
}

function valuesOf(generation: ByWorkspace, workspaceId: string, kind: string): ByValue {
  const kinds = getOrAdd(generation, workspaceId)
  return getOrAdd(kinds, kind)
}

function getOrAdd<K, V>(maps: Map<string, Map<K, V>>, key: string): Map<K, V> {
  let map = maps.get(key)
  if (!map) {
    map = new Map()
    maps.set(key, map)
  }
  return map
}
