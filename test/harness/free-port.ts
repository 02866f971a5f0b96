import { createServer } from 'node:net'

/** Another process may take a port between our asking and the server's binding it. */
const ATTEMPTS_MAX = 4
/** How Node, PostgreSQL, ClickHouse and Rapport put it. */
const PORT_TAKEN = /EADDRINUSE|address already in use|port \d+ is taken/i

/** A port of the loopback address that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      )
    })
  })
}

/** Runs `start` with a free port, and with another one when somebody else took it meanwhile. */
export async function onFreePort<T>(start: (port: number) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await start(await freePort())
    } catch (error) {
      if (attempt === ATTEMPTS_MAX || !PORT_TAKEN.test(String(error))) throw error
    }
  }
}
