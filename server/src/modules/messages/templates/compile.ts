import type { Finding, MessageLocale, TemplateVariant } from '@rapport/contract'
import { findingOf, placeIn, sameFindingsMax } from './finding'
import { withTracking } from './links'
import { hasTooManyTags } from './liquid'
import { firstMismatch, scanMjml } from './mjml-tags'
import { encodeAttribute } from './own-tags'
import { textFromHtml } from './plain-text'

/** A variant ready to be rendered per person: all four are Liquid. Made once a version. */
export interface CompiledVariant {
  readonly subject: string
  readonly preheader: string
  readonly html: string
  readonly text: string
}

export interface Compiled {
  readonly variant: CompiledVariant
  readonly findings: readonly Finding[]
}

/** Lays out one variant. What is wrong with it comes as findings; the variant is then as good as it can be. */
export async function compileVariant(locale: MessageLocale, source: TemplateVariant): Promise<Compiled> {
  const { tags, problem } = scanMjml(source.mjml)
  const mismatch = problem ? null : firstMismatch(tags)
  // what the check of its Liquid refuses is not laid out either
  const layout = problem || hasTooManyTags(source.mjml) ? noLayout : await layOut(source.mjml)
  const syntax = problem ?? (mismatch && { ...mismatch, offset: mismatch.tag.offset })
  const findings = [
    ...(syntax
      ? [
          findingOf(locale, {
            code: 'mjml_syntax',
            part: 'mjml',
            ...placeIn(source.mjml, syntax.offset),
            subject: mismatch?.tag.name ?? 'mjml',
            message: syntax.message,
          }),
        ]
      : []),
    ...layout.problems.map((problem) => findingOf(locale, { part: 'mjml', ...problem })),
    ...(layout.html === '' ? [] : lostLiquid(source.mjml, layout.html)).map((lost) =>
      findingOf(locale, { code: 'lost_liquid', part: 'mjml', ...lost }),
    ),
  ]
  const variant = {
    subject: source.subject,
    preheader: source.preheader,
    html: withTracking(withPreheader(layout.html, source.preheader)),
    text: source.text ?? textFromHtml(layout.html),
  }
  return { variant, findings }
}

interface Layout {
  readonly html: string
  readonly problems: readonly Pick<Finding, 'code' | 'line' | 'subject' | 'message'>[]
}

const noLayout: Layout = { html: '', problems: [] }

async function layOut(mjml: string): Promise<Layout> {
  const { default: mjml2html } = await import('mjml') // a third of a second, which no start should wait for
  try {
    const { html, errors } = await mjml2html(mjml, {
      validationLevel: 'soft',
      ignoreIncludes: true,
      keepComments: false,
    })
    const problems = errors.map(({ line, message, tagName }) => ({
      code: /^Attribute/.test(message) ? ('mjml_attribute' as const) : ('mjml_syntax' as const),
      line,
      subject: tagName,
      message,
    }))
    return { html, problems }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return { html: '', problems: [{ code: 'mjml_syntax', line: 1, subject: 'mjml', message }] }
  }
}

/** The inbox line, invisible in the message itself. MJML's own `mj-preview` wins when the author wrote one. */
function withPreheader(html: string, preheader: string): string {
  if (preheader.trim() === '' || /<div style="display:none;font-size:1px/.test(html)) return html
  const hidden = `<div style="display:none;font-size:1px;line-height:1px;max-height:0;max-width:0;opacity:0;overflow:hidden">${escapeAroundLiquid(preheader)}</div>`
  return html.replace(/<body[^>]*>/i, (body) => body + hidden)
}

function escapeAroundLiquid(text: string): string {
  return text
    .split(/(\{\{.*?\}\}|\{%.*?%\})/s)
    .map((piece, index) => (index % 2 === 0 ? encodeAttribute(piece) : piece))
    .join('')
}

const liquidPattern = /\{%.*?%\}|\{\{.*?\}\}/gs

/** Liquid between layout elements disappears in the layout; it has to stand in `<mj-raw>`. */
function lostLiquid(mjml: string, html: string): Pick<Finding, 'line' | 'column' | 'subject' | 'message'>[] {
  const kept = new Map<string, number>()
  for (const [tag] of html.matchAll(liquidPattern)) kept.set(squeeze(tag), (kept.get(squeeze(tag)) ?? 0) + 1)
  const visible = mjml.replace(/<!--[\s\S]*?-->/g, (comment) => ' '.repeat(comment.length))
  const lost = [...visible.matchAll(liquidPattern)].flatMap(({ 0: tag, index }) => {
    const subject = squeeze(tag)
    const left = kept.get(subject) ?? 0
    kept.set(subject, left - 1)
    return left > 0 ? [] : [{ subject, index }]
  })
  return lost.slice(0, sameFindingsMax).map(({ subject, index }) => ({
    ...placeIn(mjml, index),
    subject,
    message: `${subject} stands where the layout drops it; put it into <mj-raw>`,
  }))
}

function squeeze(tag: string): string {
  return tag.replace(/\s+/g, ' ')
}
