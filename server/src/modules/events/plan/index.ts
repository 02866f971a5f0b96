import type {
  PlannedEvent,
  PlannedType,
  PlanVersion,
  SavedPlan,
  TrackingPlan,
  ViolationRow,
} from '@rapport/contract'
import { planLimits, plannedTypeSchema } from '@rapport/contract'
import { Failure, found } from '../../../kernel/failure'
import { decodeCursor, type Page, pageOf } from '../../../kernel/page'
import type { Facts } from '../../../platform/clickhouse'
import type { Clock, NewId } from '../../../platform/clock'
import type { Actor } from '../../../platform/http'
import type { Database } from '../../../platform/postgres'
import type { Audit } from '../../teams'
import type { Reception } from '../accept'
import type { JsonObject } from '../message'
import { listQuarantined, type QuarantineRow, settleQuarantined } from '../store'
import { changedParts, changesBetween, emptyPlan } from './changes'
import { type CompiledPlan, compilePlan } from './compile'
import { inferProperties, withOlder } from './draft'
import { type CanonicalTraits, type Judged, judge } from './judge'
import { parsePattern } from './pattern'
import { deleteOldPlans, insertPlan, latestPlans, listVersions, type PlanRow, planOfVersion } from './store'
import { type AfterKind, listViolationDays, listViolations, type ViolationQuery } from './store-violations'
import { type PlanTimeline, timelineOf, versionsInForce } from './timeline'

/** A plan saved by another process counts within this. */
const believedMs = 2_000
/** Recent messages of an event that a draft is made from. */
const samplesMax = 500
const sampledDays = 90
/** Events that one draft adds: each is a question to the store. */
const draftedEventsMax = 200
/** Rows of the quarantine looked at in one step of sending them in again. */
const replayPageRows = 100
const dayMs = 86_400_000

export interface TrackingPlanDeps {
  readonly db: Database
  readonly facts: Facts
  readonly now: Clock
  readonly newId: NewId
  readonly audit: Pick<Audit, 'record'>
  /** The last position of the journal. */
  readonly head: () => Promise<number>
  readonly accept: (
    workspaceId: string,
    source: string,
    raws: readonly unknown[],
    reception: Reception,
  ) => Promise<number>
  readonly catalogue: (workspaceId: string) => Promise<{ items: readonly CatalogueEvent[] }>
  readonly canonicalTraits: CanonicalTraits
}

interface CatalogueEvent {
  readonly type: string
  readonly name: string
  readonly description: string
  readonly count: number
  readonly properties: readonly { readonly path: string; readonly types: readonly string[] }[]
}

export interface ViolationFilter {
  readonly days: number
  readonly source?: string
  readonly type?: string
  readonly event?: string
  readonly code?: string
}

export interface ReplayOrder {
  readonly source?: string
  readonly type?: string
  readonly event?: string
  readonly cursor?: string
}

export type TrackingPlans = ReturnType<typeof createTrackingPlans>

