import { type AnyRoute, createRoute, lazyRouteComponent } from '@tanstack/react-router'

/** Choosing whom to write to: segments side by side. */
export const routes = (parent: AnyRoute): AnyRoute[] => [
  createRoute({
    getParentRoute: () => parent,
    path: '/segments/compare',
    component: lazyRouteComponent(() => import('./compare/compare-page'), 'ComparePage'),
  }),
]
