import type { Context } from 'hono'
import { Failure } from '../../kernel/failure'

const defaultTimeoutMs = 30_000
const graceMs = 50
/** Slower than any line that works: a body that trickles holds memory and a connection for nothing. */
const bytesPerSecondMin = 256

/** The pieces of a body as they arrive. One that stalls or trickles is cut with `request_timeout`. */
export async function* bodyPieces(c: Context): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = c.req.raw.body?.getReader()
  if (!reader) return
  const timeoutMs = (c.env as { requestTimeoutMs?: number } | undefined)?.requestTimeoutMs ?? defaultTimeoutMs
  const startMs = performance.now()
  let bytes = 0
  while (true) {
    const { done, value } = await within(reader.read(), timeoutMs)
    if (done) return
    bytes += value.byteLength
    const elapsedMs = performance.now() - startMs
    if (elapsedMs > timeoutMs && bytes < (elapsedMs / 1_000) * bytesPerSecondMin) throw timedOut(timeoutMs)
    yield value
  }
}

/** The body as bytes, refused with `too_large` as soon as it passes the limit: a huge body is never held whole. */
export async function readLimitedBytes(c: Context, bytesMax: number): Promise<Buffer> {
  if (Number(c.req.header('content-length') ?? 0) > bytesMax) throw tooLarge(bytesMax)
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of bodyPieces(c)) {
    size += chunk.byteLength
    if (size > bytesMax) throw tooLarge(bytesMax)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** The body as text, within the limit. */
export async function readLimited(c: Context, bytesMax: number): Promise<string> {
  return utf8(await readLimitedBytes(c, bytesMax))
}

/** Text from UTF-8 bytes. Anything else (GBK is common) is refused: read leniently it would be kept spoilt. */
export function utf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new Failure('invalid_input', 'the body is not UTF-8 text', { code: 'malformed_utf8' })
  }
}

/** JSON text as a value. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Failure('invalid_input', 'the body is not valid JSON', { code: 'malformed_json' })
  }
}

async function within<T>(read: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    // When it was us who had no time, what has arrived meanwhile is read before this is said.
    const say = () => setTimeout(() => reject(timedOut(timeoutMs)), graceMs)
    timer = setTimeout(() => setImmediate(say), timeoutMs)
  })
  try {
    return await Promise.race([read, late])
  } catch (error) {
    if (error instanceof Failure) throw error
    throw new Failure('invalid_input', 'the connection broke before the body was through', {
      code: 'incomplete_body',
    })
  } finally {
    clearTimeout(timer)
  }
}

function timedOut(timeoutMs: number): Failure {
  return new Failure(
    'timed_out',
    `the body did not arrive within ${timeoutMs / 1_000} s, or came too slowly`,
    {
      code: 'request_timeout',
    },
  )
}

function tooLarge(bytesMax: number): Failure {
  return new Failure('too_large', `the body is larger than ${bytesMax} bytes`, { bytesMax })
}
