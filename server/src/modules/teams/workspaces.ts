import type { Workspace, WorkspaceChanges, WorkspaceSettings } from '@rapport/contract'
import { Failure, found } from '../../kernel/failure'
import type { Actor } from '../../platform/http'
import type { Queryable } from '../../platform/postgres'
import type { Audit } from './audit'
import { BoundedMap } from './bounded-map'
import type { AuditActor, TeamsDeps } from './deps'
import { presentWorkspace } from './present'
import { changeSettings, differences, parseSettings, storeSettings } from './settings'
import { numberedSlug, slugOf } from './slug'
import { insertMember } from './store-members'
import {
  insertWorkspace,
  isSlugFree,
  lockWorkspace,
  updateWorkspace,
  type WorkspaceRow,
  workspaceById,
} from './store-workspaces'

/** How long settings are believed; this process's own changes show at once. */
const believedMs = 5_000
const rememberedMax = 1_000
/** `shop`, `shop-2` … tried before giving up on a name that so many have. */
const slugAttemptsMax = 100

/** What a new workspace starts with; the rest has its defaults. */
export type NewWorkspace = WorkspaceChanges & { readonly name: string }
export type Creator = Pick<Actor, 'kind' | 'id' | 'name'>

export type Workspaces = ReturnType<typeof createWorkspaces>

/** Workspaces and their settings. */
export function createWorkspaces(deps: TeamsDeps, audit: Audit) {
  const { db, now, newId, hasMoneyEvents } = deps
  const listeners: ((workspaceId: string) => Promise<void>)[] = []
  const remembered = new BoundedMap<string, { settings: WorkspaceSettings; until: number }>(rememberedMax)

  const create = async (
    tx: Queryable,
    creator: Creator,
    asked: NewWorkspace,
    owner: { userId: string } | null,
  ): Promise<WorkspaceRow> => {
    const at = now()
    const row = await insertWithFreeSlug(tx, { ...asked, slug: asked.slug ?? null }, newId(), at)
    if (owner)
      await insertMember(tx, {
        workspaceId: row.workspaceId,
        userId: owner.userId,
        role: 'owner',
        joinedAt: at,
      })
    const actor: AuditActor = { ...creator, workspaceId: row.workspaceId }
    await audit.record(actor, note('workspace.created', row, { after: parseSettings(row) }), tx)
    return row
  }

  return {
    /** Creates a workspace inside `tx`; without an owner it waits for the first one. */
    create,

    async get(workspaceId: string): Promise<Workspace> {
      const row = found(await workspaceById(db, workspaceId), 'the workspace', workspaceId)
      return presentWorkspace(row, await hasMoneyEvents(workspaceId))
    },

    /** The settings, from memory for a few seconds: every batch of events asks. */
    async settings(workspaceId: string): Promise<WorkspaceSettings> {
      const at = now().getTime()
      const known = remembered.get(workspaceId)
      if (known && known.until > at) return known.settings
      const row = found(await workspaceById(db, workspaceId), 'the workspace', workspaceId)
      const settings = parseSettings(row)
      remembered.set(workspaceId, { settings, until: at + believedMs })
      return settings
    },

    /** Changes settings. The currency stays once an amount is recorded, and short names are unique. */
    async update(actor: AuditActor, changes: WorkspaceChanges): Promise<Workspace> {
      const { workspaceId } = actor
      const isLocked = await hasMoneyEvents(workspaceId)
      const change = async (tx: Queryable) => {
        const old = found(await lockWorkspace(tx, workspaceId), 'the workspace', workspaceId)
        const before = parseSettings(old)
        const after = changeSettings(before, changes)
        checkCurrency(before, after, isLocked)
        if (!(await isSlugFree(tx, after.slug, workspaceId))) throw slugTaken(after.slug)
        const saved = { ...old, ...storeSettings(after) }
        await updateWorkspace(tx, saved)
        await audit.record(actor, note('workspace.updated', saved, differences(before, after)), tx)
        return saved
      }
      const row = await db.transaction(change).catch(nameTakenMeanwhile(changes.slug))
      remembered.delete(workspaceId)
      for (const listener of listeners) await listener(workspaceId)
      return presentWorkspace(row, isLocked)
    },

    /** Registers what follows a change of settings. */
    onUpdated(listener: (workspaceId: string) => Promise<void>): void {
      listeners.push(listener)
    },

    forget(workspaceId: string): void {
      remembered.delete(workspaceId)
    },
  }
}

/** A short name that was asked for is taken as it is or refused; one made from the name gets a number. */
async function insertWithFreeSlug(
  tx: Queryable,
  { slug, ...asked }: Omit<NewWorkspace, 'slug'> & { slug: string | null },
  workspaceId: string,
  createdAt: Date,
): Promise<WorkspaceRow> {
  const wanted = slug ?? slugOf(asked.name)
  const settings = changeSettings({ name: asked.name, slug: wanted } as WorkspaceSettings, asked)
  for (let attempt = 1; attempt <= (slug ? 1 : slugAttemptsMax); attempt += 1) {
    const stored = storeSettings({ ...settings, slug: numberedSlug(wanted, attempt) })
    const row: WorkspaceRow = { ...stored, workspaceId, createdAt }
    if (await insertWorkspace(tx, row)) return row
  }
  throw slugTaken(wanted)
}

function checkCurrency(before: WorkspaceSettings, after: WorkspaceSettings, isLocked: boolean): void {
  if (before.currency === after.currency || !isLocked) return
  throw new Failure(
    'conflict',
    `the currency stays ${before.currency}: amounts have been recorded in it. A new workspace can have another.`,
    { code: 'currency_locked' },
  )
}

const uniqueViolation = '23505'

/** Two workspaces may ask for one short name at the same time: the database refuses the second. */
function nameTakenMeanwhile(slug: string | undefined) {
  return (error: unknown): never => {
    throw slug && (error as { code?: unknown }).code === uniqueViolation ? slugTaken(slug) : error
  }
}

function slugTaken(slug: string): Failure {
  return new Failure('already_exists', `another workspace has the short name ${slug}`, { code: 'slug_taken' })
}

function note(action: string, row: WorkspaceRow, values: { before?: unknown; after?: unknown }) {
  return { action, objectKind: 'workspace', objectId: row.workspaceId, summary: row.name, ...values }
}
