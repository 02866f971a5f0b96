import { type AnyRoute, createRoute, lazyRouteComponent } from '@tanstack/react-router'

/** The pages for those who are not signed in: outside the shell. */
export const routes = (parent: AnyRoute): AnyRoute[] => [
  createRoute({
    getParentRoute: () => parent,
    path: '/login',
    component: lazyRouteComponent(() => import('./login-page'), 'LoginPage'),
  }),
  createRoute({
    getParentRoute: () => parent,
    path: '/setup',
    component: lazyRouteComponent(() => import('./setup-page'), 'SetupPage'),
  }),
  createRoute({
    getParentRoute: () => parent,
    path: '/invitation',
    component: lazyRouteComponent(() => import('./invitation-page'), 'InvitationPage'),
  }),
  createRoute({
    getParentRoute: () => parent,
    path: '/reset',
    component: lazyRouteComponent(() => import('./reset-page'), 'ResetPage'),
  }),
]
