import type { MessageLocale, TemplateContent } from '@rapport/contract'
import type { Queryable } from '../../../platform/postgres'
import type { CompiledVariant } from './compile'

export interface TemplateRow {
  readonly templateId: string
  readonly name: string
  readonly version: number
  readonly createdAt: Date
  readonly updatedAt: Date
  readonly updatedBy: string
  readonly content: string
  readonly usedAt: Date | null
}

/** A version as it is sent: the content's words about language and sender, and the compiled variants. */
export interface SendableVersion {
  readonly content: TemplateContent
  readonly compiled: Partial<Record<MessageLocale, CompiledVariant>>
}

const columns = `t.template_id AS "templateId", t.name, v.version, t.created_at AS "createdAt",
  t.updated_at AS "updatedAt", t.updated_by AS "updatedBy", v.content, v.used_at AS "usedAt"`
const withVersion =
  'JOIN template_versions AS v ON v.workspace_id = t.workspace_id AND v.template_id = t.template_id'

/** The newest version, or the one asked for. Archived templates answer too: campaigns still show them. */
export async function findTemplate(
  on: Queryable,
  workspaceId: string,
  templateId: string,
  version: number | null,
): Promise<TemplateRow | null> {
  const [row] = await on.query<TemplateRow>(
    `SELECT ${columns} FROM templates AS t ${withVersion} AND v.version = coalesce($3, t.latest_version)
     WHERE t.workspace_id = $1 AND t.template_id = $2`,
    [workspaceId, templateId, version],
  )
  return row ?? null
}

export function listTemplates(
  on: Queryable,
  workspaceId: string,
  {
    search,
    before,
    limit,
  }: { search: string | null; before: { at: string; id: string } | null; limit: number },
): Promise<TemplateRow[]> {
  return on.query<TemplateRow>(
    `SELECT ${columns} FROM templates AS t ${withVersion} AND v.version = t.latest_version
     WHERE t.workspace_id = $1 AND t.archived_at IS NULL
       AND ($2::text IS NULL OR position(lower($2) IN lower(t.name)) > 0)
       AND ($3::timestamptz IS NULL OR (t.updated_at, t.template_id) < ($3, $4::uuid))
     ORDER BY t.updated_at DESC, t.template_id DESC
     LIMIT $5`,
    [workspaceId, search, before?.at ?? null, before?.id ?? null, limit],
  )
}

export interface TemplateWrite {
  readonly workspaceId: string
  readonly templateId: string
  readonly name: string
  readonly version: number
  readonly by: string
  readonly now: Date
}

export async function insertTemplate(tx: Queryable, write: TemplateWrite): Promise<void> {
  await tx.query(
    `INSERT INTO templates (workspace_id, template_id, name, latest_version, created_at, updated_at, updated_by)
     VALUES ($1, $2, $3, $4, $5, $5, $6)`,
    [write.workspaceId, write.templateId, write.name, write.version, write.now.toISOString(), write.by],
  )
}

/** Moves a template on; false when it was saved by somebody else since `editedAt`, or is archived. */
export async function updateTemplate(
  tx: Queryable,
  write: TemplateWrite & { readonly editedAt: string },
): Promise<boolean> {
  const rows = await tx.query(
    `UPDATE templates SET name = $3, latest_version = $4, updated_at = $5, updated_by = $6
     WHERE workspace_id = $1 AND template_id = $2 AND updated_at = $7 AND archived_at IS NULL
     RETURNING template_id`,
    [
      write.workspaceId,
      write.templateId,
      write.name,
      write.version,
      write.now.toISOString(),
      write.by,
      write.editedAt,
    ],
  )
  return rows.length > 0
}

/** Writes a version; one that was used is never written over. */
export async function putVersion(
  tx: Queryable,
  version: {
    workspaceId: string
    templateId: string
    version: number
    content: string
    compiled: string
    now: Date
  },
): Promise<boolean> {
  const rows = await tx.query(
    `INSERT INTO template_versions AS v (workspace_id, template_id, version, content, compiled, created_at)
     VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (workspace_id, template_id, version) DO UPDATE
       SET content = excluded.content, compiled = excluded.compiled, created_at = excluded.created_at
       WHERE v.used_at IS NULL
     RETURNING version`,
    [
      version.workspaceId,
      version.templateId,
      version.version,
      version.content,
      version.compiled,
      version.now.toISOString(),
    ],
  )
  return rows.length > 0
}

/** The newest version of a template that is not archived, locked until the transaction ends. */
export async function lockLatest(
  tx: Queryable,
  workspaceId: string,
  templateId: string,
): Promise<{ name: string; version: number } | null> {
  const [row] = await tx.query<{ name: string; version: number }>(
    `SELECT name, latest_version AS version FROM templates
     WHERE workspace_id = $1 AND template_id = $2 AND archived_at IS NULL FOR UPDATE`,
    [workspaceId, templateId],
  )
  return row ?? null
}

/** From now on this version never changes. */
export async function markUsed(
  tx: Queryable,
  workspaceId: string,
  templateId: string,
  version: number,
  now: Date,
): Promise<void> {
  await tx.query(
    `UPDATE template_versions SET used_at = coalesce(used_at, $4)
     WHERE workspace_id = $1 AND template_id = $2 AND version = $3`,
    [workspaceId, templateId, version, now.toISOString()],
  )
}

export async function archiveTemplate(
  on: Queryable,
  workspaceId: string,
  templateId: string,
  now: Date,
): Promise<boolean> {
  const rows = await on.query(
    `UPDATE templates SET archived_at = $3 WHERE workspace_id = $1 AND template_id = $2 AND archived_at IS NULL
     RETURNING template_id`,
    [workspaceId, templateId, now.toISOString()],
  )
  return rows.length > 0
}

export async function findSendable(
  on: Queryable,
  workspaceId: string,
  templateId: string,
  version: number,
): Promise<SendableVersion | null> {
  const [row] = await on.query<{ content: string; compiled: string }>(
    `SELECT content, compiled FROM template_versions WHERE workspace_id = $1 AND template_id = $2 AND version = $3`,
    [workspaceId, templateId, version],
  )
  return row ? { content: JSON.parse(row.content), compiled: JSON.parse(row.compiled) } : null
}
