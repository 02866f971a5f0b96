import { type Route, route } from '../../platform/http'
import { backupApi } from './api'
import type { Backups } from './index'

/** Mounted behind the command line's own gate only. */
export function backupRoutes(backups: Backups): Route[] {
  return [
    route(backupApi.start, ({ body }) => backups.start(body)),
    route(backupApi.state, () => backups.state()),
  ]
}
