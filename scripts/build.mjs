// @ts-check
/**
 * Builds the server bundle (esbuild, under a second) and the console (vite, some seconds) into `dist` folders,
 * each only when a source changed since. Plain JavaScript: it runs before anything is built.
 */
import { createHash } from 'node:crypto'
import { cp, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

const parts = [
  { name: 'server', sources: ['contract/src', 'stats/src', 'server/src', 'package-lock.json', 'scripts/build.mjs'], stamp: 'server/dist/.stamp', build: buildServer },
  { name: 'console', sources: ['contract/src', 'web', 'package-lock.json'], stamp: 'web/dist/.stamp', build: buildWeb },
]

/** Builds the parts whose sources changed since their last build. */
export async function buildIfStale() {
  for (const part of parts) {
    const now = await fingerprint(part.sources)
    const then = await readFile(join(root, part.stamp), 'utf8').catch(() => '')
    if (now === then) continue
    process.stderr.write(`Building the ${part.name} …\n`)
    await part.build()
    await writeFile(join(root, part.stamp), now)
  }
}

async function buildServer() {
  const { build } = await import('esbuild')
  const outdir = join(root, 'server/dist')
  await rm(outdir, { recursive: true, force: true })
  await mkdir(outdir, { recursive: true })
  const external = []
  for (const workspace of ['server', 'stats']) {
    const { dependencies } = JSON.parse(await readFile(join(root, workspace, 'package.json'), 'utf8'))
    for (const name of Object.keys(dependencies)) external.push(name, `${name}/*`)
  }
  await build({
    entryPoints: { cli: join(root, 'server/src/app/cli/main.ts') },
    outdir, outExtension: { '.js': '.mjs' }, bundle: true, platform: 'node', format: 'esm', target: 'node20',
    sourcemap: true, external, logLevel: 'warning',
    // Some libraries inside the bundle are CommonJS and ask for Node's own modules at run time.
    banner: { js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);" },
  })
  await cp(join(root, 'server/src/platform/postgres/embedded-worker.mjs'), join(outdir, 'embedded-worker.mjs'))
}

async function buildWeb() {
  const { build } = await import('vite')
  await build({ root: join(root, 'web'), logLevel: 'warn' })
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
  const kept = entries.filter(({ name }) => name !== 'dist' && name !== 'node_modules' && !name.includes('.test.'))
  const nested = await Promise.all(kept.map(({ name }) => filesUnder(join(path, name))))
  return nested.flat().sort()
}
