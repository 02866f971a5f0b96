import { afterAll, beforeAll, expect, it } from 'vitest'
import { type OpenEngines, openEmbeddedEngines } from '../../../../test/harness/open-engines'
import { until } from '../../../../test/harness/until'
import { createLog } from '../log'
import { createVacuum } from './vacuum'

let engines: OpenEngines
beforeAll(async () => {
  engines = await openEmbeddedEngines()
})
afterAll(() => engines.close())

const sizeOf = async (table: string) => {
  const [row] = await engines.db.query<{ bytes: number }>('SELECT pg_relation_size($1::regclass) AS bytes', [
    table,
  ])
  return row?.bytes ?? 0
}

/** PostgreSQL counts dead rows up to a second later. */
const deadRowsOf = (table: string) =>
  until(
    async () => {
      const text = 'SELECT 1 FROM pg_stat_user_tables WHERE relname = $1 AND n_dead_tup >= 5000'
      return (await engines.db.query(text, [table])).length > 0
    },
    { what: 'dead rows are counted' },
  )

it('takes back the room of dead rows, and only while there is nothing else to do', async () => {
  const { db } = engines
  let worked = 0
  const vacuum = createVacuum({ db, pulse: async () => worked, log: createLog('silent') })
  await db.script(`CREATE TABLE "odd name" (id int PRIMARY KEY, text text);
    INSERT INTO "odd name" SELECT number, repeat('x', 200) FROM generate_series(1, 5000) AS number`)
  const change = () => db.query(`UPDATE "odd name" SET text = repeat('y', 200)`)
  await change()
  const grown = await sizeOf('"odd name"')
  await deadRowsOf('odd name')

  expect(await vacuum.round()).toBe(false) // it has not seen yet that nothing happens
  worked += 1
  expect(await vacuum.round()).toBe(false) // something happened
  expect(await vacuum.round()).toBe(true)
  await change()
  expect(await sizeOf('"odd name"')).toBe(grown) // in the room that was taken back
  await deadRowsOf('odd name')
  while (await vacuum.round());
  await change()
  expect(await sizeOf('"odd name"')).toBe(grown)
})

it('leaves a server to itself', async () => {
  let asked = 0
  const pulse = async () => {
    asked += 1
    return 0
  }
  const vacuum = createVacuum({
    db: { ...engines.db, engine: 'server' },
    pulse,
    log: createLog('silent'),
    restMs: 1,
  })
  vacuum.start()
  await vacuum.stop()
  expect(asked).toBe(0)
})
