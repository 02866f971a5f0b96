import { type AnyRoute, createRoute, lazyRouteComponent } from '@tanstack/react-router'

/** The queue of profiles that may be one person. */
export const routes = (parent: AnyRoute): AnyRoute[] => [
  createRoute({
    getParentRoute: () => parent,
    path: '/data/duplicates',
    component: lazyRouteComponent(() => import('./duplicates-page'), 'DuplicatesPage'),
  }),
]
