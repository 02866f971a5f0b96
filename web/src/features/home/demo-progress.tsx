import { type DemoProgress, demoApi, teamsApi } from '@rapport/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { call } from '../../lib/api'
import { meQuery, useMay } from '../../lib/session'
import { useTexts } from '../../lib/texts'
import { Card, Progress } from '../../ui'
import { homeTexts } from './texts'

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

/** How far the demo shop is loaded. */
export function DemoProgressCard() {
  const t = useTexts(homeTexts)
  const { progress } = useDemo()
  const isPreparing = progress?.state === 'running' && progress.total === 0
  return (
    <Card>
      <Progress
        done={progress?.done ?? 0}
        total={progress?.total ?? 0}
        label={t(isPreparing ? 'demoPreparing' : 'demoLoading')}
      />
    </Card>
  )
}

/** Once, when something that went on has ended. */
export function useWhenEnded(isGoingOn: boolean, then: () => void): void {
  const latest = useRef(then)
  latest.current = then
  const wentOn = useRef(isGoingOn)
  useEffect(() => {
    if (wentOn.current && !isGoingOn) latest.current()
    wentOn.current = isGoingOn
  }, [isGoingOn])
}
