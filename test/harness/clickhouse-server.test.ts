import { existsSync } from 'node:fs'
import { ClickHouseLogLevel, createClient } from '@clickhouse/client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ClickHouseServer, startClickHouse } from './clickhouse-server'
import { isRunning, runAndKill } from './killed-run'
import { until } from './until'

let server: ClickHouseServer

beforeAll(async () => {
  server = await startClickHouse()
})
afterAll(() => server.stop())

test('keeps a MergeTree table with a JSON column and answers over it', async () => {
  const client = createClient({ url: server.url })
  await client.command({
    query: 'CREATE TABLE facts (id UInt32, at DateTime64(3), properties JSON) ENGINE = MergeTree ORDER BY id',
  })
  const values = Array.from({ length: 10_000 }, (_, id) => ({
    id,
    at: '2026-03-01 08:00:00.123',
    properties: { category: id % 2 ? '茶' : 'tea', price: id / 4 },
  }))
  await client.insert({ table: 'facts', values, format: 'JSONEachRow' })
  const answer = await client.query({
    query: `SELECT properties.category::String AS category, count()::UInt32 AS n, max(properties.price::Float64) AS top
            FROM facts WHERE id < {below: UInt32} GROUP BY category ORDER BY category`,
    query_params: { below: 1_000 },
    format: 'JSONEachRow',
  })
  expect(await answer.json()).toEqual([
    { category: 'tea', n: 500, top: 249.5 },
    { category: '茶', n: 500, top: 249.75 },
  ])
  await client.close()
})

test('answers many questions at once, each with its own result', async () => {
  const client = createClient({ url: server.url, max_open_connections: 16 })
  const numbers = Array.from({ length: 40 }, (_, n) => n)
  const ask = async (n: number) => {
    const answer = await client.query({
      query: `SELECT sum(number) % 97 + ${n} AS v FROM numbers(200000)`,
      format: 'JSON',
    })
    return Number((await answer.json<{ v: string }>()).data[0]?.v)
  }
  const answers = await Promise.all(numbers.map(ask))
  expect(new Set(answers.map((answer, n) => answer - n)).size).toBe(1)
  await client.close()
})

test('has databases apart from one another, chosen by the address', async () => {
  const admin = createClient({ url: server.url })
  await admin.command({ query: 'CREATE DATABASE apart' })
  const client = createClient({ url: `${server.url}/apart` })
  await client.command({ query: 'CREATE TABLE here (id UInt8) ENGINE = MergeTree ORDER BY id' })
  const tables = await admin.query({
    query: "SELECT database FROM system.tables WHERE name = 'here'",
    format: 'JSONEachRow',
  })
  expect(await tables.json()).toEqual([{ database: 'apart' }])
  await Promise.all([admin.close(), client.close()])
})

test('says what is wrong with a query, with the code of the failure', async () => {
  const client = createClient({ url: server.url, log: { level: ClickHouseLogLevel.OFF } })
  await expect(client.query({ query: 'SELECT * FROM nowhere' })).rejects.toMatchObject({
    type: 'UNKNOWN_TABLE',
  })
  await client.close()
})

test('is gone, with its folder, after the run that started it was killed', async () => {
  const { pid, folder } = await runAndKill('clickhouse')
  await until(() => !isRunning(pid), { what: `process ${pid} is gone` })
  await until(() => !existsSync(folder), { what: 'its folder is gone' })
})
