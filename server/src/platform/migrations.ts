import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface Migration {
  readonly name: string
  readonly statements: readonly string[]
}

/** The SQL files of one engine in the order of their numbers; a statement ends with `;` at the end of a line. */
export async function migrations(engine: 'postgres' | 'clickhouse'): Promise<Migration[]> {
  const directory = join(sqlRoot(), engine)
  const names = (await readdir(directory)).filter((name) => name.endsWith('.sql')).sort()
  return Promise.all(
    names.map(async (name) => ({
      name,
      statements: splitStatements(await readFile(join(directory, name), 'utf8')),
    })),
  )
}

/** Statements of a script: comments dropped, cut at a `;` that ends a line. */
export function splitStatements(script: string): string[] {
  return script
    .replace(/^\s*--.*$/gm, '')
    .split(/;\s*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '')
}

/** From source this file is server/src/platform, from the bundle server/dist: `sql` is found beside either. */
function sqlRoot(): string {
  const here = fileURLToPath(new URL('.', import.meta.url))
  return here.includes(join('server', 'dist')) ? join(here, '..', 'sql') : join(here, '..', '..', 'sql')
}
