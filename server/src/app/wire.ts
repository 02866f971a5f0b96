import { join } from 'node:path'
import { createBackups } from '../flows/backup'
import { createCopySuppressions } from '../flows/copy-suppressions'
import { createDemoShop } from '../flows/demo-shop'
import { demoRoutes } from '../flows/demo-shop/routes'
import { createExports, exportRoutes } from '../flows/exports'
import { createImports, importRoutes } from '../flows/imports'
import { createIngest } from '../flows/ingest'
import { createSendCampaign } from '../flows/send-campaign'
import { outgoingOf } from '../flows/send-campaign/ports'
import { analyticsRoutes, createAnalytics } from '../modules/analytics'
import { campaignRoutes, createCampaigns } from '../modules/campaigns'
import { createEvents, createTrackingPlans, eventRoutes, trackingPlanRoutes } from '../modules/events'
import { createMessages, messagePages, messageRoutes } from '../modules/messages'
import {
  companyRoutes,
  createCompanies,
  createDuplicates,
  createProfiles,
  duplicateRoutes,
  normaliseTraits,
  profileRoutes,
} from '../modules/profiles'
import { createSegments, segmentRoutes } from '../modules/segments'
import { createTeams, teamRoutes } from '../modules/teams'
import { migrateClickHouse, openClickHouse } from '../platform/clickhouse'
import { randomSecret, systemClock, systemIds } from '../platform/clock'
import type { Config } from '../platform/config'
import { createCrypto, openKeyring } from '../platform/crypto'
import type { DataDir } from '../platform/data-dir'
import { createFileStore } from '../platform/files'
import type { Route } from '../platform/http'
import { openJournal } from '../platform/journal'
import type { Log } from '../platform/log'
import { type MailReceiver, openMailer } from '../platform/mail'
import { createVacuum, migratePostgres, openPostgres } from '../platform/postgres'
import { listenForBounces } from './bounces'
import { afterDemo, pastCampaignsOf } from './demo'
import { openedAt } from './engine-trouble'
import { eraseEverywhere } from './erase'
import { version } from './version'

export type App = Awaited<ReturnType<typeof wire>>

const housekeepingMs = 3_600_000

