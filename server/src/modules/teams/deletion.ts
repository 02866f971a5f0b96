import { Failure, found } from '../../kernel/failure'
import type { Audit } from './audit'
import type { AuditActor, TeamsDeps } from './deps'
import type { Keys } from './keys'
import {
  deleteAnswers,
  deleteInvitations,
  deleteKeys,
  deleteMemberships,
  lockWorkspace,
  markDeleted,
  markErased,
  unerasedWorkspaces,
} from './store-workspaces'
import type { Workspaces } from './workspaces'

/** Erases what a module holds of a workspace. Called again after a failure, so it must bear that. */
export type EraseWorkspace = (workspaceId: string) => Promise<void>

/** Deleting a workspace closes it at once; every module then erases its part, again after a crash until all have. */
export function createDeletion(deps: TeamsDeps, parts: { audit: Audit; keys: Keys; workspaces: Workspaces }) {
  const { db, now, log } = deps
  const { audit, keys, workspaces } = parts
  const erasers: EraseWorkspace[] = []

  const erase = async (workspaceId: string) => {
    for (const eraser of erasers) await eraser(workspaceId)
    await markErased(db, workspaceId, now())
  }

  const eraseDeleted = async () => {
    for (const workspaceId of await unerasedWorkspaces(db)) {
      try {
        await erase(workspaceId)
      } catch (error) {
        log.error({ err: error, workspaceId }, 'a deleted workspace is not erased yet; it is tried again')
      }
    }
  }

  return {
    /** Registers how a module erases its part of a deleted workspace. */
    onWorkspaceDeleted(eraser: EraseWorkspace): void {
      erasers.push(eraser)
    },

    /** Closes the workspace when its name was typed exactly. The audit log stays, and says who did it. */
    async deleteWorkspace(actor: AuditActor, confirmation: string): Promise<void> {
      const { workspaceId } = actor
      await db.transaction(async (tx) => {
        const row = found(await lockWorkspace(tx, workspaceId), 'the workspace', workspaceId)
        checkConfirmation(row.name, confirmation)
        const note = { objectKind: 'workspace', objectId: workspaceId, summary: row.name }
        await audit.record(actor, { action: 'workspace.deleted', ...note }, tx)
        await deleteMemberships(tx, workspaceId)
        await deleteInvitations(tx, workspaceId)
        await deleteKeys(tx, workspaceId)
        await deleteAnswers(tx, workspaceId)
        await markDeleted(tx, workspaceId, now())
      })
      keys.forgetAll()
      workspaces.forget(workspaceId)
      await eraseDeleted()
    },

    /** Goes on with erasing what a crash or a failure left. */
    eraseDeleted,
  }
}

function checkConfirmation(name: string, confirmation: string): void {
  if (confirmation.trim() === name) return
  throw new Failure('invalid_input', 'type the name of the workspace exactly to delete it', {
    code: 'confirmation_wrong',
  })
}
