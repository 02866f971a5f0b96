import {
  type Context,
  type Emitter,
  type Liquid,
  Tag,
  type TagToken,
  type Template,
  type TopLevelToken,
} from 'liquidjs'

/** Where a render finds what only we may use: templates cannot name a symbol. */
export const tracking = Symbol('tracking')

export interface Tracking {
  /** The address to put in the place of the message's n-th link. */
  link(index: number, url: string): string
  /** The picture that tells of an opening, or null for none. */
  readonly pixelUrl: string | null
}

export interface TrackedScope {
  readonly [tracking]?: Tracking
}

export const linkTag = 'rapport_link'
export const pixelTag = 'rapport_pixel'

/** Tags that the compiler writes around links and at the end of the body. */
export function registerOwnTags(liquid: Liquid): void {
  liquid.registerTag(linkTag, TrackedLink)
  liquid.registerTag(pixelTag, OpenPixel)
}

/** `{% rapport_link 3 %}https://…{% endrapport_link %}`: the address inside, tracked where that is wanted. */
class TrackedLink extends Tag {
  readonly #index: number
  readonly #templates: Template[] = []

  constructor(token: TagToken, remaining: TopLevelToken[], liquid: Liquid) {
    super(token, remaining, liquid)
    this.#index = Number(token.args.trim())
    const stream = liquid.parser.parseStream(remaining)
    stream
      .on(`tag:end${linkTag}`, () => stream.stop())
      .on('template', (template: Template) => this.#templates.push(template))
      .on('end', () => {
        throw new Error(`tag ${linkTag} not closed`)
      })
    stream.start()
  }

  override *render(context: Context, emitter: Emitter): Generator<unknown, void, string> {
    const written = yield this.liquid.renderer.renderTemplates(this.#templates, context)
    const url = decodeAttribute(written).trim()
    const wanted = (context.environments as TrackedScope)[tracking]
    emitter.write(encodeAttribute(safeUrl(url, (safe) => wanted?.link(this.#index, safe) ?? safe)))
  }
}

class OpenPixel extends Tag {
  override render(context: Context, emitter: Emitter): void {
    const url = (context.environments as TrackedScope)[tracking]?.pixelUrl
    if (url)
      emitter.write(
        `<img src="${encodeAttribute(url)}" width="1" height="1" alt="" style="display:block;border:0">`,
      )
  }
}

/** Web addresses are tracked, the other harmless ones pass, and what could run code goes nowhere. */
function safeUrl(url: string, track: (url: string) => string): string {
  if (/^https?:\/\//i.test(url)) return track(url)
  return /^(mailto:|tel:|sms:|#)/i.test(url) ? url : '#'
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  quot: '"',
  '#39': "'",
  '#34': '"',
  lt: '<',
  gt: '>',
}

/** The text of an HTML attribute. */
export function decodeAttribute(text: string): string {
  return text.replace(/&(amp|quot|#39|#34|lt|gt);/g, (whole, name: string) => entities[name] ?? whole)
}

/** A text as an HTML attribute. */
export function encodeAttribute(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
}
