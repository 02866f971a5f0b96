/**
 * Turns this process into a ClickHouse server: calls the command-line entry of the libchdb library that
 * npm brings, with everything after the library's path as arguments. It returns when the last query of
 * `--query` has ended. The library is called straight from the main thread because ClickHouse checks
 * that it runs on a stack the system knows.
 */
import { DataType, load, open } from 'ffi-rs'

const [path = '', ...args] = process.argv.slice(2)
const words = ['clickhouse', ...args]
open({ library: 'chdb', path })
load({
  library: 'chdb',
  funcName: 'chdb_query_cmdline',
  retType: DataType.I64,
  paramsType: [DataType.I32, DataType.StringArray],
  paramsValue: [words.length, words],
})
process.exit(0)
