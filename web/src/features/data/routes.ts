import { type AnyRoute, createRoute, lazyRouteComponent } from '@tanstack/react-router'

export const routes = (parent: AnyRoute): AnyRoute[] => [
  createRoute({
    getParentRoute: () => parent,
    path: '/data/events',
    component: lazyRouteComponent(() => import('./events/events-page'), 'EventsPage'),
  }),
  createRoute({
    getParentRoute: () => parent,
    path: '/data/plan',
    component: lazyRouteComponent(() => import('./plan/plan-page'), 'PlanPage'),
  }),
  createRoute({
    getParentRoute: () => parent,
    path: '/data/plan/event',
    component: lazyRouteComponent(() => import('./plan/event-page'), 'PlannedEventPage'),
  }),
  createRoute({
    getParentRoute: () => parent,
    path: '/data/quarantine',
    component: lazyRouteComponent(() => import('./quarantine/quarantine-page'), 'QuarantinePage'),
  }),
  createRoute({
    getParentRoute: () => parent,
    path: '/data/flow',
    component: lazyRouteComponent(() => import('./flow/flow-page'), 'FlowPage'),
  }),
  createRoute({
    getParentRoute: () => parent,
    path: '/data/connect',
    component: lazyRouteComponent(() => import('./connect/connect-page'), 'ConnectPage'),
  }),
]
