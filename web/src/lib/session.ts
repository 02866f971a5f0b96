import { type Me, type MyWorkspace, type Permission, teamsApi } from '@rapport/contract'
import { type QueryClient, queryOptions, useQuery } from '@tanstack/react-query'
import { call, setApiWorkspace } from './api'
import { asProblem } from './api-problem'
import { readPreference, writePreference } from './preferences'

const meKey = ['me'] as const

/** Who is signed in; null when nobody is. Every page below the shell has it before it shows. */
export const meQuery = queryOptions({
  queryKey: meKey,
  queryFn: async ({ signal }): Promise<Me | null> => {
    try {
      return await call(teamsApi.me, { signal })
    } catch (error) {
      if (asProblem(error).status === 401) return null
      throw error
    }
  },
  staleTime: Number.POSITIVE_INFINITY,
})

/** For the moment between signing out and the shell going away, in which its parts still draw. */
let lastKnown: Me | null = null

/** After signing in, up or over: keeps the answer, and makes every later call in its workspace. */
export function adoptSession(client: QueryClient, me: Me): void {
  lastKnown = me
  client.setQueryData(meKey, me)
  setApiWorkspace(workspaceOf(me)?.id ?? null)
}

/** Forgets the person and everything that was loaded for them. */
export function forgetSession(client: QueryClient): void {
  setApiWorkspace(null)
  client.clear()
  client.setQueryData(meKey, null)
}

/** The workspace to show: the one chosen in this browser, else the one used last, else the first. */
export function workspaceOf(me: Me): MyWorkspace | null {
  const byId = (id: string | null) => me.workspaces.find((workspace) => workspace.id === id)
  return byId(readPreference('workspace')) ?? byId(me.currentWorkspaceId) ?? me.workspaces[0] ?? null
}

/** Opens another workspace. The page starts anew, so that nothing of the old one stays on it. */
export async function switchWorkspace(workspaceId: string): Promise<void> {
  writePreference('workspace', workspaceId)
  await call(teamsApi.switchWorkspace, { body: { workspaceId } })
  window.location.assign('/')
}

/** The person and the workspace of the shell; only inside it. */
export function useSession(): { readonly me: Me; readonly workspace: MyWorkspace | null } {
  const { data } = useQuery(meQuery)
  const me = data ?? lastKnown
  if (!me) throw new Error('useSession is for pages behind the sign-in')
  return { me, workspace: workspaceOf(me) }
}

/** Whether the person may do something in this workspace; buttons for the rest are left out. */
export function useMay(): (permission: Permission) => boolean {
  const { workspace } = useSession()
  return (permission) => workspace?.permissions.includes(permission) ?? false
}
