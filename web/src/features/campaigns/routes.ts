import { type AnyRoute, createRoute, lazyRouteComponent } from '@tanstack/react-router'

export const routes = (parent: AnyRoute): AnyRoute[] => [
  createRoute({
    getParentRoute: () => parent,
    path: '/campaigns',
    component: lazyRouteComponent(() => import('./list/campaigns-page'), 'CampaignsPage'),
  }),
  createRoute({
    getParentRoute: () => parent,
    path: '/campaigns/new',
    component: lazyRouteComponent(() => import('./wizard/new-campaign-page'), 'NewCampaignPage'),
  }),
  createRoute({
    getParentRoute: () => parent,
    path: '/campaigns/$id',
    component: lazyRouteComponent(() => import('./results/results-page'), 'ResultsPage'),
  }),
  createRoute({
    getParentRoute: () => parent,
    path: '/campaigns/$id/edit',
    component: lazyRouteComponent(() => import('./wizard/edit-campaign-page'), 'EditCampaignPage'),
  }),
  createRoute({
    getParentRoute: () => parent,
    path: '/campaigns/$id/sending',
    component: lazyRouteComponent(() => import('./sending/sending-page'), 'SendingPage'),
  }),
  createRoute({
    getParentRoute: () => parent,
    path: '/campaigns/$id/people',
    component: lazyRouteComponent(() => import('./people/people-page'), 'PeoplePage'),
  }),
  createRoute({
    getParentRoute: () => parent,
    path: '/campaigns/$id/settings',
    component: lazyRouteComponent(() => import('./details/details-page'), 'DetailsPage'),
  }),
]
