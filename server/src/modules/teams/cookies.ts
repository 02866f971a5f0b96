import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { Failure } from '../../kernel/failure'
import { addressOf } from '../../platform/http'
import type { Visitor } from './deps'

const sessionCookie = 'rapport_session'
const tokenLengthMax = 200

/** The session token that the browser sent, or null. */
export function sessionTokenOf(c: Context): string | null {
  const token = getCookie(c, sessionCookie)
  return token && token.length <= tokenLengthMax ? token : null
}

/** Hands the browser its token: out of reach of scripts and of other sites' requests. */
export function giveSession(
  c: Context,
  session: { token: string; expiresAt: Date },
  isSecure: boolean,
): void {
  setCookie(c, sessionCookie, session.token, {
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    secure: isSecure,
    expires: session.expiresAt,
  })
}

export function takeSession(c: Context, isSecure: boolean): void {
  deleteCookie(c, sessionCookie, { path: '/', secure: isSecure })
}

export function visitorOf(c: Context): Visitor {
  return { address: addressOf(c), userAgent: c.req.header('User-Agent') ?? '' }
}

/**
 * Refuses a sign-in sent by another site's page: it would put the visitor into the attacker's account. Browsers
 * say where a request comes from; programs say nothing and pass.
 */
export function refuseCrossSite(c: Context): void {
  const site = c.req.header('Sec-Fetch-Site')
  if (!site || site === 'same-origin' || site === 'none') return
  throw new Failure('forbidden', 'sign in on the page of this Rapport itself', { code: 'cross_site' })
}
