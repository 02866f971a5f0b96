import { permissionsByRole, type Role, roles, teamsApi } from '@rapport/contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { appTexts } from '../../../app/texts'
import { call } from '../../../lib/api'
import { useSession } from '../../../lib/session'
import { useNamed } from '../../../lib/texts'

const membersKey = ['members'] as const
const invitationsKey = ['invitations'] as const

export function useMembers() {
  return useQuery({ queryKey: membersKey, queryFn: ({ signal }) => call(teamsApi.members, { signal }) })
}

export function useInvitations() {
  return useQuery({
    queryKey: invitationsKey,
    queryFn: ({ signal }) => call(teamsApi.invitations, { signal }),
  })
}

/** Loads members and invitations anew after a change. */
export function useRefreshMembers(): () => Promise<void> {
  const client = useQueryClient()
  return async () => {
    await client.invalidateQueries({ queryKey: membersKey })
    await client.invalidateQueries({ queryKey: invitationsKey })
  }
}

/** The roles that the person may give: none that may do more than theirs. */
export function useGrantableRoles(): { readonly value: Role; readonly label: string }[] {
  const { workspace } = useSession()
  const named = useNamed(appTexts)
  const own = new Set(workspace?.permissions)
  return roles
    .filter((role) => permissionsByRole[role].every((permission) => own.has(permission)))
    .map((value) => ({ value, label: named('role', value) }))
}
