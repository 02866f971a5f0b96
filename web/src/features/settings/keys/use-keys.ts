import { type ApiKey, teamsApi } from '@rapport/contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '../../../lib/api'

const keysKey = ['keys'] as const

export function useKeys() {
  return useQuery({ queryKey: keysKey, queryFn: ({ signal }) => call(teamsApi.keys, { signal }) })
}

export function useRefreshKeys(): () => Promise<void> {
  const client = useQueryClient()
  return () => client.invalidateQueries({ queryKey: keysKey })
}

export type KeyState = 'valid' | 'expired' | 'revoked'

/** Whether a key still works. */
export function stateOf({ revokedAt, expiresAt }: ApiKey, now: Date): KeyState {
  if (revokedAt !== null) return 'revoked'
  return expiresAt !== null && new Date(expiresAt) <= now ? 'expired' : 'valid'
}
