import { type PlanChanges, type TrackingPlan, trackingPlanSchema } from '@rapport/contract'
import type { Queryable } from '../../../platform/postgres'
import { emptyPlan } from './changes'

export interface PlanRow {
  readonly version: number
  readonly plan: TrackingPlan
  readonly savedAt: Date
  readonly savedBy: string
  /** Counts for entries of the journal past this position. */
  readonly effectiveAfter: number
}

export interface VersionRow extends Omit<PlanRow, 'plan' | 'effectiveAfter'> {
  readonly note: string
  readonly changes: PlanChanges
}

export interface NewVersion extends PlanRow {
  readonly note: string
  readonly changes: PlanChanges
}

const planColumns = `version, plan, saved_at AS "savedAt", saved_by AS "savedBy", effective_after AS "effectiveAfter"`

type StoredPlan = Omit<PlanRow, 'plan'> & { readonly plan: unknown }

/** A plan that was saved by another build: what it lacks has its default. One that cannot be read checks nothing. */
function read(row: StoredPlan): PlanRow {
  const parsed = trackingPlanSchema.safeParse(row.plan)
  return { ...row, plan: parsed.success ? parsed.data : { ...emptyPlan, isOn: false } }
}

/** The newest versions of a workspace's plan, the newest first. */
export async function latestPlans(db: Queryable, workspaceId: string, limit: number): Promise<PlanRow[]> {
  const rows = await db.query<StoredPlan>(
    `SELECT ${planColumns} FROM tracking_plans WHERE workspace_id = $1 ORDER BY version DESC LIMIT $2`,
    [workspaceId, limit],
  )
  return rows.map(read)
}

export async function planOfVersion(
  db: Queryable,
  workspaceId: string,
  version: number,
): Promise<PlanRow | null> {
  const [row] = await db.query<StoredPlan>(
    `SELECT ${planColumns} FROM tracking_plans WHERE workspace_id = $1 AND version = $2`,
    [workspaceId, version],
  )
  return row ? read(row) : null
}

/** Adds a version; false when that one is there already: somebody else was faster. */
export async function insertPlan(tx: Queryable, workspaceId: string, row: NewVersion): Promise<boolean> {
  const added = await tx.query(
    `INSERT INTO tracking_plans (workspace_id, version, plan, changes, note, saved_at, saved_by, effective_after)
     VALUES ($1, $2, $3::jsonb, $4::jsonb, $5, $6, $7, $8)
     ON CONFLICT DO NOTHING
     RETURNING version`,
    [
      workspaceId,
      row.version,
      JSON.stringify(row.plan),
      JSON.stringify(row.changes),
      row.note,
      row.savedAt.toISOString(),
      row.savedBy,
      row.effectiveAfter,
    ],
  )
  return added.length > 0
}

export async function deleteOldPlans(tx: Queryable, workspaceId: string, before: number): Promise<void> {
  await tx.query('DELETE FROM tracking_plans WHERE workspace_id = $1 AND version < $2', [workspaceId, before])
}

/** Versions before `before`, the newest first. */
export function listVersions(
  db: Queryable,
  workspaceId: string,
  before: number | null,
  limit: number,
): Promise<VersionRow[]> {
  return db.query<VersionRow>(
    `SELECT version, saved_at AS "savedAt", saved_by AS "savedBy", note, changes
     FROM tracking_plans
     WHERE workspace_id = $1 AND ($2::integer IS NULL OR version < $2)
     ORDER BY version DESC LIMIT $3`,
    [workspaceId, before, limit],
  )
}
