/** A run that starts the server it is told, says where it is, and then hangs until it is killed. */
import { startClickHouse } from './clickhouse-server'
import { startPostgres } from './postgres-server'

const start = process.argv[2] === 'clickhouse' ? startClickHouse : startPostgres
const { pid, folder } = await start()
console.log(JSON.stringify({ pid, folder }))
setInterval(() => {}, 60_000)