/** Puts the product together by hand, from the engines up. Nothing runs until `start`. */
export async function wire(config: Config, dataDir: DataDir, log: Log) {
  const now = systemClock
  const newId = systemIds
  let address = config.publicUrl ?? `http://${config.host}:${config.port}`
  const publicUrl = () => address

  // engines
  const [db, facts] = await Promise.all([
    openedAt('DATABASE_URL', config.databaseUrl, () =>
      openPostgres({ url: config.databaseUrl, directory: dataDir.postgres }),
    ),
    openedAt('CLICKHOUSE_URL', config.clickhouseUrl, async () => {
      const opened = await openClickHouse({ url: config.clickhouseUrl, directory: dataDir.clickhouse })
      await opened.query('SELECT 1') // a server is not asked anything before the first question
      return opened
    }),
  ])
  await Promise.all([migratePostgres(db), migrateClickHouse(facts)])
  const journal = await openJournal({ db, directory: dataDir.journal })
  const vacuum = createVacuum({ db, pulse: journal.head, log })
  const crypto = createCrypto(await openKeyring({ dataDir: dataDir.path, secret: config.secret }))
  const files = createFileStore(dataDir.files)
  const mailOptions = { allowPrivateAddresses: config.allowPrivateAddresses }

  // tier 0
  const hasMoneyEvents = async (workspaceId: string) => {
    const text = 'SELECT 1 FROM events WHERE workspace_id = {workspaceId:UUID} AND value_minor != 0 LIMIT 1'
    return (await facts.query(text, { workspaceId })).length > 0
  }
  const teams = createTeams({ db, now, newId, randomSecret, publicUrl, hasMoneyEvents, log })
  const { audit, settings } = teams

  // the trunk: events → profiles → segments
  const ingestSettings = async (workspaceId: string) => {
    const { lifecycleDays, ...rest } = await settings(workspaceId)
    const [mentions, ownTraits] = [
      await segments.live.mentions(workspaceId),
      await segments.live.ownTraits(workspaceId),
    ]
    return { ...rest, lifecycle: lifecycleDays, mentions, ownTraits }
  }
  const thresholdsOf = async (workspaceId: string) => (await settings(workspaceId)).lifecycleDays
  const ingest = createIngest({
    db,
    facts,
    journal,
    settingsOf: ingestSettings,
    planOf: (workspaceId) => trackingPlans.planOf(workspaceId),
    onTouched: () => segments.live.nudge(),
    now,
    log,
  })
  const { record, reached } = ingest
  const events = createEvents({ db, facts, now, newId, accept: ingest.accept })
  const trackingPlans = createTrackingPlans({
    db,
    facts,
    now,
    newId,
    audit,
    head: journal.head,
    accept: ingest.accept,
    catalogue: events.catalogue,
    canonicalTraits: async (workspaceId, traits) => {
      const { country, timezone } = await settings(workspaceId)
      return normaliseTraits(traits, { country, zone: timezone }).traits
    },
  })
  const profiles = createProfiles({
    db,
    facts,
    now,
    newId,
    record,
    reached,
    thresholdsOf,
    countryOf: async (workspaceId) => (await settings(workspaceId)).country,
    ownTraits: (workspaceId) => segments.traits.definitions(workspaceId),
  })
  const timezoneOf = async (workspaceId: string) => (await settings(workspaceId)).timezone
  const companies = createCompanies({ db, facts, now, newId, record, reached, timezoneOf })
  const segments = createSegments({
    db,
    facts,
    now,
    newId,
    log,
    audit,
    settingsOf: settings,
    suppressedKeys: (workspaceId) => messages.suppressions.keys(workspaceId),
    record,
    reached,
    learnt: ingest.learnt,
    pastCampaigns: (workspaceId, query) => campaigns.measurable(workspaceId, query),
  })

  // leaves
  const messages = createMessages({
    db,
    now,
    newId,
    log,
    audit,
    profiles,
    record,
    mail: { open: (smtp) => openMailer(smtp, mailOptions) },
    crypto,
    settings,
    publicUrl,
  })
  const analytics = createAnalytics({ facts, settingsOf: settings, now })
  const campaigns = createCampaigns({
    db,
    facts,
    now,
    newId,
    settingsOf: settings,
    audit,
    audiences: { find: segments.find, count: segments.count, members: segments.members },
    outgoing: outgoingOf(messages),
    record,
    namesOf: async (workspaceId, ids) =>
      new Map(
        (await profiles.byIds(workspaceId, ids)).flatMap(({ profileId, formerIds, name }) =>
          [profileId, ...formerIds].map((id) => [id, name]),
        ),
      ),
  })

  // flows
  const copySuppressions = createCopySuppressions({
    db,
    facts,
    suppressions: messages.suppressions,
    live: segments.live,
    log,
  })
  const sendCampaign = createSendCampaign({ work: campaigns.work, log, now })
  const imports = createImports({
    db,
    files,
    record,
    reached,
    settingsOf: settings,
    ownTraits: segments.live.ownTraits,
    audit,
    now,
    newId,
    log,
  })
  const exports = createExports({
    facts,
    list: profiles.list,
    byIds: profiles.byIds,
    segments,
    settingsOf: settings,
    now,
  })
  const duplicates = createDuplicates({
    db,
    byIds: profiles.byIds,
    mergeProfiles: profiles.merge,
    folder: join(dataDir.path, 'work', 'duplicates'),
    now,
    log,
  })
  const demo = createDemoShop({
    db,
    facts,
    now,
    log,
    record,
    reached,
    recordCampaigns: (workspaceId, past) => campaigns.recordPast(workspaceId, pastCampaignsOf(past)),
    afterLoad: async (workspaceId) =>
      afterDemo(segments, workspaceId, (await settings(workspaceId)).defaultLocale),
  })

  const backups = createBackups({
    db,
    facts,
    journal,
    dataDir,
    addresses: { ...config, dataDir: dataDir.path },
    isKeyInEnvironment: config.secret !== null,
    pipeline: {
      /** Segments tell the pipeline of entries and exits: who makes work rests before who does it. */
      async stop() {
        await segments.live.stop()
        await ingest.stop()
      },
      start() {
        ingest.start()
        segments.live.start()
      },
    },
    version,
    now,
    log,
  })

  teams.onWorkspaceUpdated(async (workspaceId) => {
    await profiles.presentAgain(workspaceId)
    segments.live.changed(workspaceId)
    ingest.sweepNow()
  })
  teams.onWorkspaceDeleted(
    eraseEverywhere({
      makers: [demo, imports, campaigns, messages.privacy, segments, duplicates],
      keepers: [profiles, companies, events, copySuppressions],
      settled: async () => ingest.reached((await ingest.status()).head),
    }),
  )

  const routes: Route[] = [
    ...teamRoutes(teams),
    ...eventRoutes(events, ingest.status, audit),
    ...trackingPlanRoutes(trackingPlans),
    ...profileRoutes(profiles, audit),
    ...companyRoutes(companies, audit),
    ...duplicateRoutes(duplicates, audit),
    ...segmentRoutes(segments),
    ...messageRoutes(messages),
    ...campaignRoutes(campaigns),
    ...analyticsRoutes(analytics),
    ...importRoutes(imports),
    ...exportRoutes(exports, audit),
    ...demoRoutes(demo, audit),
  ]
  let housekeeping: NodeJS.Timeout | undefined
  let bounces: MailReceiver | undefined

  return {
    config,
    db,
    facts,
    journal,
    teams,
    ingest,
    demo,
    backups,
    routes,
    /** What takes returned mail, once it listens. */
    bounces: () => bounces,
    /** Pages that messages link to: no account needed. */
    publicPages: messagePages({ tracking: messages.tracking, settings, log }),
    now,
    newId,
    log,
    /** The address that links begin with, once the port is known. */
    setPublicUrl(url: string): void {
      address = config.publicUrl ?? url
    },
    async start(): Promise<void> {
      bounces = await listenForBounces(messages, config)
      ingest.start()
      messages.start()
      sendCampaign.start()
      copySuppressions.start()
      imports.start()
      duplicates.start()
      await segments.rfm.resume()
      await segments.clusters.resume()
      await segments.targets.lookalikes.resume()
      segments.live.start()
      await demo.resume()
      vacuum.start()
      housekeeping = setInterval(() => void teams.sweep(), housekeepingMs)
    },
    /** From the top down: who makes work stops before who does it. */
    async stop(): Promise<void> {
      clearInterval(housekeeping)
      await Promise.all([vacuum.stop(), backups.stop(), bounces?.stop()])
      await Promise.all([
        demo.stop(),
        imports.stop(),
        duplicates.stop(),
        sendCampaign.stop(),
        copySuppressions.stop(),
        segments.rfm.stop(),
        segments.clusters.stop(),
        segments.targets.lookalikes.stop(),
        segments.live.stop(),
      ])
      await messages.stop()
      await ingest.stop()
      await Promise.all([db.close(), facts.close(), journal.close()])
    },
  }
}
