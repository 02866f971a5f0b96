import { assert } from '../../kernel/assert'
import type { Facts } from '../../platform/clickhouse'
import type { Statement } from './rule/params'

/** Longer statements are shown as they were compiled: the engine lays out what fits one field of a request. */
const layoutCharsMax = 100_000

/** A statement with its values written into it, laid out by the engine: to be read, or run in the workspace's ClickHouse. */
export async function readableSql(facts: Facts, statement: Statement): Promise<string> {
  const sql = literalSql(statement)
  if (Buffer.byteLength(sql) > layoutCharsMax) return sql
  const [row] = await facts.query<{ sql: string }>('SELECT formatQuery({sql:String}) AS sql', { sql })
  return row?.sql ?? sql
}

/** The statement with every value as a literal. Names and paths in it have no braces, so only placeholders match. */
export function literalSql({ text, params }: Statement): string {
  return text.replaceAll(/\{(p\d+):([A-Za-z0-9()]+)\}/g, (_, name: string, type: string) => {
    assert(name in params, `${name} has a value`)
    return literal(params[name], type)
  })
}

/** Written so that it has the type that the placeholder had. */
function literal(value: unknown, type: string): string {
  if (Array.isArray(value))
    return `[${value.map((one) => literal(one, type.slice('Array('.length, -1))).join(', ')}]`
  if (type === 'String') return quoted(String(value))
  if (type === 'UUID') return `toUUID(${quoted(String(value))})`
  assert(typeof value === 'number' && Number.isFinite(value), 'what is neither text nor an id is a number')
  return type === 'Float64' ? `toFloat64(${value})` : `to${type}(${value})`
}

const escapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  "'": "\\'",
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\0': '\\0',
}

/** Text in single quotes. What ends it, or begins an escape, is escaped itself. */
function quoted(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a zero would end the text in some tools
  return `'${text.replaceAll(/[\\'\n\r\t\u0000]/g, (char) => escapes[char] ?? char)}'`
}
