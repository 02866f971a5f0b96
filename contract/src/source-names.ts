/** What comes from these is the product's own word: reports, results and computed traits trust it, so nobody else is called so. */
const reserved: readonly string[] = ['rapport', 'computed_traits']

export const reservedSource = { error: 'a name that Rapport keeps for itself' }

/** Whether a source may be called so. */
export function isSourceFree(name: string): boolean {
  return !reserved.includes(name.trim().toLowerCase())
}
