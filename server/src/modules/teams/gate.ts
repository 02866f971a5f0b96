import type { Context } from 'hono'
import { Failure } from '../../kernel/failure'
import { isUuid } from '../../kernel/id'
import { type Actor, type ApiGate, addressOf } from '../../platform/http'
import { giveSession, sessionTokenOf } from './cookies'
import type { TeamsDeps } from './deps'
import type { Keys } from './keys'
import type { Once } from './once'
import { notMember } from './policies'
import { permissionsOf, type Sessions } from './sessions'
import { createLimiter } from './token-bucket'

/** Generous to people and programs, narrow enough that one caller cannot take the machine. */
export const apiRate = { perSecond: 100, burst: 300 }

const workspaceHeader = 'Rapport-Workspace'
/** What the header says before the caller is in any workspace. */
const noWorkspace = 'none'
const bearer = /^Bearer\s+(\S+)\s*$/i

/** The guard of /api/v1: who is calling, once, and not too often. */
export function createGate(
  { now, publicUrl }: Pick<TeamsDeps, 'now' | 'publicUrl'>,
  parts: { keys: Keys; sessions: Sessions; once: Once },
): ApiGate {
  const limiter = createLimiter(apiRate)
  return {
    authenticate(c, access) {
      const key = bearer.exec(c.req.header('Authorization') ?? '')?.[1]
      if (key) return byKey(c, key, parts.keys)
      const isSecure = publicUrl().startsWith('https:')
      return bySession(c, parts.sessions, { isSecure, needsWorkspace: access !== 'signed-in' })
    },

    once: parts.once,

    limit(c, actor) {
      const caller = actor ? `${actor.kind} ${actor.id}` : addressOf(c)
      const retryAfterSeconds = limiter.take(caller, now())
      if (retryAfterSeconds === null) return
      throw new Failure('rate_limited', `too many requests; try again in ${retryAfterSeconds} s`, {
        retryAfterSeconds,
      })
    },
  }
}

/** A key says its workspace by itself; a header that says another is a mistake worth telling. */
async function byKey(c: Context, key: string, keys: Keys): Promise<Actor | null> {
  const known = await keys.resolve('api', key)
  if (!known) return null
  const asked = c.req.header(workspaceHeader)
  if (asked && asked !== known.workspaceId) throw notMember()
  const { workspaceId, keyId, name, scopes } = known
  return { kind: 'api_key', id: keyId, name, workspaceId, permissions: new Set(scopes) }
}

/** Without the need of a workspace, one that is not the person's is as none: who was removed must be able to sign out. */
async function bySession(
  c: Context,
  sessions: Sessions,
  { isSecure, needsWorkspace }: { readonly isSecure: boolean; readonly needsWorkspace: boolean },
): Promise<Actor | null> {
  const token = sessionTokenOf(c)
  if (!token) return null
  const asked = askedWorkspace(c)
  const workspaceId = isUuid(asked) ? asked : null
  const session = await sessions.resolve(token, workspaceId)
  if (!session) return null
  if (asked !== noWorkspace && !session.role && needsWorkspace) throw notMember()
  if (session.prolongedUntil) giveSession(c, { token, expiresAt: session.prolongedUntil }, isSecure)
  return {
    kind: 'user',
    id: session.userId,
    name: session.name,
    workspaceId: session.role && workspaceId ? workspaceId : '',
    permissions: permissionsOf(session.role),
  }
}

/**
 * The workspace a session's call is for. Calls that change something must carry the header, which another site's
 * page cannot send; a download or an event stream cannot either, so those may say `?workspace=`.
 */
function askedWorkspace(c: Context): string {
  const header = c.req.header(workspaceHeader)
  const isRead = c.req.method === 'GET' || c.req.method === 'HEAD'
  if (!header && !isRead)
    throw new Failure('forbidden', `send the header ${workspaceHeader} (or \`${noWorkspace}\`)`, {
      code: 'workspace_header_missing',
    })
  return header ?? c.req.query('workspace') ?? noWorkspace
}
