// @ts-check
/**
 * Builds the server bundle (esbuild, under a second) and the console (vite, some seconds) into `dist` folders,
 * each only when a source changed since. Plain JavaScript: it runs before anything is built.
 */
import { createHash } from 'node:crypto'
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/** @typedef {{ name: string, sources: string[], folder: string, build: (outdir: string) => Promise<void> }} Part */

/** @type {Part[]} */
const parts = [
  {
    name: 'server',
    sources: ['contract/src', 'stats/src', 'server/src', 'package-lock.json', 'scripts/build.mjs'],
    folder: 'server/dist',
    build: buildServer,
  },
  {
    name: 'console',
    sources: ['contract/src', 'web', 'package-lock.json'],
    folder: 'web/dist',
    build: buildWeb,
  },
]

const keptMs = 24 * 60 * 60 * 1000
const lockPollMs = 50
const namelessMs = 10_000

/**
 * Builds the parts whose sources changed since their last build. Each is built beside its place and put there file by
 * file, so that a server that runs from it, and another process that builds at the same time, find it whole all along.
 */
export async function buildIfStale() {
  for (const part of parts) {
    if (await isFresh(part)) continue
    await alone(part, async () => {
      if (await isFresh(part)) return // who held the place before us has built it
      process.stderr.write(`Building the ${part.name} …\n`)
      const stamp = await fingerprint(part.sources)
      const made = await mkdtemp(`${join(root, part.folder)}.new-`)
      try {
        await part.build(made)
        await publish(made, join(root, part.folder))
        await replaceFile(stampOf(part), stamp)
      } finally {
        await rm(made, { recursive: true, force: true })
      }
    })
  }
}

/** Whether everything is built and newer than its sources. */
export async function isBuilt() {
  return (await Promise.all(parts.map(isFresh))).every(Boolean)
}

/** @param {Part} part */
const stampOf = (part) => join(root, part.folder, '.stamp')

/** @param {Part} part */
async function isFresh(part) {
  return (await fingerprint(part.sources)) === (await readFile(stampOf(part), 'utf8').catch(() => ''))
}

/** Runs the work while no other process builds this part. A lock whose process is dead is taken over. @param {Part} part @param {() => Promise<void>} work */
async function alone(part, work) {
  const lock = `${join(root, part.folder)}.lock`
  while (!(await taken(lock))) {
    if (await isAbandoned(lock)) {
      await rm(lock, { force: true })
      await removeLeftovers(part)
    } else await pause(lockPollMs)
  }
  try {
    await work()
  } finally {
    await rm(lock, { force: true })
  }
}

/** @param {string} lock */
async function taken(lock) {
  try {
    await writeFile(lock, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false
    throw error
  }
}

/** Its process is dead, or died before it wrote its number down. @param {string} lock */
async function isAbandoned(lock) {
  const made = await stat(lock).catch(() => null)
  const holder = await readFile(lock, 'utf8').catch(() => '')
  if (!made) return false
  return holder === '' ? made.mtimeMs < Date.now() - namelessMs : !isAlive(Number(holder))
}

/** What a build that was killed has left beside the place. @param {Part} part */
async function removeLeftovers(part) {
  const parent = dirname(join(root, part.folder))
  const names = (await readdir(parent)).filter((name) => name.startsWith(`${basename(part.folder)}.new-`))
  for (const name of names) await rm(join(parent, name), { recursive: true, force: true })
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM'
  }
}

/**
 * Moves every file into place, `index.html` after what it names. Files of earlier builds stay for a day: a page that is
 * open in a browser still asks for them. @param {string} from @param {string} to
 */
async function publish(from, to) {
  const files = (await filesIn(from)).sort(
    (left, right) => Number(left === 'index.html') - Number(right === 'index.html'),
  )
  for (const file of files) {
    await mkdir(dirname(join(to, file)), { recursive: true })
    await rename(join(from, file), join(to, file))
  }
  const isOurs = new Set([...files, '.stamp'])
  for (const file of (await filesIn(to)).filter((name) => !isOurs.has(name))) {
    const { mtimeMs } = await stat(join(to, file))
    if (mtimeMs < Date.now() - keptMs) await rm(join(to, file), { force: true })
  }
}

/** @param {string} path @param {string} text */
async function replaceFile(path, text) {
  await writeFile(`${path}.new`, text)
  await rename(`${path}.new`, path)
}

/** Paths of the files under a folder, relative to it. @param {string} folder @returns {Promise<string[]>} */
async function filesIn(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
}

/** @param {string} outdir */
async function buildServer(outdir) {
  const { build } = await import('esbuild')
  const external = []
  for (const workspace of ['server', 'stats']) {
    const { dependencies } = JSON.parse(await readFile(join(root, workspace, 'package.json'), 'utf8'))
    for (const name of Object.keys(dependencies)) external.push(name, `${name}/*`)
  }
  await build({
    entryPoints: { cli: join(root, 'server/src/app/cli/main.ts') },
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: true,
    external,
    logLevel: 'warning',
    // Some libraries inside the bundle are CommonJS and ask for Node's own modules at run time.
    banner: {
      js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);",
    },
  })
  await cp(
    join(root, 'server/src/platform/postgres/embedded-worker.mjs'),
    join(outdir, 'embedded-worker.mjs'),
  )
}

/** @param {string} outDir */
async function buildWeb(outDir) {
  const { build } = await import('vite')
  await build({ root: join(root, 'web'), logLevel: 'warn', build: { outDir, emptyOutDir: true } })
}

/** A hash over names, sizes and times of the source files: cheap, and changes when a file does. @param {string[]} sources */
async function fingerprint(sources) {
  const hash = createHash('sha256')
  for (const source of sources) {
    for (const file of await filesUnder(join(root, source))) {
      const { size, mtimeMs } = await stat(file)
      hash.update(`${file}\n${size}\n${mtimeMs}\n`)
    }
  }
  return hash.digest('hex')
}

/** @param {string} path @returns {Promise<string[]>} */
async function filesUnder(path) {
  if ((await stat(path)).isFile()) return [path]
  const entries = await readdir(path, { withFileTypes: true })
  const kept = entries.filter(
    ({ name }) => !/^dist(\.|$)/.test(name) && name !== 'node_modules' && !name.includes('.test.'),
  )
  const nested = await Promise.all(kept.map(({ name }) => filesUnder(join(path, name))))
  return nested.flat().sort()
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildIfStale()