/** The tracking plan of a workspace: its versions, what broke it, and sending in again what it held up. */
export function createTrackingPlans(deps: TrackingPlanDeps) {
  const { db, facts, now, newId, audit } = deps
  const believed = new Map<string, { readonly timeline: PlanTimeline | null; readonly until: number }>()

  /** What the pipeline checks by. Null when the workspace has no plan. */
  async function planOf(workspaceId: string): Promise<PlanTimeline | null> {
    const at = now().getTime()
    const known = believed.get(workspaceId)
    if (known && at < known.until) return known.timeline
    const [newest] = await listVersions(db, workspaceId, null, 1)
    const isSame = (newest?.version ?? 0) === (known?.timeline?.version ?? 0)
    const timeline =
      known && isSame ? known.timeline : timelineOf(await latestPlans(db, workspaceId, versionsInForce))
    believed.set(workspaceId, { timeline, until: at + believedMs })
    return timeline
  }

  async function current(workspaceId: string): Promise<SavedPlan> {
    const [row] = await latestPlans(db, workspaceId, 1)
    return row ? presentPlan(row) : { version: 0, plan: emptyPlan, savedAt: null, savedBy: '' }
  }

  async function save(
    actor: Actor,
    { version, plan, note }: { version: number; plan: TrackingPlan; note: string },
  ): Promise<SavedPlan> {
    const { workspaceId } = actor
    requirePatterns(plan)
    const before = await current(workspaceId)
    if (before.version !== version) throw changedMeanwhile(version, before)
    const changes = changesBetween(before.plan, plan)
    if (version > 0 && Object.values(changes).every((names) => names.length === 0)) return before
    // what is in the journal up to here is judged by the plan before, also when it is processed later or once more
    const effectiveAfter = await deps.head()
    const row = { version: version + 1, plan, savedAt: now(), savedBy: actor.name, effectiveAfter }
    await db.transaction(async (tx) => {
      if (!(await insertPlan(tx, workspaceId, { ...row, note, changes })))
        throw changedMeanwhile(version, presentPlan((await latestPlans(tx, workspaceId, 1))[0] ?? row))
      await deleteOldPlans(tx, workspaceId, row.version - planLimits.versionsKept + 1)
      await audit.record(
        actor,
        {
          action: 'tracking_plan.saved',
          objectKind: 'tracking_plan',
          objectId: String(row.version),
          summary: note || summaryOf(changes),
          before: changedParts(before.plan, changes),
          after: changedParts(plan, changes),
        },
        tx,
      )
    })
    believed.delete(workspaceId)
    return presentPlan(row)
  }

  async function versions(
    workspaceId: string,
    { cursor, limit }: { cursor?: string; limit: number },
  ): Promise<Page<PlanVersion>> {
    const before = cursor ? decodeCursor(cursor, 'int32')[0] : null
    const page = pageOf(await listVersions(db, workspaceId, before, limit + 1), limit, (last) => [
      last.version,
    ])
    return {
      ...page,
      items: page.items.map((row) => ({ ...row, savedAt: row.savedAt.toISOString() })),
    }
  }

  /** The plan with everything added that came in and is not declared. */
  async function draft(workspaceId: string) {
    const { version, plan } = await current(workspaceId)
    const declared = new Set(plan.events.map(keyOf))
    const seen = (await deps.catalogue(workspaceId)).items
      .flatMap((event) => seenEvent(event) ?? [])
      .filter((event) => event.count > 0 && !declared.has(keyOf(event)))
      .slice(0, Math.min(draftedEventsMax, planLimits.events - plan.events.length))
    const added: { event: PlannedEvent; sampled: number }[] = []
    for (const event of seen) {
      const samples = await samplesOf(
        facts,
        workspaceId,
        event,
        new Date(now().getTime() - sampledDays * dayMs),
      )
      if (samples.length === 0) continue
      const properties = withOlder(inferProperties(samples), event.properties)
      added.push({ event: { ...plannedOf(event), properties }, sampled: samples.length })
    }
    return {
      version,
      plan: { ...plan, events: [...plan.events, ...added.map(({ event }) => event)] },
      added: added.map(({ event: { type, name }, sampled }) => ({ type, name, sampled })),
    }
  }

  async function violations(
    workspaceId: string,
    { cursor, limit, ...filter }: ViolationFilter & { cursor?: string; limit: number },
  ): Promise<Page<ViolationRow>> {
    const after = cursor
      ? afterKind(decodeCursor(cursor, 'whole', 'text', 'text', 'text', 'text', 'text'))
      : null
    const rows = await listViolations(db, workspaceId, since(filter), after, limit + 1)
    const page = pageOf(rows, limit, (last) => [
      last.count,
      last.source,
      last.type,
      last.event,
      last.path,
      last.code,
    ])
    return { ...page, items: page.items.map((row) => ({ ...row, lastAt: row.lastAt.toISOString() })) }
  }

  function since({ days, ...filter }: ViolationFilter): ViolationQuery {
    return { ...filter, since: new Date(now().getTime() - (days - 1) * dayMs).toISOString().slice(0, 10) }
  }

  async function check(workspaceId: string, message: unknown, plan?: TrackingPlan): Promise<Judged> {
    if (plan) requirePatterns(plan)
    const compiled = plan ? compilePlan(plan) : compilePlan((await current(workspaceId)).plan)
    return judge(compiled, message, now(), (traits) => deps.canonicalTraits(workspaceId, traits))
  }

  /** Sends in what passes the plan as it is now, some pages of the quarantine a call. */
  async function replay(workspaceId: string, { cursor, ...filter }: ReplayOrder) {
    const compiled = compilePlan((await current(workspaceId)).plan)
    const done = { replayed: 0, stillViolating: 0 }
    let next = cursor ?? null
    for (let looked = 0; looked < planLimits.replayed; looked += replayPageRows) {
      const page = await heldUp(workspaceId, next, filter.source)
      const passing = await passingOf(workspaceId, page.items, compiled, filter)
      await sendIn(workspaceId, passing.rows)
      done.replayed += passing.rows.length
      done.stillViolating += passing.still
      next = page.nextCursor
      if (!next) break
    }
    return { ...done, nextCursor: next }
  }

  async function heldUp(workspaceId: string, cursor: string | null, source?: string) {
    const [receivedAt, id] = decodeCursor(cursor, 'time', 'uuid')
    const rows = await listQuarantined(db, workspaceId, {
      state: 'open',
      reason: 'plan_violation',
      limit: replayPageRows + 1,
      before: receivedAt === undefined ? undefined : { receivedAt, id },
    })
    const page = pageOf(rows, replayPageRows, (last) => [last.receivedAt.toISOString(), last.id])
    return { ...page, items: page.items.filter((row) => source === undefined || row.source === source) }
  }

  async function passingOf(
    workspaceId: string,
    rows: readonly QuarantineRow[],
    compiled: CompiledPlan | null,
    { type, event }: ReplayOrder,
  ) {
    const passing: QuarantineRow[] = []
    let still = 0
    for (const row of rows) {
      const raw = JSON.parse(row.message) as JsonObject
      if (type !== undefined && raw.type !== type) continue
      if (event !== undefined && (raw.event ?? '') !== event) continue
      const judged = await judge(compiled, raw, now(), (traits) => deps.canonicalTraits(workspaceId, traits))
      if (judged.outcome === 'quarantine') still += 1
      else passing.push(row)
    }
    return { rows: passing, still }
  }

  /** Durable first, settled second: cut short between the two they are sent again, and their ids count once. */
  async function sendIn(workspaceId: string, rows: readonly QuarantineRow[]): Promise<void> {
    for (const row of rows) {
      const raw: unknown = JSON.parse(row.message)
      await deps.accept(workspaceId, row.source, [raw], { receivedAt: now(), isImport: true, newId })
      await settleQuarantined(db, workspaceId, row, 'replayed', now())
    }
  }

  return {
    planOf,
    get: current,
    save,
    versions,
    version: async (workspaceId: string, version: number): Promise<SavedPlan> =>
      presentPlan(
        found(await planOfVersion(db, workspaceId, version), 'version of the tracking plan', String(version)),
      ),
    draft,
    violations,
    violationDays: async (workspaceId: string, filter: ViolationFilter) => ({
      items: await listViolationDays(db, workspaceId, since(filter)),
    }),
    check,
    /** Notes who sent in how many. */
    async replay(actor: Actor, order: ReplayOrder) {
      const result = await replay(actor.workspaceId, order)
      if (result.replayed > 0)
        await audit.record(actor, {
          action: 'quarantine.replayed',
          objectKind: 'tracking_plan',
          objectId: actor.workspaceId,
          summary: `${result.replayed} messages`,
        })
      return result
    },
  }
}

