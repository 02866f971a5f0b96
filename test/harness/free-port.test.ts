import { createServer, type Server } from 'node:net'
import { expect, test } from 'vitest'
import { freePort, onFreePort } from './free-port'

test('tries another port when somebody takes the first one meanwhile', async () => {
  const thief = await listen(await freePort())
  const taken = (thief.address() as { port: number }).port
  const tried: number[] = []
  const server = await onFreePort((port) => {
    tried.push(port)
    return listen(tried.length === 1 ? taken : port)
  })
  expect(tried).toHaveLength(2)
  server.close()
  thief.close()
})

test('does not try again when the failure has another cause', async () => {
  let attempts = 0
  const start = onFreePort(async () => {
    attempts++
    throw new Error('no such file')
  })
  await expect(start).rejects.toThrow('no such file')
  expect(attempts).toBe(1)
})

function listen(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve(server))
  })
}
