import { type AnyRoute, createRootRouteWithContext, createRoute, redirect } from '@tanstack/react-router'
import { routes as authRoutes } from '../features/auth/routes'
import { routes as campaignRoutes } from '../features/campaigns/routes'
import { routes as channelRoutes } from '../features/channels/routes'
import { routes as clusterRoutes } from '../features/clusters/routes'
import { routes as companyRoutes } from '../features/companies/routes'
import { routes as customerRoutes } from '../features/customers/routes'
import { routes as dataRoutes } from '../features/data/routes'
import { routes as duplicateRoutes } from '../features/duplicates/routes'
import { routes as homeRoutes } from '../features/home/routes'
import { routes as importRoutes } from '../features/imports/routes'
import { routes as segmentRoutes } from '../features/segments/routes'
import { routes as settingsRoutes } from '../features/settings/routes'
import { routes as targetRoutes } from '../features/targets/routes'
import { routes as templateRoutes } from '../features/templates/routes'
import { adoptSession, meQuery } from '../lib/session'
import { NotFound } from './not-found'
import { PageFailed } from './page-failed'
import type { RouterContext } from './router'
import { AppShell } from './shell/app-shell'

/** Each feature gives its pages: those inside the shell are below `shell`. One line a feature. */
const insideShell: readonly ((parent: AnyRoute) => AnyRoute[])[] = [
  homeRoutes,
  customerRoutes,
  companyRoutes,
  campaignRoutes,
  segmentRoutes,
  clusterRoutes,
  targetRoutes,
  dataRoutes,
  importRoutes,
  duplicateRoutes,
  templateRoutes,
  settingsRoutes,
  channelRoutes,
]

const root = createRootRouteWithContext<RouterContext>()({
  notFoundComponent: NotFound,
  errorComponent: PageFailed,
})

/** Everything that needs somebody signed in. Without, it leads to the sign-in and back afterwards. */
const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  component: AppShell,
  beforeLoad: async ({ context, location }) => {
    const me = await context.queryClient.ensureQueryData(meQuery)
    if (!me) throw redirect({ to: '/login', search: { from: location.href } as never })
    adoptSession(context.queryClient, me)
  },
  notFoundComponent: NotFound,
  errorComponent: PageFailed,
})

/** Any other address, shown inside the shell so that the way on is at hand. */
const elsewhere = createRoute({ getParentRoute: () => shell, path: '$', component: NotFound })

/** All addresses of the console. */
export const routeTree = root.addChildren([
  ...authRoutes(root),
  shell.addChildren([...insideShell.flatMap((routesOf) => routesOf(shell)), elsewhere]),
])
