import { type AnyRoute, createRoute, lazyRouteComponent } from '@tanstack/react-router'

export const routes = (parent: AnyRoute): AnyRoute[] => [
  createRoute({
    getParentRoute: () => parent,
    path: '/templates',
    component: lazyRouteComponent(() => import('./list/templates-page'), 'TemplatesPage'),
  }),
  createRoute({
    getParentRoute: () => parent,
    path: '/templates/new',
    component: lazyRouteComponent(() => import('./start/start-page'), 'StartPage'),
  }),
  createRoute({
    getParentRoute: () => parent,
    path: '/templates/$id',
    component: lazyRouteComponent(() => import('./editor/editor-page'), 'EditorPage'),
  }),
]
