import { linkTag, pixelTag } from './own-tags'

/** The `href` of an `<a>`; the quotes are kept apart from the address. */
const anchorPattern = /(<a\b[^>]*?\shref=)("([^"]*)"|'([^']*)')/gi
/** Links of ours are never tracked: they must work when everything else is broken. */
const ownLinkPattern = /\{\{-?\s*(unsubscribe_url|preference_url)\b/

/** Compiled HTML with a tag around each link and the open picture at the end of the body. */
export function withTracking(html: string): string {
  let index = 0
  const linked = html.replace(
    anchorPattern,
    (whole, before: string, _quoted, double?: string, single?: string) => {
      const address = double ?? single ?? ''
      if (ownLinkPattern.test(address)) return whole
      index += 1
      return `${before}"{% ${linkTag} ${index} %}${address.replace(/"/g, '&quot;')}{% end${linkTag} %}"`
    },
  )
  const end = linked.lastIndexOf('</body>')
  return end < 0
    ? `${linked}{% ${pixelTag} %}`
    : `${linked.slice(0, end)}{% ${pixelTag} %}${linked.slice(end)}`
}

/** Every address that a source links to, with where it stands. */
export function linksIn(source: string): { address: string; offset: number }[] {
  return [...source.matchAll(/\shref=("([^"]*)"|'([^']*)')/gi)].map((match) => ({
    address: (match[2] ?? match[3] ?? '').trim(),
    offset: match.index + 1,
  }))
}
