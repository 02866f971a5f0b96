import { endpoint } from '@rapport/contract'
import { z } from 'zod'
import { type Route, route } from '../../platform/http'
import type { App } from '../wire'
import { type Check, checkSchema, ok, problem } from './check'
import { engineChecks } from './engines'

/** What a running server says of itself; its engines are open nowhere else. */
export const doctorApi = {
  checks: endpoint({
    method: 'GET',
    path: '/cli/doctor',
    summary: 'How this installation is',
    tag: 'command line',
    access: 'signed-in',
    response: z.object({ checks: z.array(checkSchema) }),
  }),
}

/** Mounted behind the command line's own gate only. */
export function doctorRoutes(app: App): Route[] {
  return [
    route(doctorApi.checks, async () => {
      const { db, facts, now, ingest } = app
      const checks = await engineChecks({ db, facts, now, pipeline: ingest.status })
      return { checks: [...checks, returnedMail(app)] }
    }),
  ]
}

function returnedMail({ config, bounces }: App): Check {
  if (config.bounce === null)
    return ok('returned mail', 'no port listens for it (RAPPORT_BOUNCE_PORT is not set)')
  const port = bounces()?.port
  return port === undefined
    ? problem('returned mail', `port ${config.bounce.port} is not open`, 'see the log of the server')
    : ok('returned mail', `taken on ${config.bounce.host}:${port}`)
}
