import { constants } from 'node:fs'
import { access, stat, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Holder } from '../../platform/data-dir'
import { type Check, ok, problem, warning } from './check'

const freeBytesMin = 1024 ** 3
const freeBytesLow = 5 * 1024 ** 3

/** Node's version, against the oldest that works. */
export function nodeCheck(version: string): Check {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number)
  return major > 20 || (major === 20 && minor >= 19)
    ? ok('node', version)
    : problem('node', `${version} is too old`, 'install Node 20.19 or newer')
}

/** Whether the data folder can be written to, and who holds it. */
export async function folderCheck(path: string, holder: Holder | null): Promise<Check> {
  const held = holder ? `held by process ${holder.pid} since ${holder.startedAt}` : 'held by nobody'
  const known = await stat(path).catch(() => null)
  if (known && !known.isDirectory())
    return problem('data folder', `${path} is a file`, 'name a folder in RAPPORT_DATA_DIR')
  const isWritable = await access(known ? path : await nearest(path), constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  )
  if (!isWritable)
    return problem('data folder', `${path} cannot be written to`, 'give it to the user that runs Rapport')
  return ok('data folder', known ? `${path}, ${held}` : `${path} is made at the first start`)
}

/** What restores that were killed have left beside the data folder. */
export function leftoversCheck(folders: readonly string[]): Check {
  if (folders.length === 0) return ok('leftovers', 'none of a restore')
  const says = `${folders.join(', ')}: of a restore that was killed, with personal data`
  return warning('leftovers', says, 'delete it; the next restore into this folder does')
}

/** Room on the disk of the data folder. */
export async function diskCheck(path: string): Promise<Check> {
  const { bavail, bsize } = await statfs(await nearest(path))
  const free = bavail * bsize
  const says = `${(free / 1024 ** 3).toFixed(1)} GB free`
  const advice = 'make room: engines that cannot write stop taking events'
  if (free < freeBytesMin) return problem('disk', says, advice)
  return free < freeBytesLow ? warning('disk', says, advice) : ok('disk', says)
}

/** The key with which stored passwords and links are made. */
export async function keyCheck(path: string, isInEnvironment: boolean): Promise<Check> {
  if (isInEnvironment) return ok('secret key', 'from RAPPORT_SECRET; keep a copy of it')
  const file = join(path, 'secret.key')
  const known = await stat(file).catch(() => null)
  const isUsed = await stat(join(path, 'files')).then(
    () => true,
    () =>
      stat(join(path, 'postgres')).then(
        () => true,
        () => false,
      ),
  )
  if (!known)
    return isUsed
      ? problem(
          'secret key',
          `${file} is missing`,
          'put your copy of it back before the next start, which makes a new one: stored mail passwords would have to be entered again, and unsubscribe links in sent mail would be dead',
        )
      : ok('secret key', 'made at the first start')
  const isOpen = (known.mode & 0o077) !== 0 && process.platform !== 'win32'
  return isOpen
    ? warning('secret key', `${file} can be read by others`, `chmod 600 ${file}`)
    : ok('secret key', `${file}; keep a copy apart from the backups`)
}

/** The folder itself or the first above it that is there. */
async function nearest(path: string): Promise<string> {
  const isThere = await stat(path).then(
    () => true,
    () => false,
  )
  return isThere || dirname(path) === path ? path : nearest(dirname(path))
}
