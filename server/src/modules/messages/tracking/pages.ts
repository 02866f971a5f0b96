import type { WorkspaceSettings } from '@rapport/contract'
import { type Context, Hono } from 'hono'
import { problemResponse, readLimited } from '../../../platform/http'
import type { Log } from '../../../platform/log'
import { pageHtml } from './page-html'
import { pageLocale, pageTexts } from './page-texts'
import type { Subscription, TrackingFace } from './tracking'

const formBytesMax = 4_096
const pixel = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')
const policy =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

export interface PagesDeps {
  readonly tracking: TrackingFace
  readonly settings: (workspaceId: string) => Promise<WorkspaceSettings>
  readonly log: Log
}

/** The addresses that messages point to. Public: whoever has the message may. */
export function messagePages({ tracking, settings, log }: PagesDeps): Hono {
  const app = new Hono()
  app.onError((error, c) => problemResponse(c, error, log))

  app.get('/o/:token', async (c) => {
    const isOurs = c.req.method === 'HEAD' || (await tracking.opened(c.req.param('token'), visitOf(c)))
    return c.body(new Uint8Array(pixel), isOurs ? 200 : 404, {
      'Content-Type': 'image/gif',
      'Cache-Control': 'no-store, max-age=0',
    })
  })

  app.get('/c/:token', async (c) => {
    const token = c.req.param('token')
    const isLook = c.req.method === 'HEAD'
    const url = isLook ? tracking.destination(token) : await tracking.clicked(token, visitOf(c))
    if (url === null) return invalidPage(c)
    return c.body(null, 302, { Location: url, 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' })
  })

  /** Shows a question only: mail scanners follow links. */
  app.get('/u/:token', async (c) =>
    subscriptionPage(c, await tracking.subscription(c.req.param('token')), settings),
  )

  /** The page's own button, and the mail program's one click (RFC 8058). */
  app.post('/u/:token', async (c) => {
    const form = new URLSearchParams(await readLimited(c, formBytesMax))
    const isSubscribed = form.get('action') === 'resubscribe'
    const state = await tracking.setSubscription(c.req.param('token'), isSubscribed)
    return subscriptionPage(c, state, settings)
  })

  return app
}

function visitOf(c: Context) {
  return {
    userAgent: c.req.header('User-Agent') ?? '',
    purpose: c.req.header('Sec-Purpose') ?? c.req.header('Purpose') ?? c.req.header('X-Moz') ?? '',
  }
}

async function subscriptionPage(
  c: Context,
  state: Subscription | null,
  settings: (workspaceId: string) => Promise<WorkspaceSettings>,
): Promise<Response> {
  if (!state) return invalidPage(c)
  const { name, defaultLocale } = await settings(state.workspaceId)
  const locale = pageLocale(c.req.header('Accept-Language') ?? '', defaultLocale)
  const texts = pageTexts[locale]
  const page = { locale, shop: name, title: texts.title }
  if (state.kind === 'test') return html(c, 200, pageHtml({ ...page, lines: [texts.test], button: null }))
  const content = state.isSubscribed
    ? {
        lines: [texts.subscribed(state.address)],
        button: { label: texts.unsubscribe, action: 'unsubscribe', isQuiet: false },
      }
    : {
        lines: [texts.unsubscribed(state.address), texts.mistake],
        button: { label: texts.resubscribe, action: 'resubscribe', isQuiet: true },
      }
  return html(c, 200, pageHtml({ ...page, ...content }))
}

function invalidPage(c: Context): Response {
  const locale = pageLocale(c.req.header('Accept-Language') ?? '', 'zh-CN')
  const { invalidTitle, invalid } = pageTexts[locale]
  return html(c, 404, pageHtml({ locale, shop: '', title: invalidTitle, lines: [invalid], button: null }))
}

function html(c: Context, status: 200 | 404, body: string): Response {
  return c.html(body, status, {
    'Content-Security-Policy': policy,
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  })
}
