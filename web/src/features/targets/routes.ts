import { type AnyRoute, createRoute, lazyRouteComponent } from '@tanstack/react-router'

/** Choosing whom to write to: segments side by side, and people who are like those of a segment. */
export const routes = (parent: AnyRoute): AnyRoute[] => [
  createRoute({
    getParentRoute: () => parent,
    path: '/segments/compare',
    component: lazyRouteComponent(() => import('./compare/compare-page'), 'ComparePage'),
  }),
  createRoute({
    getParentRoute: () => parent,
    path: '/segments/lookalikes',
    component: lazyRouteComponent(() => import('./lookalikes/list-page'), 'LookalikesPage'),
  }),
  createRoute({
    getParentRoute: () => parent,
    path: '/segments/lookalikes/new',
    component: lazyRouteComponent(() => import('./lookalikes/new-page'), 'NewLookalikePage'),
  }),
  createRoute({
    getParentRoute: () => parent,
    path: '/segments/lookalikes/$id',
    component: lazyRouteComponent(() => import('./lookalikes/result-page'), 'LookalikePage'),
  }),
]
