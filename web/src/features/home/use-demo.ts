import { type DemoProgress, demoApi, teamsApi } from '@rapport/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '../../lib/api'
import { meQuery, useMay } from '../../lib/session'

const pollMs = 800
const progressKey = ['demo', 'progress'] as const

/** Loading the demo shop: how far it is, and how to begin. Polls while it runs. */
export function useDemo() {
  const client = useQueryClient()
  const may = useMay()
  const progress = useQuery({
    queryKey: progressKey,
    queryFn: ({ signal }) => call(demoApi.progress, { signal }),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? pollMs : false),
    enabled: may('settings:read'),
    retry: false,
  })
  const load = useMutation({
    mutationFn: () => call(demoApi.load),
    onSuccess: (answer: DemoProgress) => client.setQueryData(progressKey, answer),
  })
  return { progress: progress.data, load }
}

/** Remembers that this workspace starts with its own data. */
export function useStartEmpty() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => call(teamsApi.updateWorkspace, { body: { startedWith: 'empty' } }),
    onSuccess: () => client.invalidateQueries({ queryKey: meQuery.queryKey }),
  })
}
