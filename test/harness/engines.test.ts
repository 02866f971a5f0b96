import { createClient } from '@clickhouse/client'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ServerEngines, serverEngines } from './engines'

let mine: ServerEngines
let theirs: ServerEngines

beforeAll(async () => {
  ;[mine, theirs] = await Promise.all([serverEngines(), serverEngines()])
})
afterAll(() => Promise.all([mine.drop(), theirs.drop()]))

test('two callers share the servers and see nothing of each other', async () => {
  expect(new URL(mine.databaseUrl).port).toBe(new URL(theirs.databaseUrl).port)
  expect(new URL(mine.clickhouseUrl).port).toBe(new URL(theirs.clickhouseUrl).port)
  await postgres(mine, 'CREATE TABLE mine (id int)')
  await clickhouse(mine, 'CREATE TABLE mine (id UInt8) ENGINE = MergeTree ORDER BY id')
  await expect(postgres(theirs, 'SELECT * FROM mine')).rejects.toThrow(/does not exist/)
  expect(await clickhouse(theirs, 'EXISTS TABLE mine')).toEqual([{ result: 0 }])
  expect(await clickhouse(mine, 'EXISTS TABLE mine')).toEqual([{ result: 1 }])
})

test('a dropped pair is gone, even with someone connected, and the other stays', async () => {
  const gone = await serverEngines()
  const lingering = new Client(gone.databaseUrl)
  lingering.on('error', () => {})
  await lingering.connect()
  await gone.drop()
  await expect(postgres(gone, 'SELECT 1')).rejects.toThrow(/does not exist/)
  expect(await postgres(theirs, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
})

async function postgres({ databaseUrl }: ServerEngines, statement: string): Promise<unknown[]> {
  const client = new Client(databaseUrl)
  await client.connect()
  return client
    .query(statement)
    .then(({ rows }) => rows)
    .finally(() => client.end())
}

async function clickhouse({ clickhouseUrl }: ServerEngines, query: string): Promise<unknown> {
  const client = createClient({ url: clickhouseUrl })
  if (!query.startsWith('EXISTS')) return client.command({ query }).finally(() => client.close())
  const answer = await client.query({ query, format: 'JSONEachRow' })
  return answer.json().finally(() => client.close())
}
