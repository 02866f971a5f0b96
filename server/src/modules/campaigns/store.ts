import type { CampaignState } from '@rapport/contract'
import type { Queryable } from '../../platform/postgres'
import { type CampaignRecord, type CampaignRef, type CampaignRow, parseRow, toColumn } from './record'

/** The column of each field that can change. */
const columnOf = {
  name: 'name',
  state: 'state',
  stateReason: 'state_reason',
  audience: 'audience',
  audienceName: 'audience_name',
  templateId: 'template_id',
  templateName: 'template_name',
  templateVersion: 'template_version',
  schedule: 'schedule',
  startsAt: 'starts_at',
  holdoutShare: 'holdout_share',
  holdoutReason: 'holdout_reason',
  conversionEvent: 'conversion_event',
  windowDays: 'window_days',
  prePeriodDays: 'pre_period_days',
  updatedAt: 'updated_at',
  launchedAt: 'launched_at',
  launchedBy: 'launched_by',
  finishedAt: 'finished_at',
  launchRule: 'launch_rule',
  launchPhase: 'launch_phase',
  launchCursor: 'launch_cursor',
} as const satisfies Partial<Record<keyof CampaignRecord, string>>

type ChangeableField = keyof typeof columnOf
export type RecordChanges = Partial<Pick<CampaignRecord, ChangeableField>>

const fixedColumnOf = {
  workspaceId: 'workspace_id',
  campaignId: 'campaign_id',
  isOurs: 'is_ours',
  version: 'version',
  createdAt: 'created_at',
  createdBy: 'created_by',
} as const

const everyColumn = { ...fixedColumnOf, ...columnOf }
const selected = Object.entries(everyColumn)
  .map(([field, column]) => `${column} AS "${field}"`)
  .join(', ')

export async function insertCampaign(tx: Queryable, record: CampaignRecord): Promise<boolean> {
  const fields = Object.keys(everyColumn) as (keyof typeof everyColumn)[]
  const rows = await tx.query(
    `INSERT INTO campaigns (${fields.map((field) => everyColumn[field]).join(', ')})
     VALUES (${fields.map((_, index) => `$${index + 1}`).join(', ')})
     ON CONFLICT (workspace_id, campaign_id) DO NOTHING
     RETURNING campaign_id`,
    fields.map((field) => toColumn(field, record[field])),
  )
  return rows.length > 0
}

export async function findCampaign(
  on: Queryable,
  { workspaceId, campaignId }: CampaignRef,
): Promise<CampaignRecord | null> {
  const [row] = await on.query<CampaignRow>(
    `SELECT ${selected} FROM campaigns WHERE workspace_id = $1 AND campaign_id = $2`,
    [workspaceId, campaignId],
  )
  return row ? parseRow(row) : null
}

export interface CampaignFilter {
  readonly state?: CampaignState
  readonly search?: string
  readonly after?: { readonly createdAt: string; readonly campaignId: string }
  readonly limit: number
}

export async function listCampaigns(
  on: Queryable,
  workspaceId: string,
  { state, search, after, limit }: CampaignFilter,
): Promise<CampaignRecord[]> {
  const rows = await on.query<CampaignRow>(
    `SELECT ${selected} FROM campaigns
     WHERE workspace_id = $1
       AND ($2::text IS NULL OR state = $2)
       AND ($3::text IS NULL OR position(lower($3) IN lower(name)) > 0)
       AND ($4::timestamptz IS NULL OR (created_at, campaign_id) < ($4, $5::uuid))
     ORDER BY created_at DESC, campaign_id DESC
     LIMIT $6`,
    [workspaceId, state ?? null, search ?? null, after?.createdAt ?? null, after?.campaignId ?? null, limit],
  )
  return rows.map(parseRow)
}

export interface MeasurableFilter {
  readonly ids?: readonly string[]
  readonly from?: Date
  readonly before?: Date
  readonly limit: number
}

