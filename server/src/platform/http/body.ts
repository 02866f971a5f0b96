import { Failure } from '../../kernel/failure'

/** The body as bytes, refused with `too_large` as soon as it passes the limit: a huge body is never held whole. */
export async function readLimitedBytes(request: Request, bytesMax: number): Promise<Buffer> {
  if (Number(request.headers.get('content-length') ?? 0) > bytesMax) throw tooLarge(bytesMax)
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength
    if (size > bytesMax) throw tooLarge(bytesMax)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** The body as UTF-8 text, within the limit. */
export async function readLimited(request: Request, bytesMax: number): Promise<string> {
  return (await readLimitedBytes(request, bytesMax)).toString('utf8')
}

function tooLarge(bytesMax: number): Failure {
  return new Failure('too_large', `the body is larger than ${bytesMax} bytes`, { bytesMax })
}
