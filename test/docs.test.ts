import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const read = (path: string) => readFileSync(join(root, path), 'utf8')

/** Paths below a folder, without what is installed, built or hidden. */
function pathsUnder(folder: string, isWanted: (name: string) => boolean): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.name.startsWith('.') || /^(node_modules|dist(\..*)?)$/.test(entry.name)) return []
    if (entry.isDirectory()) return pathsUnder(path, isWanted)
    return isWanted(entry.name) ? [path] : []
  })
}

interface Doc {
  readonly path: string
  readonly text: string
  /** What is set as code: spans between backticks, fenced and indented blocks. */
  readonly code: string
}

const docs: readonly Doc[] = pathsUnder('.', (name) => name.endsWith('.md')).map((path) => {
  const text = read(path)
  return { path, text, code: codeIn(text) }
})

function codeIn(text: string): string {
  const fenced = [...text.matchAll(/```[^\n]*\n([\s\S]*?)```/g)].map(([, block]) => block)
  const indented = text.match(/^( {4}|\t).*$/gm) ?? []
  const spans = [...text.replace(/```[\s\S]*?```/g, '').matchAll(/`([^`\n]+)`/g)].map(([, span]) => span)
  return [...fenced, ...indented, ...spans].join('\n')
}

/** What the pattern's first group finds in every document, with where. */
function foundIn(pick: (doc: Doc) => string, pattern: RegExp): { path: string; word: string }[] {
  return docs.flatMap((doc) =>
    [...pick(doc).matchAll(pattern)].map(([, word = '']) => ({ path: doc.path, word })),
  )
}

const said = ({ path, word }: { path: string; word: string }) => `${path}: ${word}`

test('every relative link leads to a file that is there', () => {
  const links = foundIn(({ text }) => text.replace(/```[\s\S]*?```|`[^`\n]+`/g, ''), /\]\(([^)\s]+)\)/g)
  const relatives = links.filter(({ word }) => !/^([a-z]+:|#)/.test(word))
  expect(relatives.length).toBeGreaterThan(10)
  const dead = relatives.filter(
    ({ path, word }) => !existsSync(join(root, dirname(path), decodeURI(word.replace(/#.*$/, '')))),
  )
  expect(dead.map(said)).toEqual([])
})

test('every heading that a link names is there', () => {
  const links = foundIn(({ text }) => text, /\]\(([^)\s:]*\.md#[^)\s]+|#[^)\s]+)\)/g)
  const dead = links.filter(({ path, word }) => {
    const [file = '', anchor = ''] = word.split('#')
    const target = file === '' ? path : relative(root, join(root, dirname(path), file))
    return !anchorsOf(docs.find((doc) => doc.path === target)?.text ?? '').includes(decodeURI(anchor))
  })
  expect(dead.map(said)).toEqual([])
})

function anchorsOf(text: string): string[] {
  const headings = text.match(/^#+ .*$/gm) ?? []
  return headings.map((heading) =>
    heading
      .replace(/^#+ /, '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-'),
  )
}

test('every npm script, benchmark and test file that the documents name is there', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
  const unknown = foundIn(({ text }) => text, /\bnpm run ([a-z][\w:]*)/g).filter(
    ({ word }) => !(word in scripts),
  )
  const benches = [...read('bench/main.ts').matchAll(/^ {2}'?([a-z-]+)'?: \(\) => import\(/gm)].map(
    ([, name]) => name,
  )
  expect(benches).toContain('ingest')
  const missing = foundIn(({ text }) => text, /\bnpm run bench -- ([a-z][\w-]*)/g).filter(
    ({ word }) => !benches.includes(word),
  )
  expect([...unknown, ...missing].map(said)).toEqual([])
})

test('every command of rapport that the documents name is there, and README has them all', () => {
  const main = read('server/src/app/cli/main.ts')
  const commands = [...main.matchAll(/^ {4}'?([a-z-]+)'?: \(\) => import\(/gm)].map(([, name]) => name)
  expect(commands).toContain('start')
  const named = foundIn(({ code }) => code, /(?:^|[\s(])(?:npx )?rapport(?:\.mjs)? ([a-z][a-z-]*)/gm)
  expect(named.filter(({ word }) => !commands.includes(word)).map(said)).toEqual([])
  const inReadme = named.filter(({ path }) => path === 'README.md').map(({ word }) => word)
  expect(commands.filter((command) => !inReadme.includes(command ?? ''))).toEqual([])
})

test('every option of a command that the documents show is there', () => {
  const sources = pathsUnder('server/src/app/cli', (name) => name.endsWith('.ts') && !name.includes('.test.'))
  const cli = sources.map(read).join('\n')
  const options = docs.flatMap(({ path, code }) =>
    [...code.matchAll(/\brapport(?:\.mjs)? [a-z][^\n]*/g)].flatMap(([line]) =>
      [...line.matchAll(/ --([a-z][a-z-]*)/g)].map(([, word = '']) => ({ path, word })),
    ),
  )
  const known = ({ word }: { word: string }) =>
    word === 'help' || new RegExp(`(^|[\\s{])'?${word}'?[:,]`, 'm').test(cli)
  expect(options.filter((option) => !known(option)).map(said)).toEqual([])
})

const variable = /\b(RAPPORT_[A-Z_]*[A-Z]|BENCH_[A-Z_]*[A-Z]|[A-Z]+_(?:URL|PATH))\b/g

test('every environment variable that the documents name is read somewhere', () => {
  const sources = ['server/src', 'test', 'bench', 'scripts', 'bin', 'web']
    .flatMap((folder) => pathsUnder(folder, (name) => /\.(m?ts|mjs|tsx)$/.test(name)))
    .map(read)
    .join('\n')
  const unread = foundIn(({ text }) => text, variable).filter(({ word }) => !sources.includes(word))
  expect(unread.map(said)).toEqual([])
})

test('every setting that the server reads stands in the table of docs/operations.md, and no other', () => {
  const config = read('server/src/platform/config.ts')
  const schema = /z\.object\(\{([\s\S]*?)\n\}\)/.exec(config)?.[1] ?? ''
  const settings = [...schema.matchAll(/^ {2}([A-Z_]+):/gm)].map(([, name = '']) => name)
  expect(settings.length).toBeGreaterThan(10)
  const rows = read('docs/operations.md').match(/^\| `[A-Z_]+` \|/gm) ?? []
  const listed = rows.map((row) => row.replace(/[|`\s]/g, ''))
  expect(listed.sort()).toEqual(settings.sort())
})
