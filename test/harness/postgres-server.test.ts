import { existsSync } from 'node:fs'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isRunning, runAndKill } from './killed-run'
import { type PostgresServer, startPostgres } from './postgres-server'
import { until } from './until'

let server: PostgresServer

beforeAll(async () => {
  server = await startPostgres()
})
afterAll(() => server.stop())

test('is a real PostgreSQL 18 that sorts text as the embedded engine does', async () => {
  const client = new Client({ connectionString: server.url })
  await client.connect()
  const { rows } = await client.query<{ version: string; words: string; upper: string }>(
    `SELECT version(), string_agg(w, ' ' ORDER BY w) AS words, upper('é') AS upper
     FROM unnest(ARRAY['b', 'A', 'a', '知']) AS w`,
  )
  await client.end()
  expect(rows[0]?.version).toMatch(/^PostgreSQL 18\./)
  expect(rows[0]).toMatchObject({ words: 'A a b 知', upper: 'É' })
})

test('keeps several connections apart, so locks and transactions can be tested', async () => {
  const [one, two] = [new Client(server.url), new Client(server.url)]
  await Promise.all([one.connect(), two.connect()])
  await one.query('CREATE TABLE seats (id int PRIMARY KEY, taken_by text)')
  await one.query('INSERT INTO seats VALUES (1, NULL)')
  await one.query('BEGIN')
  await one.query("UPDATE seats SET taken_by = 'one' WHERE id = 1")
  const skipped = await two.query('SELECT id FROM seats FOR UPDATE SKIP LOCKED')
  await one.query('COMMIT')
  const seen = await two.query('SELECT taken_by FROM seats')
  await Promise.all([one.end(), two.end()])
  expect(skipped.rows).toEqual([])
  expect(seen.rows).toEqual([{ taken_by: 'one' }])
})

test('refuses a connection without the password', async () => {
  const address = new URL(server.url)
  address.password = 'wrong'
  await expect(new Client(address.href).connect()).rejects.toThrow(/password authentication failed/)
})

test('is gone, with its folder, after the run that started it was killed', async () => {
  const { pid, folder } = await runAndKill('postgres')
  await until(() => !isRunning(pid), { what: `process ${pid} is gone` })
  await until(() => !existsSync(folder), { what: 'its folder is gone' })
})
