import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { importLimits } from '@rapport/contract'
import { Failure } from '../../../kernel/failure'

const { inflatedBytesMax, inflationRatioMax } = importLimits
/** Small files may unpack to any multiple: a column of zeros does no harm. */
const ratioFreeBytes = 64 * 1024 * 1024

/** The bytes of a file, unpacked when it is gzip. Throws when it unpacks to more than the limits allow. */
export async function* unpacked(
  file: Readable,
  isCompressed: boolean,
  fileBytes: number,
): AsyncIterable<Buffer> {
  if (!isCompressed) {
    yield* file
    return
  }
  const gunzip = createGunzip({ chunkSize: 256 * 1024 })
  file.once('error', (error) => gunzip.destroy(error))
  let bytes = 0
  try {
    for await (const piece of file.pipe(gunzip)) {
      bytes += piece.length
      if (bytes > inflatedBytesMax || (bytes > ratioFreeBytes && bytes > fileBytes * inflationRatioMax))
        throw tooLarge(bytes)
      yield piece
    }
  } catch (error) {
    if (error instanceof Failure) throw error
    throw new Failure('unprocessable', 'the compressed file is damaged or cut short', {
      code: 'damaged_gzip',
    })
  } finally {
    file.destroy()
    gunzip.destroy()
  }
}

function tooLarge(bytes: number): Failure {
  return new Failure(
    'too_large',
    `the compressed file unpacks to more than ${bytes} bytes, past what a table of its size would`,
    { code: 'inflated_too_large', bytesMax: inflatedBytesMax, ratioMax: inflationRatioMax },
  )
}
