import type {
  CheckResult,
  MessageKind,
  Template,
  TemplateContent,
  TemplateSummary,
  TraitDefinition,
  Variable,
  WorkspaceSettings,
} from '@rapport/contract'
import { Failure, found } from '../../../kernel/failure'
import { decodeCursor, type Page, pageOf } from '../../../kernel/page'
import type { Clock, NewId } from '../../../platform/clock'
import type { Actor } from '../../../platform/http'
import type { Database, Queryable } from '../../../platform/postgres'
import type { ProfileRecord } from '../../profiles'
import type { Audit } from '../../teams'
import type { Channel } from '../channel/channel'
import type { Tokens } from '../tracking/tokens'
import { resultOf } from './check'
import { compileContent, localesOf } from './content'
import { findingOf } from './finding'
import {
  archiveTemplate,
  findTemplate,
  insertTemplate,
  listTemplates,
  lockLatest,
  markUsed,
  putVersion,
  type TemplateRow,
  updateTemplate,
} from './store'
import { createTryOut } from './try-out'
import { variablesOf } from './variables'

export interface TemplatesDeps {
  readonly db: Database
  readonly now: Clock
  readonly newId: NewId
  readonly audit: Pick<Audit, 'record'>
  readonly channel: Channel
  readonly tokens: Tokens
  readonly publicUrl: () => string
  readonly settings: (workspaceId: string) => Promise<WorkspaceSettings>
  readonly profiles: {
    byIds(workspaceId: string, ids: readonly string[]): Promise<readonly ProfileRecord[]>
    traits(workspaceId: string): Promise<{ items: readonly TraitDefinition[] }>
  }
}

/** What a campaign needs to know of the template that it will send. */
export interface PinnedTemplate {
  readonly templateId: string
  readonly version: number
  readonly name: string
  readonly kind: MessageKind
}

export type Templates = ReturnType<typeof createTemplates>

/** Templates: kept in versions, checked, shown and tried out. */
export function createTemplates(deps: TemplatesDeps) {
  const { db, now, newId, audit, channel, settings } = deps

  const variables = async (workspaceId: string): Promise<Variable[]> =>
    variablesOf((await deps.profiles.traits(workspaceId)).items)

  async function compile(workspaceId: string, content: TemplateContent) {
    const [known, { timezone, currency }] = await Promise.all([variables(workspaceId), settings(workspaceId)])
    return compileContent(content, { variables: known, timezone, currency })
  }

  async function get(workspaceId: string, id: string, version: number | null = null): Promise<Template> {
    return presentTemplate(found(await findTemplate(db, workspaceId, id, version), 'template', id))
  }

  async function check(workspaceId: string, content: TemplateContent): Promise<CheckResult> {
    const { findings } = await compile(workspaceId, content)
    const hasChannel = (await channel.get(workspaceId)) !== null
    const missing = findingOf(null, {
      code: 'missing_channel',
      part: 'sender',
      message: 'e-mail is not set up yet',
    })
    return resultOf(hasChannel ? findings : [...findings, missing])
  }

  return {
    ...createTryOut({ ...deps, compile }),
    variables,
    get,
    check,

    async list(
      workspaceId: string,
      { search, cursor, limit }: { search?: string; cursor?: string; limit: number },
    ): Promise<Page<TemplateSummary>> {
      const [at, id] = decodeCursor(cursor, 'time', 'uuid')
      const before = at === undefined ? null : { at, id }
      const rows = await listTemplates(db, workspaceId, { search: search || null, before, limit: limit + 1 })
      return pageOf(rows.map(presentSummary), limit, (last) => [last.updatedAt, last.id])
    },

    async create(actor: Actor, name: string, content: TemplateContent): Promise<Template> {
      const { workspaceId } = actor
      const templateId = newId()
      const compiled = await compile(workspaceId, content)
      const at = now()
      await db.transaction(async (tx) => {
        await insertTemplate(tx, { workspaceId, templateId, name, version: 1, by: actor.name, now: at })
        await putVersion(tx, versionOf(workspaceId, templateId, 1, content, compiled.compiled, at))
      })
      await audit.record(actor, {
        action: 'template.created',
        objectKind: 'template',
        objectId: templateId,
        summary: name,
      })
      return get(workspaceId, templateId)
    },

    /** Saves over the newest version, or as the next one when that was used. */
    async save(
      actor: Actor,
      id: string,
      asked: { name: string; content: TemplateContent; updatedAt: string },
    ): Promise<Template> {
      const { workspaceId } = actor
      const { compiled } = await compile(workspaceId, asked.content)
      const at = now()
      const before = await get(workspaceId, id)
      const version = before.isUsed ? before.version + 1 : before.version
      await db.transaction(async (tx) => {
        const row = { workspaceId, templateId: id, name: asked.name, version, by: actor.name, now: at }
        const isMoved = await updateTemplate(tx, { ...row, editedAt: asked.updatedAt })
        const isPut =
          isMoved && (await putVersion(tx, versionOf(workspaceId, id, version, asked.content, compiled, at)))
        if (!isPut) throw changedMeanwhile(before.name)
      })
      await audit.record(actor, {
        action: 'template.saved',
        objectKind: 'template',
        objectId: id,
        summary: asked.name,
        before: { name: before.name, version: before.version },
        after: { name: asked.name, version },
      })
      return get(workspaceId, id)
    },

    async archive(actor: Actor, id: string): Promise<void> {
      const { name } = await get(actor.workspaceId, id)
      const isArchived = await archiveTemplate(db, actor.workspaceId, id, now())
      if (isArchived)
        await audit.record(actor, {
          action: 'template.archived',
          objectKind: 'template',
          objectId: id,
          summary: name,
        })
    },

    /** Fixes the newest version: from now on it never changes. In the transaction that launches. */
    async pin(tx: Queryable, workspaceId: string, id: string): Promise<PinnedTemplate> {
      const latest = found(await lockLatest(tx, workspaceId, id), 'template', id)
      await markUsed(tx, workspaceId, id, latest.version, now())
      const row = found(await findTemplate(tx, workspaceId, id, latest.version), 'template', id)
      const content: TemplateContent = JSON.parse(row.content)
      return { templateId: id, version: latest.version, name: latest.name, kind: content.kind }
    },
  }
}

function changedMeanwhile(name: string): Failure {
  return new Failure('conflict', `${name} was saved by somebody else, or used, meanwhile; load it again`, {
    code: 'template_changed',
  })
}

function versionOf(
  workspaceId: string,
  templateId: string,
  version: number,
  content: TemplateContent,
  compiled: object,
  at: Date,
) {
  return {
    workspaceId,
    templateId,
    version,
    content: JSON.stringify(content),
    compiled: JSON.stringify(compiled),
    now: at,
  }
}

function presentSummary(row: TemplateRow): TemplateSummary {
  const content: TemplateContent = JSON.parse(row.content)
  return {
    id: row.templateId,
    name: row.name,
    kind: content.kind,
    locales: localesOf(content),
    subject: content.variants[content.defaultLocale]?.subject ?? '',
    version: row.version,
    isUsed: row.usedAt !== null,
    updatedAt: row.updatedAt.toISOString(),
    updatedBy: row.updatedBy,
  }
}

function presentTemplate(row: TemplateRow): Template {
  return { ...presentSummary(row), content: JSON.parse(row.content), createdAt: row.createdAt.toISOString() }
}
