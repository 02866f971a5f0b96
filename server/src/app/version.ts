import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The repository's root: two folders up from the bundle (server/dist), three from this file. */
const root = new URL(import.meta.url.includes('/server/dist/') ? '../../' : '../../../', import.meta.url)

/** A path below the repository's root, from source and from the bundle alike. */
export const fromRoot = (path: string): string => fileURLToPath(new URL(path, root))

/** The version of this build. */
export const version = (JSON.parse(readFileSync(fromRoot('package.json'), 'utf8')) as { version: string })
  .version
