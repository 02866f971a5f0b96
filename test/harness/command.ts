import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** What bin/rapport.mjs runs, without building anew when somebody saves a file in the middle of a test. */
const program = fileURLToPath(new URL('../../server/dist/cli.mjs', import.meta.url))

export interface Ran {
  readonly out: string
  readonly err: string
  readonly code: number | null
}

/** Runs a command as a person would type it where no terminal is; the program must have been built, as `startProduct` does. */
export function runRapport(
  words: readonly string[],
  env: Readonly<Record<string, string>> & { readonly RAPPORT_DATA_DIR: string },
  input = '',
): Promise<Ran> {
  return new Promise((resolve) => {
    const { PATH, HOME } = process.env
    const child = spawn(process.execPath, [program, ...words], { env: { PATH, HOME, NO_COLOR: '1', ...env } })
    const [out, err]: [Buffer[], Buffer[]] = [[], []]
    child.stdout.on('data', (chunk) => out.push(chunk))
    child.stderr.on('data', (chunk) => err.push(chunk))
    child.on('close', (code) =>
      resolve({ out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString(), code }),
    )
    child.stdin.end(input)
  })
}
