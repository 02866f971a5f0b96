import { type AnyRoute, createRoute, lazyRouteComponent } from '@tanstack/react-router'

/** Imports: what was imported, a new one, and one import from its columns to its report. */
export const routes = (parent: AnyRoute): AnyRoute[] => [
  createRoute({
    getParentRoute: () => parent,
    path: '/imports',
    component: lazyRouteComponent(() => import('./list/imports-page'), 'ImportsPage'),
  }),
  createRoute({
    getParentRoute: () => parent,
    path: '/imports/new',
    component: lazyRouteComponent(() => import('./upload/new-import-page'), 'NewImportPage'),
  }),
  createRoute({
    getParentRoute: () => parent,
    path: '/imports/$id',
    component: lazyRouteComponent(() => import('./import-page'), 'ImportPage'),
  }),
]
