import { Failure } from '../kernel/failure'

/**
 * Opens an engine; where it is a server by address that cannot be reached or does not let us in, says in a sentence which
 * setting that is. The address is told without the user and the password.
 */
export async function openedAt<T>(setting: string, url: string | null, open: () => Promise<T>): Promise<T> {
  if (!url) return open()
  return open().catch((error: NodeJS.ErrnoException) => {
    // several addresses behind one name fail together, without a message
    const why = error.message || error.code || 'no answer'
    const place = URL.canParse(url) ? new URL(url).host : 'its address'
    throw new Failure(
      'unavailable',
      `the server of ${setting} at ${place} does not take us in: ${withoutPassword(why, url)}`,
    )
  })
}

function withoutPassword(text: string, url: string): string {
  const password = URL.canParse(url) ? new URL(url).password : ''
  return [password, decoded(password)].reduce(
    (said, secret) => (secret ? said.replaceAll(secret, '…') : said),
    text,
  )
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
