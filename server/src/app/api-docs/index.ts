import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import type { ApiDocument } from './document'
import { script, style } from './look'
import { apiDocsPage } from './page'
import type { Locale } from './texts'

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** The page's own style and script and nothing else. */
const contentSecurityPolicy = `default-src 'none'; img-src 'self'; style-src ${hashOf(style)}; script-src ${hashOf(script)}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`

/** Answers with the API's documentation, in the language that `?lang=` or else the browser asks for. */
export function apiDocs(document: () => object) {
  const pages = new Map<Locale, Promise<string>>()
  const pageIn = (locale: Locale) => {
    const page = pages.get(locale) ?? apiDocsPage(document() as ApiDocument, locale)
    pages.set(locale, page)
    return page
  }
  return async (c: Context): Promise<Response> => {
    const asked = c.req.query('lang') ?? c.req.header('Accept-Language') ?? ''
    const locale: Locale = /^\s*zh/i.test(asked) ? 'zh-CN' : 'en'
    return c.html(await pageIn(locale), 200, {
      'Content-Security-Policy': contentSecurityPolicy,
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'no-cache',
      Vary: 'Accept-Language',
    })
  }
}
