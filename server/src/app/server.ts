import type { AddressInfo } from 'node:net'
import { Hono } from 'hono'
import { compress } from 'hono/compress'
import { backupRoutes } from '../flows/backup'
import { collectRoutes } from '../flows/collect/routes'
import { once } from '../kernel/once'
import { cliRoutes } from '../modules/teams'
import {
  closeHttpServer,
  createHttpServer,
  mountApi,
  notHere,
  openApiDocument,
  problemResponse,
  staticFiles,
} from '../platform/http'
import { apiDocs } from './api-docs'
import { doctorRoutes } from './doctor/routes'
import { fromRoot, version } from './version'
import type { App } from './wire'

export interface Listening {
  readonly url: string
  readonly port: number
  close(): Promise<void>
}

/** Everything that answers on the port: health, the tracking API, the API, the command line's door and the console. */
export function httpApp(app: App, cliToken: string): Hono {
  const { teams, ingest, routes, now, newId, log } = app
  const http = new Hono()
  http.onError((error, c) => problemResponse(c, error, log))
  // Made when somebody asks: it takes a third of a second, which no start should wait for.
  const document = once(() =>
    openApiDocument(
      routes.map(({ endpoint }) => endpoint),
      version,
    ),
  )
  http.get('/health', async (c) => {
    const { lastError } = await ingest.status()
    return c.json({ status: lastError ? 'degraded' : 'ok', version, lastError }, lastError ? 503 : 200)
  })
  http.use('/api/*', compress())
  http.get('/api/v1/openapi.json', (c) => c.json(document()))
  http.get('/api/docs', apiDocs(document))
  http.route('/api/v1', mountApi(routes, teams.gate, log))
  const forCommandLine = [...routes, ...cliRoutes(teams), ...backupRoutes(app.backups), ...doctorRoutes(app)]
  http.route('/api/internal', mountApi(forCommandLine, teams.cliGate(cliToken), log))
  const collect = collectRoutes({ ingest, resolveWriteKey: teams.resolveWriteKey, now, newId, log })
  for (const path of ['/v1/*', '/beacon/*', '/sourceConfig', '/sourceConfig/'])
    http.all(path, (c) => collect.fetch(c.req.raw, c.env))
  for (const path of ['/o/*', '/c/*', '/u/*']) http.all(path, (c) => app.publicPages.fetch(c.req.raw, c.env))
  for (const path of ['/api', '/api/*']) http.all(path, notHere)
  http.get('*', staticFiles(fromRoot('web/dist')))
  http.all('*', notHere)
  return http
}

/** Connections that come in one burst wait here; what does not fit is reset. The system may allow fewer. */
const connectionsWaitingMax = 16_384

/** Listens on the configured address; port 0 takes a free one. */
export function listen(app: App, http: Hono): Promise<Listening> {
  const { host, port, requestTimeoutMs } = app.config
  const server = createHttpServer(http.fetch, { host, requestTimeoutMs })
  return new Promise((resolve, reject) => {
    server.on('error', reject)
    server.listen({ port, host, backlog: connectionsWaitingMax }, () => {
      const { port: taken } = server.address() as AddressInfo
      resolve({
        port: taken,
        url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}`,
        close: () => closeHttpServer(server),
      })
    })
  })
}
