import { permissions } from '@rapport/contract'
import type { Context } from 'hono'
import { Failure } from '../../kernel/failure'
import type { Actor, ApiGate } from '../../platform/http'
import type { Once } from './once'
import { hashSecret, isSameHash } from './secrets'
import type { WorkspaceRow } from './store-workspaces'

/**
 * The guard of /api/internal/cli: a caller with the token from the data folder may do everything, in the workspace
 * that `Rapport-Workspace` names by id or short name; unnamed it is the only one there is.
 */
export function createCliGate(
  token: string,
  parts: { once: Once; workspaces: () => Promise<WorkspaceRow[]> },
): ApiGate {
  const expected = hashSecret(token)
  return {
    async authenticate(c) {
      const said = /^Bearer\s+(\S+)$/i.exec(c.req.header('Authorization') ?? '')?.[1]
      if (!said || !isSameHash(hashSecret(said), expected)) return null
      const workspaceId = chosen(await parts.workspaces(), c)
      return { ...commandLine, workspaceId }
    },
    once: parts.once,
    limit: () => undefined,
  }
}

/** Who the audit log names for what was done on the command line. */
export const commandLine: Omit<Actor, 'workspaceId'> = {
  kind: 'system',
  id: 'command-line',
  name: 'Command line',
  permissions: new Set(permissions),
}

function chosen(workspaces: readonly WorkspaceRow[], c: Context): string {
  const name = c.req.header('Rapport-Workspace')
  if (!name) return workspaces.length === 1 ? (workspaces[0]?.workspaceId ?? '') : ''
  const match = workspaces.find((row) => row.workspaceId === name || row.slug === name)
  if (match) return match.workspaceId
  const known = workspaces.map((row) => row.slug).join(', ') || 'none'
  throw new Failure('not_found', `there is no workspace ${name}; there are: ${known}`)
}
