import type { QueryClient } from '@tanstack/react-query'
import { createRouter } from '@tanstack/react-router'
import { PageLoading } from '../ui'
import { NotFound } from './not-found'
import { PageFailed } from './page-failed'
import { routeTree } from './routes'

export interface RouterContext {
  readonly queryClient: QueryClient
}

/** The router over all features' pages; their code is fetched when a link is pointed at. */
export function createAppRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    defaultPendingComponent: PageLoading,
    defaultNotFoundComponent: NotFound,
    defaultErrorComponent: PageFailed,
    scrollRestoration: true,
  })
}
