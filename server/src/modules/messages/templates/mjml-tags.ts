import { placeIn } from './finding'

/** One `<mj…>` tag as written. */
export interface MjmlTag {
  readonly name: string
  readonly kind: 'open' | 'close' | 'empty'
  readonly attributes: string
  readonly line: number
  readonly column: number
}

/** Comments are skipped; attributes may hold Liquid with angle brackets of its own. */
const tagPattern =
  /<!--[\s\S]*?-->|<(\/?)(mj[a-z-]*|mjml)\b((?:"[^"]*"|'[^']*'|\{\{.*?\}\}|\{%.*?%\}|[^>"'])*?)(\/?)>/gi

/** The MJML tags of a source in order. */
export function mjmlTags(source: string): MjmlTag[] {
  return [...source.matchAll(tagPattern)].flatMap((match) => {
    const [, slash, name, attributes = '', end] = match
    if (name === undefined) return []
    const kind = slash ? 'close' : end ? 'empty' : 'open'
    return [{ name: name.toLowerCase(), kind, attributes, ...placeIn(source, match.index) }]
  })
}

export interface TagMismatch {
  readonly tag: MjmlTag
  readonly message: string
}

/** The first tag that is not closed, or closes what was not open; null when all match. The layout engine itself is silent about it. */
export function firstMismatch(tags: readonly MjmlTag[]): TagMismatch | null {
  const open: MjmlTag[] = []
  for (const tag of tags) {
    if (tag.kind === 'open') open.push(tag)
    if (tag.kind !== 'close') continue
    const last = open.pop()
    if (!last) return { tag, message: `</${tag.name}> closes nothing` }
    if (last.name !== tag.name)
      return { tag: last, message: `<${last.name}> is not closed before </${tag.name}>` }
  }
  const left = open.at(-1)
  return left ? { tag: left, message: `<${left.name}> is not closed` } : null
}
