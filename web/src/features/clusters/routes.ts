import { type AnyRoute, createRoute, lazyRouteComponent } from '@tanstack/react-router'

/** Clusters: the analyses so far, a new one, and what came of one. */
export const routes = (parent: AnyRoute): AnyRoute[] => [
  createRoute({
    getParentRoute: () => parent,
    path: '/segments/clusters',
    component: lazyRouteComponent(() => import('./list/clusters-page'), 'ClustersPage'),
  }),
  createRoute({
    getParentRoute: () => parent,
    path: '/segments/clusters/new',
    component: lazyRouteComponent(() => import('./new/new-clusters-page'), 'NewClustersPage'),
  }),
  createRoute({
    getParentRoute: () => parent,
    path: '/segments/clusters/$id',
    component: lazyRouteComponent(() => import('./analysis/analysis-page'), 'AnalysisPage'),
  }),
]
