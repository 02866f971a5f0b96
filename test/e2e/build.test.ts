import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'

const repository = fileURLToPath(new URL('../..', import.meta.url))
let root: string
const write = async (path: string, text: string) => {
  await mkdir(dirname(join(root, path)), { recursive: true })
  await writeFile(join(root, path), text)
}

/** A repository in small: what the build reads, and nothing else. */
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'rapport-build-'))
  await symlink(join(repository, 'node_modules'), join(root, 'node_modules'))
  await cp(join(repository, 'scripts/build.mjs'), join(root, 'scripts/build.mjs'))
  await write('contract/src/index.ts', 'export const answer = 1')
  await write('stats/src/index.ts', '')
  await write('package-lock.json', '{}')
  await write('server/package.json', '{ "dependencies": {} }')
  await write('stats/package.json', '{ "dependencies": {} }')
  await write('server/src/platform/postgres/embedded-worker.mjs', '')
  await write('web/index.html', '<script type="module" src="./main.js"></script>')
  await write('web/main.js', 'document.title = "one"')
})
afterAll(() => rm(root, { recursive: true, force: true }))

const setVersion = (version: string) =>
  write('server/src/app/cli/main.ts', `process.stdout.write(${JSON.stringify(version)})`)

/** Builds in a process of its own; its exit code and what it said. */
function build(): Promise<{ code: number | null; said: string }> {
  const script = `import('${join(root, 'scripts/build.mjs')}').then(({ buildIfStale }) => buildIfStale())`
  const child = spawn(process.execPath, ['-e', script], { cwd: root })
  let said = ''
  child.stderr.on('data', (chunk) => {
    said += chunk
  })
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, said })))
}

const leftovers = async () =>
  (await Promise.all(['server', 'web'].map((folder) => readdir(join(root, folder)))))
    .flat()
    .filter((name) => /^dist./.test(name))

it('builds once when three processes start at the same time, and leaves nothing beside the result', async () => {
  await setVersion('one')
  const results = await Promise.all([build(), build(), build()])
  expect(results.map(({ code }) => code)).toEqual([0, 0, 0])
  expect(
    results
      .map(({ said }) => said)
      .join('')
      .match(/Building the server/g),
  ).toHaveLength(1)
  expect(await readFile(join(root, 'server/dist/cli.mjs'), 'utf8')).toContain('"one"')
  expect(await leftovers()).toEqual([])
}, 120_000)

it('has the result whole at every moment of a new build, and keeps what open pages still ask for', async () => {
  const before = await readdir(join(root, 'web/dist/assets'))
  await setVersion('two')
  await write('web/main.js', 'document.title = "two"')
  let isBuilding = true
  let looks = 0
  const watch = (async () => {
    while (isBuilding) {
      looks += 1
      for (const file of ['server/dist/cli.mjs', 'server/dist/embedded-worker.mjs', 'web/dist/index.html'])
        expect(existsSync(join(root, file)), file).toBe(true)
      await new Promise((resolve) => setImmediate(resolve))
    }
  })()
  expect((await build()).code).toBe(0)
  isBuilding = false
  await watch
  expect(looks).toBeGreaterThan(10)
  expect(await readFile(join(root, 'server/dist/cli.mjs'), 'utf8')).toContain('"two"')
  expect(await readdir(join(root, 'web/dist/assets'))).toEqual(expect.arrayContaining(before))
}, 120_000)

it('takes over from a build that was killed', async () => {
  await setVersion('three')
  const dead = spawn(process.execPath, ['-e', ''])
  await new Promise((resolve) => dead.on('close', resolve))
  await writeFile(join(root, 'server/dist.lock'), String(dead.pid))
  await mkdir(join(root, 'server/dist.new-abandoned'))
  expect((await build()).code).toBe(0)
  expect(await readFile(join(root, 'server/dist/cli.mjs'), 'utf8')).toContain('"three"')
  expect(await leftovers()).toEqual([])
}, 120_000)
