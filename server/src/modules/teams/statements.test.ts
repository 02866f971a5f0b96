import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { expect, test } from 'vitest'

const server = fileURLToPath(new URL('../../..', import.meta.url))

/** Who looks for work over all workspaces: each row says whose it is, and is handled as that workspace's. */
const worker = 'a worker looks for its work everywhere'

/** Statements that are scoped by something other than the workspace's id, each with what scopes it. */
const explained: readonly { file: string; words: string; why: string }[] = [
  { file: 'events/store.ts', words: 'WHERE key = ANY', why: 'the key is a hash over the workspace too' },
  {
    file: 'profiles/store.ts',
    words: 'next_change_at <= $1',
    why: worker,
  },
  { file: 'campaigns/store.ts', words: "state = 'scheduled' AND starts_at", why: worker },
  { file: 'campaigns/store.ts', words: 'state = $1 ORDER BY launched_at', why: worker },
  { file: 'messages/channel/store.ts', words: 'settings FROM email_channels', why: worker },
  { file: 'suppressions/store.ts', words: 'FROM suppression_changes ORDER BY seq', why: worker },
  { file: 'rfm/store.ts', words: "rfm_runs WHERE state = 'running'", why: worker },
  { file: 'live/store.ts', words: 'FROM segments WHERE archived_at IS NULL UNION', why: worker },
  { file: 'clusters/store.ts', words: "cluster_analyses WHERE state = 'running'", why: worker },
  { file: 'lookalike/store.ts', words: "FROM lookalikes WHERE state = 'running'", why: worker },
  { file: 'demo-shop/store.ts', words: "demo_loads WHERE state = 'running'", why: worker },
  { file: 'imports/store.ts', words: "SET state = 'running', lease_until", why: worker },
  { file: 'imports/store.ts', words: 'SET lease_until = NULL', why: worker },
  { file: 'teams/store-keys.ts', words: 'key_hash = $1', why: 'a key says its workspace' },
  { file: 'teams/store-invitations.ts', words: 'token_hash = $1', why: 'a link says its workspace' },
  { file: 'teams/store-members.ts', words: 'WHERE m.user_id = $1', why: 'a person’s own workspaces' },
  { file: 'teams/store-answers.ts', words: 'started_at <= $1', why: 'housekeeping, returns nothing' },
  { file: 'teams/store-workspaces.ts', words: 'slug = $1', why: 'short names are unique everywhere' },
  { file: 'teams/store-workspaces.ts', words: 'ORDER BY w.workspace_id', why: 'the command line lists all' },
  { file: 'teams/store-workspaces.ts', words: 'erased_at IS NULL', why: 'housekeeping over deleted ones' },
]

test('every SQL statement of a store that touches a workspace’s table is held to one workspace', () => {
  const tables = workspaceTables()
  expect(tables.size).toBeGreaterThan(10)
  const faults = storeFiles().flatMap((file) =>
    stringsIn(readFileSync(file, 'utf8'))
      .filter((statement) => touches(statement, tables) && !isScoped(statement))
      .filter(
        (statement) =>
          !explained.some((one) => file.endsWith(one.file) && oneLine(statement).includes(one.words)),
      )
      .map((statement) => `${relative(server, file)}: ${oneLine(statement).slice(0, 160)}`),
  )
  expect(faults).toEqual([])
})

test('the check would see a statement that forgets the workspace', () => {
  const tables = new Set(['profiles'])
  const forgetful = [
    'const list = `p.workspace_id, p.name`',
    'const sql = `SELECT $',
    '{list} FROM profiles p`',
  ]
  const statements = stringsIn(`${forgetful.join('')}\nconst text = "profiles of today"`)
  const touching = statements.filter((statement) => touches(statement, tables))
  expect(touching).toEqual(['`SELECT p.workspace_id, p.name FROM profiles p`'])
  expect(touching.filter(isScoped)).toEqual([])
  expect(isScoped('SELECT name FROM profiles p WHERE p.workspace_id = $1')).toBe(true)
  expect(touches('DELETE FROM profile_views', tables)).toBe(false)
})

const oneLine = (statement: string) => statement.trim().replace(/\s+/g, ' ')

/** Tables with a column `workspace_id`, from the migrations of both engines. */
function workspaceTables(): Set<string> {
  const names = new Set<string>()
  for (const engine of ['postgres', 'clickhouse']) {
    const folder = join(server, 'sql', engine)
    for (const name of readdirSync(folder)) {
      const script = readFileSync(join(folder, name), 'utf8')
      for (const [, table, body] of script.matchAll(/CREATE TABLE (?:IF NOT EXISTS )?(\w+)([^;]*);/g))
        if (table && /^\s*workspace_id\b/m.test(body ?? '')) names.add(table)
    }
  }
  return names
}

function storeFiles(): string[] {
  return ['modules', 'flows'].flatMap((part) => {
    const folder = join(server, 'src', part)
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => /(^|\/)store[\w-]*\.ts$/.test(path) && !path.includes('.test.'))
      .map((path) => join(folder, path))
  })
}

/** Every string and template of the source; in a template the constants of the same file are put in. */
function stringsIn(source: string): string[] {
  const file = ts.createSourceFile('store.ts', source, ts.ScriptTarget.Latest, true)
  const constants = new Map<string, string>()
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer)
      constants.set(node.name.text, node.initializer.getText())
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) found.push(node.text)
    else if (ts.isTemplateExpression(node)) found.push(node.getText())
    ts.forEachChild(node, visit)
  }
  visit(file)
  return found.map((text) => withConstants(text, constants))
}

function withConstants(text: string, constants: ReadonlyMap<string, string>, depth = 0): string {
  if (depth === 5) return text
  return text.replace(/\$\{(\w+)\}/g, (whole, name: string) => {
    const value = constants.get(name)
    return value ? withConstants(value.replaceAll('`', ''), constants, depth + 1) : whole
  })
}

/** Compares the workspace's id with something, or adds rows that carry it. Listing it as a column is not enough. */
function isScoped(statement: string): boolean {
  return (
    /workspace_id\s*(=|IN\b)/i.test(statement) ||
    /INSERT INTO \w+(?: AS \w+)?\s*\([^)]*workspace_id/.test(statement) ||
    /INSERT INTO[\s\S]*ON CONFLICT \(workspace_id/.test(statement)
  )
}

function touches(statement: string, tables: ReadonlySet<string>): boolean {
  return [...statement.matchAll(/\b(?:FROM|JOIN|INTO|UPDATE|TABLE|ONLY)\s+(\w+)/g)].some(
    ([, table]) => table !== undefined && tables.has(table),
  )
}
