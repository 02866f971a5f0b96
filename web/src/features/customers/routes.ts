import { type AnyRoute, createRoute, lazyRouteComponent } from '@tanstack/react-router'

export const routes = (parent: AnyRoute): AnyRoute[] => [
  createRoute({
    getParentRoute: () => parent,
    path: '/customers',
    component: lazyRouteComponent(() => import('./customers-page'), 'CustomersPage'),
  }),
  createRoute({
    getParentRoute: () => parent,
    path: '/customers/$id',
    component: lazyRouteComponent(() => import('./customer-page'), 'CustomerPage'),
  }),
]
