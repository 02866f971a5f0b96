import { expect, test } from 'vitest'
import { createFlights } from './flights'

const flight = (to: number) => ({ to, keys: new Set([`message ${to}`]) })
const nothing = async () => undefined

test('facts follow facts and records follow records, whatever takes longest', async () => {
  const flights = createFlights(2)
  const written: string[] = []
  const write = (what: string, ms: number) => async () => {
    await new Promise((resolve) => setTimeout(resolve, ms))
    written.push(what)
  }
  await flights.launch(flight(1), write('facts 1', 20), write('records 1', 20))
  await flights.launch(flight(2), write('facts 2', 1), write('records 2', 1))
  expect([flights.carry('message 1'), flights.carry('message 3')]).toEqual([true, false])
  await flights.allLanded()
  expect(written.filter((what) => what.startsWith('facts'))).toEqual(['facts 1', 'facts 2'])
  expect(written.filter((what) => what.startsWith('records'))).toEqual(['records 1', 'records 2'])
  expect(written.indexOf('facts 2')).toBeLessThan(written.indexOf('records 2'))
  expect(flights.carry('message 1')).toBe(false)
})

test('what follows a batch that failed is never begun, and abandoning says where that one ended', async () => {
  const flights = createFlights(3)
  let begun = 0
  const fail = async () => {
    throw new Error('the store is gone')
  }
  await flights.launch(flight(1), nothing, nothing)
  await flights.launch(flight(2), nothing, fail)
  await flights.launch(flight(3), nothing, async () => {
    begun += 1
  })
  expect(await flights.abandon()).toBe(2)
  expect(begun).toBe(0)
  expect(await flights.landed()).toBe(false)
})

test('the failure of a batch reaches whoever waits for room', async () => {
  const flights = createFlights(0)
  await expect(
    flights.launch(
      flight(1),
      async () => {
        throw new Error('no space left')
      },
      nothing,
    ),
  ).rejects.toThrow('no space left')
  expect(await flights.abandon()).toBe(1)
})

test('nothing that failed is nothing to report', async () => {
  const flights = createFlights(2)
  await flights.launch(flight(1), nothing, nothing)
  expect(await flights.abandon()).toBeNull()
})

test('nothing moves any more once all was abandoned, also not the facts of a batch whose records are lost already', async () => {
  const flights = createFlights(3)
  let isWritten = false
  await flights.launch(flight(1), nothing, async () => {
    throw new Error('the store is gone')
  })
  await flights.launch(
    flight(2),
    async () => {
      await new Promise((resolve) => setTimeout(resolve, 30))
      isWritten = true
    },
    nothing,
  )
  expect(await flights.abandon()).toBe(1)
  expect(isWritten).toBe(true)
})
