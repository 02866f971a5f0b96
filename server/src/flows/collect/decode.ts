import { Readable } from 'node:stream'
import { createGunzip, createInflate } from 'node:zlib'
import type { Context } from 'hono'
import { Failure } from '../../kernel/failure'
import { parseJson, readLimitedBytes, utf8 } from '../../platform/http'

/** One request, before and after unpacking. Segment allows 500 KB; clients that were offline for days send more. */
export const requestBytesMax = 8 * 1024 * 1024

/**
 * The body of a tracking request as a JSON value. Clients label bodies wrongly (gzip as form data, JSON as text), so the
 * bytes decide: gzip and zlib are known by their first two. A bomb is refused as soon as it passes the limit.
 */
export async function decodeBody(c: Context): Promise<unknown> {
  const bytes = await readLimitedBytes(c, requestBytesMax)
  const text = utf8(await unpack(bytes)).trim()
  if (text === '') throw new Failure('invalid_input', 'the body is empty', { code: 'empty_body' })
  return parseJson(text)
}

async function unpack(bytes: Buffer): Promise<Buffer> {
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b
  const isZlib = bytes[0] === 0x78 && [0x01, 0x5e, 0x9c, 0xda].includes(bytes[1] ?? 0)
  if (!isGzip && !isZlib) return bytes
  const stream = Readable.from([bytes]).pipe(isGzip ? createGunzip() : createInflate())
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > requestBytesMax)
        throw new Failure('too_large', `the unpacked body is larger than ${requestBytesMax} bytes`, {
          bytesMax: requestBytesMax,
        })
      chunks.push(chunk)
    }
  } catch (error) {
    if (error instanceof Failure) throw error
    throw new Failure('invalid_input', 'the compressed body cannot be unpacked', { code: 'malformed_gzip' })
  }
  return Buffer.concat(chunks)
}
