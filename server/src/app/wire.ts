import { join } from 'node:path'
import { createDemoShop } from '../flows/demo-shop'
import { demoRoutes } from '../flows/demo-shop/routes'
import { createImports, importRoutes } from '../flows/imports'
import { createIngest } from '../flows/ingest'
import { analyticsRoutes, createAnalytics } from '../modules/analytics'
import { createEvents, eventRoutes } from '../modules/events'
import { createProfiles, defaultThresholds, profileRoutes } from '../modules/profiles'
import { createTeams, teamRoutes } from '../modules/teams'
import { migrateClickHouse, openClickHouse } from '../platform/clickhouse'
import { randomSecret, systemClock, systemIds } from '../platform/clock'
import type { Config } from '../platform/config'
import type { DataDir } from '../platform/data-dir'
import { createFileStore } from '../platform/files'
import type { Route } from '../platform/http'
import { createJournal } from '../platform/journal'
import type { Log } from '../platform/log'
import { migratePostgres, openPostgres } from '../platform/postgres'

export type App = Awaited<ReturnType<typeof wire>>

/** Puts the product together by hand, from the engines up. Nothing runs until `start`. */
export async function wire(config: Config, dataDir: DataDir, log: Log) {
  const now = systemClock
  const newId = systemIds
  let publicUrl = config.publicUrl ?? `http://${config.host}:${config.port}`

  // engines
  const [db, facts] = await Promise.all([
    openPostgres({ url: config.databaseUrl, directory: dataDir.postgres }),
    openClickHouse({ url: config.clickhouseUrl, directory: dataDir.clickhouse }),
  ])
  await Promise.all([migratePostgres(db), migrateClickHouse(facts)])
  const journal = createJournal(db)

  // tier 0
  const hasMoneyEvents = async (workspaceId: string) =>
    (
      await facts.query(
        'SELECT 1 FROM events WHERE workspace_id = {workspaceId:UUID} AND value_minor != 0 LIMIT 1',
        { workspaceId },
      )
    ).length > 0
  const teams = createTeams({ db, now, newId, randomSecret, publicUrl: () => publicUrl, hasMoneyEvents, log })

  // the trunk
  const ingest = createIngest({ db, facts, journal, settingsOf: teams.settings, now, log })

  const events = createEvents({ db, facts, now, newId, accept: ingest.accept })
  const profiles = createProfiles({
    db,
    facts,
    now,
    newId,
    record: ingest.record,
    reached: ingest.reached,
    thresholdsOf: async () => defaultThresholds,
  })

  // tier 5
  const analytics = createAnalytics({ facts, settingsOf: teams.settings, now })

  const imports = createImports({
    db,
    files: createFileStore(join(dataDir.path, 'imports')),
    record: ingest.record,
    reached: ingest.reached,
    settingsOf: teams.settings,
    audit: teams.audit,
    now,
    newId,
    log,
  })

  const demo = createDemoShop({
    db,
    facts,
    now,
    log,
    record: ingest.record,
    reached: ingest.reached,
    recordCampaigns: async () => undefined,
    afterLoad: async () => undefined,
  })

  const routes: Route[] = [
    ...teamRoutes(teams),
    ...eventRoutes(events, ingest.status, teams.audit),
    ...profileRoutes(profiles, teams.audit),
    ...analyticsRoutes(analytics),
    ...importRoutes(imports),
    ...demoRoutes(demo, teams.audit),
  ]

  return {
    config,
    db,
    facts,
    journal,
    teams,
    ingest,
    demo,
    routes,
    now,
    newId,
    log,
    filesDir: join(dataDir.path, 'files'),
    /** The address that links begin with, once the port is known. */
    setPublicUrl(url: string): void {
      publicUrl = config.publicUrl ?? url
    },
    async start(): Promise<void> {
      ingest.start()
      imports.start()
      await demo.resume()
    },
    async stop(): Promise<void> {
      await demo.stop()
      await imports.stop()
      await ingest.stop()
      await Promise.all([db.close(), facts.close()])
    },
  }
}
