export interface TraitFilter {
  readonly trait: string
  readonly value: string
}

/** The filters in the address: `lifecycle_stage=at_risk;city=杭州`. */
export function parseWhere(where: string): TraitFilter[] {
  return where.split(';').flatMap((part) => {
    const at = part.indexOf('=')
    return at > 0 ? [{ trait: part.slice(0, at), value: part.slice(at + 1) }] : []
  })
}

/** The same as text; undefined without any. A semicolon in a value would end it, so such values cannot be asked for. */
export function writeWhere(filters: readonly TraitFilter[]): string | undefined {
  const parts = filters
    .filter(({ value }) => !value.includes(';'))
    .map(({ trait, value }) => `${trait}=${value}`)
  return parts.length > 0 ? parts.join(';') : undefined
}

/** The filters with one more; another value of the same attribute takes its place. */
export function withFilter(filters: readonly TraitFilter[], filter: TraitFilter): TraitFilter[] {
  return [...filters.filter(({ trait }) => trait !== filter.trait), filter]
}
