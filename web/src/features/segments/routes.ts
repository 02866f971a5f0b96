import { type AnyRoute, createRoute, lazyRouteComponent } from '@tanstack/react-router'

/** Segments: the list, the library of ready-made ones, one segment, the builder, and RFM; and the traits that are computed. */
export const routes = (parent: AnyRoute): AnyRoute[] => [
  createRoute({
    getParentRoute: () => parent,
    path: '/segments',
    component: lazyRouteComponent(() => import('./list/segments-page'), 'SegmentsPage'),
  }),
  createRoute({
    getParentRoute: () => parent,
    path: '/segments/library',
    component: lazyRouteComponent(() => import('./list/library-page'), 'LibraryPage'),
  }),
  createRoute({
    getParentRoute: () => parent,
    path: '/segments/new',
    component: lazyRouteComponent(() => import('./builder/builder-page'), 'NewSegmentPage'),
  }),
  createRoute({
    getParentRoute: () => parent,
    path: '/segments/rfm',
    component: lazyRouteComponent(() => import('./rfm/rfm-page'), 'RfmPage'),
  }),
  createRoute({
    getParentRoute: () => parent,
    path: '/segments/rfm/settings',
    component: lazyRouteComponent(() => import('./rfm/rfm-settings-page'), 'RfmSettingsPage'),
  }),
  createRoute({
    getParentRoute: () => parent,
    path: '/segments/rfm/transitions',
    component: lazyRouteComponent(() => import('./rfm/transitions-page'), 'TransitionsPage'),
  }),
  createRoute({
    getParentRoute: () => parent,
    path: '/segments/$id',
    component: lazyRouteComponent(() => import('./segment/segment-page'), 'SegmentPage'),
  }),
  createRoute({
    getParentRoute: () => parent,
    path: '/segments/$id/edit',
    component: lazyRouteComponent(() => import('./builder/builder-page'), 'EditSegmentPage'),
  }),
  createRoute({
    getParentRoute: () => parent,
    path: '/data/traits',
    component: lazyRouteComponent(() => import('./traits/traits-page'), 'TraitsPage'),
  }),
  createRoute({
    getParentRoute: () => parent,
    path: '/data/traits/new',
    component: lazyRouteComponent(() => import('./traits/trait-page'), 'NewTraitPage'),
  }),
  createRoute({
    getParentRoute: () => parent,
    path: '/data/traits/$key',
    component: lazyRouteComponent(() => import('./traits/trait-page'), 'EditTraitPage'),
  }),
]
