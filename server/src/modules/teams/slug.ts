const slugLengthMax = 40

/** A workspace's short name from its name; names without Latin letters become `workspace`. */
export function slugOf(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, slugLengthMax)
    .replace(/^-+|-+$/g, '')
  return plain || 'workspace'
}

/** The n-th try at a free short name: `shop`, `shop-2`, `shop-3` … */
export function numberedSlug(slug: string, attempt: number): string {
  if (attempt === 1) return slug
  const ending = `-${attempt}`
  return `${slug.slice(0, slugLengthMax - ending.length).replace(/-+$/, '')}${ending}`
}
