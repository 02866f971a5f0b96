import { type AnyRoute, createRoute, lazyRouteComponent } from '@tanstack/react-router'

/** Companies and households: a list of each, and a page for one. */
export const routes = (parent: AnyRoute): AnyRoute[] => [
  createRoute({
    getParentRoute: () => parent,
    path: '/companies',
    component: lazyRouteComponent(() => import('./companies-page'), 'CompaniesPage'),
  }),
  createRoute({
    getParentRoute: () => parent,
    path: '/households',
    component: lazyRouteComponent(() => import('./households-page'), 'HouseholdsPage'),
  }),
  createRoute({
    getParentRoute: () => parent,
    path: '/companies/$id',
    component: lazyRouteComponent(() => import('./company-page'), 'CompanyPage'),
  }),
]
