import { campaignsApi, dataApi, duplicatesApi, messagesApi, type Permission } from '@rapport/contract'
import { useQueries } from '@tanstack/react-query'
import { call } from '../../lib/api'
import { useMay } from '../../lib/session'
import type { IconName } from '../../ui'

export type ConcernKind =
  | 'pipeline'
  | 'quarantine'
  | 'duplicates'
  | 'email'
  | 'emailTrouble'
  | 'paused'
  | 'drafts'

export interface Concern {
  readonly kind: ConcernKind
  readonly count: number
  readonly tone: 'bad' | 'warn' | 'info'
  readonly icon: IconName
  readonly to: string
  readonly search?: Readonly<Record<string, string>>
}

interface Watch {
  readonly key: string
  readonly needs: Permission
  readonly look: (signal: AbortSignal) => Promise<readonly Concern[]>
}

/** Where to look for what waits. One place that cannot be asked leaves the others standing. */
const watches: readonly Watch[] = [
  {
    key: 'pipeline',
    needs: 'data:read',
    look: async (signal) => {
      const { lastError } = await call(dataApi.status, { signal })
      return lastError ? [{ kind: 'pipeline', count: 1, tone: 'bad', icon: 'alert', to: '/data/events' }] : []
    },
  },
  {
    key: 'quarantine',
    needs: 'data:read',
    look: async (signal) => {
      const { items } = await call(dataApi.quarantineCounts, { signal })
      const count = items.reduce((sum, item) => sum + item.count, 0)
      return count > 0
        ? [{ kind: 'quarantine', count, tone: 'warn', icon: 'data', to: '/data/quarantine' }]
        : []
    },
  },
  {
    key: 'duplicates',
    needs: 'customers:read',
    look: async (signal) => {
      const { open } = await call(duplicatesApi.summary, { signal })
      return open > 0
        ? [{ kind: 'duplicates', count: open, tone: 'info', icon: 'merge', to: '/data/duplicates' }]
        : []
    },
  },
  {
    key: 'email',
    needs: 'settings:read',
    look: async (signal) => {
      const { channel } = await call(messagesApi.getEmailChannel, { signal })
      const concern = { count: 1, icon: 'templates', to: '/settings/sending' } as const
      if (!channel) return [{ ...concern, kind: 'email', tone: 'warn' }]
      return channel.trouble ? [{ ...concern, kind: 'emailTrouble', tone: 'bad' }] : []
    },
  },
  { key: 'paused', needs: 'campaigns:read', look: (signal) => campaignsIn('paused', signal) },
  { key: 'drafts', needs: 'campaigns:write', look: (signal) => campaignsIn('drafts', signal) },
]

const campaignsCountedMax = 50

async function campaignsIn(kind: 'paused' | 'drafts', signal: AbortSignal): Promise<readonly Concern[]> {
  const state = kind === 'drafts' ? 'draft' : 'paused'
  const { items } = await call(campaignsApi.list, { query: { state, limit: campaignsCountedMax }, signal })
  const tone = kind === 'drafts' ? 'info' : 'warn'
  return items.length > 0
    ? [{ kind, count: items.length, tone, icon: 'campaigns', to: '/campaigns', search: { state } }]
    : []
}

/** What waits for this person, as far as they may see it. */
export function useConcerns(): {
  readonly concerns: readonly Concern[]
  readonly isLoading: boolean
  /** Some place could not be asked, so that nothing found does not mean nothing waits. */
  readonly hasFailed: boolean
} {
  const may = useMay()
  const answers = useQueries({
    queries: watches.map(({ key, needs, look }) => ({
      queryKey: ['attention', key],
      queryFn: ({ signal }: { signal: AbortSignal }) => look(signal),
      enabled: may(needs),
      retry: false,
      refetchInterval: 60_000,
    })),
  })
  return {
    concerns: answers.flatMap(({ data }) => data ?? []),
    isLoading: answers.some(({ isLoading }) => isLoading),
    hasFailed: answers.some(({ isError }) => isError),
  }
}
