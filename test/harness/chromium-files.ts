import { spawnSync } from 'node:child_process'
import { createReadStream, createWriteStream, existsSync, readFileSync } from 'node:fs'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { brotliDecompressSync, createBrotliDecompress } from 'node:zlib'

const CACHE = fileURLToPath(new URL('../../node_modules/.cache/rapport-test', import.meta.url))
const require = createRequire(import.meta.url)

/** What a browser process needs to run and to write Chinese on a machine that has neither. */
export interface ChromiumFiles {
  readonly executable: string
  /** Folder of the shared libraries (NSS, Expat) that a bare machine lacks. */
  readonly libraries: string
  readonly fontsConfig: string
}

/**
 * Unpacks the browser that npm brings, once for each version, into node_modules/.cache. Several test
 * processes may ask at once: each unpacks beside the target, and the first to rename wins.
 */
export async function chromiumFiles(): Promise<ChromiumFiles> {
  const packed = join(dirname(require.resolve('@sparticuz/chromium')), '..')
  const { version } = JSON.parse(readFileSync(join(packed, 'package.json'), 'utf8'))
  const folder = join(CACHE, `chromium-${version}`)
  if (!existsSync(folder)) await unpack(join(packed, 'bin'), folder)
  const fonts = join(folder, 'fonts.conf')
  // Written at each launch, because it names the place this clone lies in now.
  await replaceFile(fonts, fontsConfig(folder))
  return { executable: join(folder, 'chromium'), libraries: join(folder, 'lib'), fontsConfig: fonts }
}

async function unpack(packed: string, folder: string): Promise<void> {
  const draft = `${folder}.${process.pid}`
  await mkdir(draft, { recursive: true })
  const target = createWriteStream(join(draft, 'chromium'), { mode: 0o755 })
  await pipeline(createReadStream(join(packed, 'chromium.br')), createBrotliDecompress(), target)
  for (const name of ['al2023.tar.br', 'fonts.tar.br']) await untar(join(packed, name), draft)
  await rename(draft, folder).catch(async (error) => {
    await rm(draft, { recursive: true, force: true })
    if (!existsSync(folder)) throw error
  })
}

async function untar(archive: string, folder: string): Promise<void> {
  const input = brotliDecompressSync(await readFile(archive))
  const { status, stderr } = spawnSync('tar', ['-x', '--no-same-owner', '-C', folder], { input })
  if (status !== 0) throw new Error(`${archive} could not be unpacked: ${stderr}`)
}

async function replaceFile(path: string, content: string): Promise<void> {
  const draft = `${path}.${process.pid}`
  await writeFile(draft, content)
  await rename(draft, path)
}

/** The same letters on every machine: Open Sans from the browser's package, Noto Sans for Chinese. */
function fontsConfig(folder: string): string {
  const chinese = join(dirname(require.resolve('@embedpdf/fonts-sc')), '..', 'fonts')
  const families = ['sans-serif', 'serif', 'monospace', 'system-ui']
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(folder, 'fonts')}</dir>
  <dir>${chinese}</dir>
  <cachedir>${join(folder, 'fonts-cache')}</cachedir>
${families.map(alias).join('\n')}
</fontconfig>
`
}

function alias(family: string): string {
  const preferred = '<family>Open Sans</family><family>Noto Sans S Chinese</family>'
  return `  <alias binding="same"><family>${family}</family><prefer>${preferred}</prefer></alias>`
}