function presentPlan({ version, plan, savedAt, savedBy }: PlanRow): SavedPlan {
  return { version, plan, savedAt: savedAt.toISOString(), savedBy }
}

function changedMeanwhile(version: number, now: SavedPlan): Failure {
  return new Failure(
    'conflict',
    `the tracking plan was saved as version ${now.version} by ${now.savedBy} since version ${version}: load it and make your change again`,
    { code: 'tracking_plan_changed', version: now.version },
  )
}

/** Patterns are checked here: the contract does not know the engine that matches them. */
function requirePatterns({ events }: TrackingPlan): void {
  const issues = events.flatMap(({ properties }, at) =>
    properties.flatMap(({ pattern }, index) =>
      pattern && !parsePattern(pattern)
        ? [
            {
              path: `plan.events.${at}.properties.${index}.pattern`,
              message: `${pattern} is no pattern of RE2`,
            },
          ]
        : [],
    ),
  )
  if (issues.length > 0)
    throw new Failure('invalid_input', `the plan is not valid: ${issues[0]?.message}`, {
      code: 'bad_pattern',
      issues: issues.slice(0, 50),
    })
}

function summaryOf({ added, removed, changed, settings }: ReturnType<typeof changesBetween>): string {
  return [
    ...added.map((name) => `+ ${name}`),
    ...removed.map((name) => `− ${name}`),
    ...changed.map((name) => `~ ${name}`),
    ...settings,
  ].join(', ')
}

function afterKind([count, source, type, event, path, code]: [
  number,
  string,
  string,
  string,
  string,
  string,
]): AfterKind {
  return { count, source, type, event, path, code: code as AfterKind['code'] }
}

interface SeenEvent extends Omit<CatalogueEvent, 'type'> {
  readonly type: PlannedType
  /** What the store calls it: its type, when it is no track. */
  readonly stored: string
}

const keyOf = ({ type, name }: { readonly type: string; readonly name: string }) => `${type} ${name}`

/** A discovered event as a plan would name it; null for kinds that a plan does not speak of. */
function seenEvent(event: CatalogueEvent): SeenEvent | null {
  const type = plannedTypeSchema.safeParse(event.type).data
  if (!type) return null
  return { ...event, type, name: type === 'track' ? event.name : '', stored: event.name }
}

function plannedOf({ type, name, description }: SeenEvent): Omit<PlannedEvent, 'properties'> {
  return { type, name, description, status: 'live', onUnknownProperty: null, onViolation: null }
}

/** Properties of some recent messages. A named view keeps its name among them, which no plan has to declare. */
async function samplesOf(
  facts: Facts,
  workspaceId: string,
  { type, stored }: SeenEvent,
  since: Date,
): Promise<JsonObject[]> {
  const rows = await facts.query<{ properties: JsonObject }>(
    `SELECT properties
     FROM events
     WHERE workspace_id = {workspaceId:UUID} AND name = {name:String} AND type = {type:String} AND source != 'rapport'
       AND time > parseDateTime64BestEffort({since:String}, 3, 'UTC')
     LIMIT {limit:UInt32}`,
    { workspaceId, name: stored, type, since: since.toISOString(), limit: samplesMax },
  )
  const isView = type === 'page' || type === 'screen'
  return rows.map(({ properties }) => (isView ? withoutName(properties) : properties))
}

function withoutName({ name: _, ...rest }: JsonObject): JsonObject {
  return rest
}
