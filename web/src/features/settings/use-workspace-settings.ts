import { teamsApi, type Workspace, type WorkspaceChanges } from '@rapport/contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '../../lib/api'
import { meQuery, useMay } from '../../lib/session'

const workspaceKey = ['workspace'] as const

/** The workspace with all its settings. */
export function useWorkspaceSettings() {
  return useQuery({
    queryKey: workspaceKey,
    queryFn: ({ signal }) => call(teamsApi.workspace, { signal }),
  })
}

/** Saves changed settings, and shows them wherever the workspace is shown; undefined without the right to. */
export function useSaveWorkspace(): ((changes: WorkspaceChanges) => Promise<Workspace>) | undefined {
  const client = useQueryClient()
  const may = useMay()
  const save = async (body: WorkspaceChanges) => {
    const saved = await call(teamsApi.updateWorkspace, { body })
    client.setQueryData(workspaceKey, saved)
    await client.invalidateQueries({ queryKey: meQuery.queryKey })
    return saved
  }
  return may('settings:write') ? save : undefined
}
