import { type AnyRoute, createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'

/** The settings: each tab is a page with an address. */
export const routes = (parent: AnyRoute): AnyRoute[] => [
  createRoute({
    getParentRoute: () => parent,
    path: '/settings',
    beforeLoad: () => {
      throw redirect({ to: '/settings/workspace' as never })
    },
  }),
  createRoute({
    getParentRoute: () => parent,
    path: '/settings/workspace',
    component: lazyRouteComponent(() => import('./workspace/workspace-page'), 'WorkspacePage'),
  }),
  createRoute({
    getParentRoute: () => parent,
    path: '/settings/sending',
    component: lazyRouteComponent(() => import('./sending/sending-page'), 'SendingPage'),
  }),
  createRoute({
    getParentRoute: () => parent,
    path: '/settings/identity',
    component: lazyRouteComponent(() => import('./identity/identity-page'), 'IdentityPage'),
  }),
  createRoute({
    getParentRoute: () => parent,
    path: '/settings/members',
    component: lazyRouteComponent(() => import('./members/members-page'), 'MembersPage'),
  }),
  createRoute({
    getParentRoute: () => parent,
    path: '/settings/roles',
    component: lazyRouteComponent(() => import('./roles/roles-page'), 'RolesPage'),
  }),
  createRoute({
    getParentRoute: () => parent,
    path: '/settings/keys',
    component: lazyRouteComponent(() => import('./keys/keys-page'), 'KeysPage'),
  }),
  createRoute({
    getParentRoute: () => parent,
    path: '/settings/audit',
    component: lazyRouteComponent(() => import('./audit/audit-page'), 'AuditPage'),
  }),
  createRoute({
    getParentRoute: () => parent,
    path: '/settings/account',
    component: lazyRouteComponent(() => import('./account/account-page'), 'AccountPage'),
  }),
]
