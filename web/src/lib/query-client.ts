import { QueryClient } from '@tanstack/react-query'
import { asProblem } from './api-problem'

const retriesMax = 2

/** One cache for the whole console. Answers are fresh for a few seconds; only failures that may pass are tried again. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        retry: (failures, error) => failures < retriesMax && mayPass(error),
        refetchOnWindowFocus: false,
      },
      mutations: { retry: false },
    },
  })
}

function mayPass(error: unknown): boolean {
  const { status } = asProblem(error)
  return status === 0 || status === 429 || status >= 502
}
