/** One `<mj…>` tag as written. */
export interface MjmlTag {
  readonly name: string
  readonly kind: 'open' | 'close' | 'empty'
  readonly attributes: string
  /** Where it begins. */
  readonly offset: number
}

export interface MarkupProblem {
  readonly offset: number
  readonly message: string
}

export interface Markup {
  /** The MJML tags in order; those before the problem when there is one. */
  readonly tags: readonly MjmlTag[]
  /** What the layout engine must not be given: it is not markup, or it would take the engine's time or stack. */
  readonly problem: MarkupProblem | null
}

/** Elements in elements: more than any message has, and less than what ends the layout engine's stack. */
const layoutDepthMax = 100
const htmlDepthMax = 1_000
/** The layout of one picture alone is 700 characters of HTML. */
const layoutTagsMax = 5_000
/** A `<` in a tag is no tag, but whole sources of them are sought through again and again. */
const opensInTagMax = 20
const namePattern = /<(\/?)([a-z][a-z0-9:-]*)/iy
/** Elements without an end, or whose end may be left out. */
const endless: ReadonlySet<string> = new Set(
  'area base br col dd dt embed hr img input li link meta option p param source td th tr track wbr'.split(
    ' ',
  ),
)

/** Goes through a source once, in time that grows as its length. Comments are skipped; attributes may hold Liquid. */
export function scanMjml(source: string): Markup {
  const tags: MjmlTag[] = []
  const depths = { layout: 0, html: 0 }
  const stop = (offset: number, message: string): Markup => ({ tags, problem: { offset, message } })
  for (let at = source.indexOf('<'); at >= 0; at = source.indexOf('<', at)) {
    if (source.startsWith('<!--', at)) {
      const end = source.indexOf('-->', at + 4)
      if (end < 0) return stop(at, 'a comment is not closed')
      at = end + 3
      continue
    }
    namePattern.lastIndex = at
    const [whole, slash, written] = namePattern.exec(source) ?? []
    if (whole === undefined || written === undefined) {
      at += 1
      continue
    }
    const name = written.toLowerCase()
    const end = tagEnd(source, at + whole.length)
    if (end < 0) return stop(at, `<${name} is not closed`)
    const isEmpty = source[end - 1] === '/'
    const kind = slash ? 'close' : isEmpty ? 'empty' : 'open'
    const isLayout = name.startsWith('mj')
    if (isLayout) {
      if (tags.length === layoutTagsMax) return stop(at, `there are more than ${layoutTagsMax} elements`)
      const attributes = source.slice(at + whole.length, isEmpty ? end - 1 : end)
      tags.push({ name, kind, attributes, offset: at })
    }
    if (kind !== 'empty' && (isLayout || !endless.has(name))) {
      const which = isLayout ? 'layout' : 'html'
      depths[which] = Math.max(0, depths[which] + (kind === 'open' ? 1 : -1))
      if (depths.layout > layoutDepthMax || depths.html > htmlDepthMax)
        return stop(at, `<${name}> stands in too many others`)
    }
    at = end + 1
  }
  return { tags, problem: null }
}

/** Where the `>` of a tag is; below 0 when it has none. Quoted text and Liquid may hold a `>` of their own. */
function tagEnd(source: string, from: number): number {
  let opens = 0
  for (let at = from; at < source.length; at += 1) {
    const char = source[at]
    if (char === '>') return at
    if (char === '<' && ++opens > opensInTagMax) return -1
    const closing = char === '"' || char === "'" ? char : liquidEnds.get(source.slice(at, at + 2))
    if (closing === undefined) continue
    const end = source.indexOf(closing, at + 1)
    if (end < 0) return -1
    at = end + closing.length - 1
  }
  return -1
}

const liquidEnds: ReadonlyMap<string, string> = new Map([
  ['{{', '}}'],
  ['{%', '%}'],
])

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
