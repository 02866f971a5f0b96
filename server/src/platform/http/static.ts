import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import type { Context } from 'hono'
import { Failure } from '../../kernel/failure'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.txt': 'text/plain; charset=utf-8',
}

/** What the console may load and talk to: itself. Styles are inline because the component kit writes them at run time. */
const contentSecurityPolicy =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: https:; font-src 'self' data:; frame-src 'self' blob: data:; object-src 'none'; base-uri 'self'; frame-ancestors 'none'"

/** Serves the built console from `root`. A path that is no file is a page of the console, which finds its own way. */
export function staticFiles(root: string) {
  return async (c: Context): Promise<Response> => {
    const asked = normalize(decoded(c.req.path)).replace(/^[/\\]+/, '')
    const path = join(root, asked)
    const isInside = path.startsWith(root + sep)
    const isFile =
      isInside && extname(path) !== '' && ((await stat(path).catch(() => null))?.isFile() ?? false)
    const isAsset = asked.startsWith('assets/')
    if (isFile) return sendFile(c, path, isAsset)
    if (isAsset) throw new Failure('not_found', `there is no file ${c.req.path}`)
    return sendFile(c, join(root, 'index.html'), false)
  }
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    throw new Failure('invalid_input', 'the address holds % that begins no character', {
      code: 'malformed_request',
    })
  }
}

async function sendFile(c: Context, path: string, isForever: boolean): Promise<Response> {
  const content = await readFile(path).catch(() => null)
  if (!content) return c.text('The console has not been built: run `npm run build`.', 503)
  const tag = `"${createHash('sha1').update(content).digest('base64url')}"`
  const headers = {
    'Content-Type': types[extname(path)] ?? 'application/octet-stream',
    'Cache-Control': isForever ? 'public, max-age=31536000, immutable' : 'no-cache',
    'Content-Security-Policy': contentSecurityPolicy,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'same-origin',
    ETag: tag,
  }
  if (c.req.header('If-None-Match') === tag) return c.body(null, 304, headers)
  return c.body(new Uint8Array(content), 200, headers)
}