/** Campaigns that held people out and whose windows, counted from the end of sending, closed before `now`, the latest first. */
export async function listMeasurable(
  on: Queryable,
  workspaceId: string,
  now: Date,
  { ids, from, before, limit }: MeasurableFilter,
): Promise<CampaignRecord[]> {
  const rows = await on.query<CampaignRow>(
    `SELECT ${selected} FROM campaigns
     WHERE workspace_id = $1 AND state = 'done' AND launched_at IS NOT NULL AND holdout_share > 0
       AND coalesce(finished_at, launched_at) + window_days * interval '1 day' <= $2::timestamptz
       AND ($3::uuid[] IS NULL OR campaign_id = ANY ($3::uuid[]))
       AND ($4::timestamptz IS NULL OR launched_at >= $4::timestamptz)
       AND ($5::timestamptz IS NULL OR launched_at < $5::timestamptz)
     ORDER BY launched_at DESC, campaign_id DESC
     LIMIT $6`,
    [
      workspaceId,
      now.toISOString(),
      ids ?? null,
      from?.toISOString() ?? null,
      before?.toISOString() ?? null,
      limit,
    ],
  )
  return rows.map(parseRow)
}

/** What a change expects to find; otherwise it is not made. */
export interface Expected {
  readonly state?: CampaignState
  readonly version?: number
  readonly launchPhase?: CampaignRecord['launchPhase']
  readonly launchCursor?: string | null
}

/**
 * Changes a campaign that still is as expected, and raises its version when a person changed what it says; null when
 * it is not, because somebody else was faster.
 */
export async function changeCampaign(
  tx: Queryable,
  { workspaceId, campaignId }: CampaignRef,
  expected: Expected,
  changes: RecordChanges,
  { raisesVersion = false } = {},
): Promise<CampaignRecord | null> {
  const fields = (Object.keys(changes) as ChangeableField[]).filter((field) => changes[field] !== undefined)
  const sets = fields.map((field, index) => `${columnOf[field]} = $${index + 7}`)
  const [row] = await tx.query<CampaignRow>(
    `UPDATE campaigns SET version = version + ${raisesVersion ? 1 : 0}${sets.map((set) => `, ${set}`).join('')}
     WHERE workspace_id = $1 AND campaign_id = $2
       AND ($3::text IS NULL OR state = $3)
       AND ($4::int IS NULL OR version = $4)
       AND ($5::text IS NULL OR (launch_phase = $5 AND launch_cursor IS NOT DISTINCT FROM $6::uuid))
     RETURNING ${selected}`,
    [
      workspaceId,
      campaignId,
      expected.state ?? null,
      expected.version ?? null,
      expected.launchPhase ?? null,
      expected.launchCursor ?? null,
      ...fields.map((field) => toColumn(field, changes[field])),
    ],
  )
  return row ? parseRow(row) : null
}

/** Deletes a draft; false when it is none (any more). */
export async function deleteDraft(tx: Queryable, { workspaceId, campaignId }: CampaignRef): Promise<boolean> {
  const rows = await tx.query(
    `DELETE FROM campaigns WHERE workspace_id = $1 AND campaign_id = $2 AND state = 'draft' RETURNING campaign_id`,
    [workspaceId, campaignId],
  )
  return rows.length > 0
}

/** Scheduled campaigns of every workspace whose time has come: the launcher's own question. */
export function findDue(on: Queryable, now: Date, limit: number): Promise<CampaignRef[]> {
  return on.query<CampaignRef>(
    `SELECT workspace_id AS "workspaceId", campaign_id AS "campaignId" FROM campaigns
     WHERE state = 'scheduled' AND starts_at <= $1 ORDER BY starts_at LIMIT $2`,
    [now.toISOString(), limit],
  )
}

/** Campaigns of every workspace that are in a state: the launcher's own question. */
export function findUnderWay(on: Queryable, state: 'launching' | 'sending'): Promise<CampaignRef[]> {
  return on.query<CampaignRef>(
    `SELECT workspace_id AS "workspaceId", campaign_id AS "campaignId" FROM campaigns
     WHERE state = $1 ORDER BY launched_at`,
    [state],
  )
}

/** Erases everything of a deleted workspace. */
export async function eraseWorkspace(tx: Queryable, workspaceId: string): Promise<void> {
  await tx.query('DELETE FROM campaign_members WHERE workspace_id = $1', [workspaceId])
  await tx.query('DELETE FROM campaigns WHERE workspace_id = $1', [workspaceId])
}
