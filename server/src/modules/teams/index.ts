import type { Me, MyWorkspace, Workspace } from '@rapport/contract'
import { Failure } from '../../kernel/failure'
import type { ApiGate } from '../../platform/http'
import { type Accounts, createAccounts } from './accounts'
import { createAudit } from './audit'
import { commandLine, createCliGate } from './cli-gate'
import { createCliUsers } from './cli-users'
import { createDeletion } from './deletion'
import type { TeamsDeps } from './deps'
import { createGate } from './gate'
import { createInvitations } from './invitations'
import { createKeys, type NewKey } from './keys'
import { createMembers, type Members } from './members'
import { answerLifeMs, createOnce } from './once'
import { createOwners, type NewOwner } from './owners'
import { canCreateWorkspaces } from './policies'
import { presentUser, presentWorkspace } from './present'
import { createSessions } from './sessions'
import { deleteOldAnswers } from './store-answers'
import { deleteExpiredLinks } from './store-links'
import { deleteExpiredSessions } from './store-sessions'
import { allUsers } from './store-users'
import { allWorkspaces } from './store-workspaces'
import { createLoginThrottle } from './throttle'
import { createWorkspaces, type NewWorkspace } from './workspaces'

export type { Audit, AuditNote } from './audit'
export { cliApi } from './cli-api'
export type { AuditActor, TeamsDeps } from './deps'
export type { NewKey } from './keys'
export type { NewOwner } from './owners'
export { teamRoutes } from './routes'
export { cliRoutes } from './routes-cli'
export type { NewWorkspace } from './workspaces'

export type Teams = ReturnType<typeof createTeams>

/** Accounts, workspaces, roles, keys and the audit log. */
export function createTeams(deps: TeamsDeps) {
  const { db, now, publicUrl } = deps
  const audit = createAudit(deps)
  const throttle = createLoginThrottle()
  const sessions = createSessions(deps)
  const keys = createKeys(deps, audit)
  const workspaces = createWorkspaces(deps, audit)
  const members = createMembers(deps, audit)
  const accounts = createAccounts(deps, { audit, sessions, throttle })
  const owners = createOwners(deps, { audit, sessions, throttle, workspaces })
  const invitations = createInvitations(deps, { audit, sessions, throttle })
  const cliUsers = createCliUsers(deps, { audit, accounts })
  const deletion = createDeletion(deps, { audit, keys, workspaces })
  const once = createOnce(deps)

  return {
    /** The module's own parts, for its routes. */
    parts: { accounts, owners, sessions, invitations, members, keys, workspaces, cliUsers },
    audit,
    gate: createGate(deps, { keys, sessions, once }),
    isSecure: () => publicUrl().startsWith('https:'),

    /** The guard of the command line's routes; `token` is the one in the data folder. */
    cliGate: (token: string): ApiGate => createCliGate(token, { once, workspaces: () => allWorkspaces(db) }),

    /** Whose events a write key sends, or null. Cheap: it is asked with every tracking request. */
    async resolveWriteKey(key: string): Promise<{ workspaceId: string; sourceName: string } | null> {
      const known = await keys.resolve('write', key)
      return known && { workspaceId: known.workspaceId, sourceName: known.name }
    },

    settings: workspaces.settings,
    workspacesOf: members.workspacesOf,
    allWorkspaces: () => allWorkspaces(db),
    allUsers: () => allUsers(db),
    me: (userId: string) => presentMe(accounts, members, userId),

    /** True until somebody has an account. */
    isOwnerNeeded: owners.isOwnerNeeded,
    /** The link that makes its visitor the first owner; null when there is one. To be printed at start. */
    firstLoginLink: owners.firstLoginLink,
    /** Creates the first owner without a browser; false when somebody has an account already. */
    createOwner: (owner: NewOwner) => owners.createOwner(owner),

    /** Creates a key on behalf of the installation itself (demo, tests); the secret is told once. */
    createKey: (workspaceId: string, key: NewKey) => keys.create({ ...commandLine, workspaceId }, key),

    /** Creates a workspace that waits for the first owner, or belongs to `ownerId`. */
    createWorkspace: (asked: NewWorkspace, ownerId: string | null = null): Promise<Workspace> =>
      db.transaction(async (tx) => {
        const owner = ownerId === null ? null : { userId: ownerId }
        return presentWorkspace(await workspaces.create(tx, commandLine, asked, owner), false)
      }),

    /** Creates a workspace for a user who owns one already. */
    async createWorkspaceFor(userId: string, asked: NewWorkspace): Promise<Workspace> {
      const user = await accounts.get(userId)
      mustCreateWorkspaces(await members.workspacesOf(userId))
      const creator = { kind: 'user', id: userId, name: user.name } as const
      const row = await db.transaction((tx) => workspaces.create(tx, creator, asked, { userId }))
      return presentWorkspace(row, false)
    },

    deleteWorkspace: deletion.deleteWorkspace,
    /** Registers how a module erases its part of a deleted workspace. */
    onWorkspaceDeleted: deletion.onWorkspaceDeleted,
    /** Registers what a module does when settings have changed. */
    onWorkspaceUpdated: workspaces.onUpdated,

    /** Housekeeping, to be run every hour: what has expired goes, and interrupted erasures go on. Never fails. */
    async sweep(): Promise<void> {
      try {
        await deleteExpiredSessions(db, now())
        await deleteExpiredLinks(db, now())
        await deleteOldAnswers(db, new Date(now().getTime() - answerLifeMs))
        await deletion.eraseDeleted()
      } catch (error) {
        deps.log.error({ err: error }, 'housekeeping of accounts failed; it is tried again in its next hour')
      }
    },
  }
}

async function presentMe(accounts: Accounts, members: Members, userId: string): Promise<Me> {
  const user = await accounts.get(userId)
  const workspaces = await members.workspacesOf(userId)
  const current = workspaces.find(({ id }) => id === user.lastWorkspaceId) ?? workspaces[0]
  return {
    user: presentUser(user),
    workspaces,
    currentWorkspaceId: current?.id ?? null,
    mayCreateWorkspaces: canCreateWorkspaces(workspaces.map(({ role }) => role)),
  }
}

function mustCreateWorkspaces(mine: readonly MyWorkspace[]): void {
  if (canCreateWorkspaces(mine.map(({ role }) => role))) return
  throw new Failure('forbidden', 'only owners of a workspace may create another')
}
