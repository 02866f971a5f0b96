import { type AnyRoute, createRoute, lazyRouteComponent } from '@tanstack/react-router'

export const routes = (parent: AnyRoute): AnyRoute[] => [
  createRoute({
    getParentRoute: () => parent,
    path: '/settings/email',
    component: lazyRouteComponent(() => import('./email/email-page'), 'EmailPage'),
  }),
  createRoute({
    getParentRoute: () => parent,
    path: '/settings/suppressions',
    component: lazyRouteComponent(() => import('./suppressions/suppressions-page'), 'SuppressionsPage'),
  }),
]
