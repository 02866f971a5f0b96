import type { Context } from 'hono'

const loopback = /^(::1|127\.|::ffff:127\.)/

/**
 * The address that a request comes from. A proxy on this machine is believed about the last hop it names;
 * anybody else's `X-Forwarded-For` is not. `unknown` when there is no socket (requests made in tests).
 */
export function addressOf(c: Context): string {
  const bindings = c.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined
  const peer = bindings?.incoming?.socket?.remoteAddress ?? 'unknown'
  const named = c.req.header('X-Forwarded-For')?.split(',').at(-1)?.trim()
  return named && loopback.test(peer) ? named.slice(0, 64) : peer
}
