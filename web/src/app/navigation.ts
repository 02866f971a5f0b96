import type { Permission } from '@rapport/contract'
import type { TextKey } from '../lib/texts'
import type { IconName } from '../ui'
import type { appTexts } from './texts'

type AppKey = TextKey<keyof (typeof appTexts.catalogue)['en']>

export interface NavigationItem {
  readonly label: AppKey
  readonly to: string
  readonly icon: IconName
  /** Without it the item is left out. */
  readonly needs: Permission
  readonly children?: readonly { readonly label: AppKey; readonly to: string }[]
}

/** The places of the console, in the order of the work: know, choose, act, feed, set up. */
export const navigation: readonly (readonly NavigationItem[])[] = [
  [
    { label: 'home', to: '/', icon: 'home', needs: 'reports:read' },
    {
      label: 'customers',
      to: '/customers',
      icon: 'customers',
      needs: 'customers:read',
      children: [
        { label: 'customerList', to: '/customers' },
        { label: 'companies', to: '/companies' },
        { label: 'households', to: '/households' },
      ],
    },
    {
      label: 'segments',
      to: '/segments',
      icon: 'segments',
      needs: 'segments:read',
      children: [
        { label: 'segmentList', to: '/segments' },
        { label: 'rfm', to: '/segments/rfm' },
        { label: 'clusters', to: '/segments/clusters' },
        { label: 'compare', to: '/segments/compare' },
        { label: 'lookalikes', to: '/segments/lookalikes' },
      ],
    },
    { label: 'campaigns', to: '/campaigns', icon: 'campaigns', needs: 'campaigns:read' },
    { label: 'templates', to: '/templates', icon: 'templates', needs: 'templates:read' },
  ],
  [
    { label: 'imports', to: '/imports', icon: 'imports', needs: 'imports:read' },
    {
      label: 'data',
      to: '/data/events',
      icon: 'data',
      needs: 'data:read',
      children: [
        { label: 'events', to: '/data/events' },
        { label: 'computedTraits', to: '/data/traits' },
        { label: 'trackingPlan', to: '/data/plan' },
        { label: 'quarantine', to: '/data/quarantine' },
        { label: 'duplicates', to: '/data/duplicates' },
      ],
    },
    { label: 'settings', to: '/settings', icon: 'settings', needs: 'settings:read' },
  ],
]

export interface QuickAction {
  readonly label: AppKey
  readonly to: string
  readonly needs: Permission
}

/** What the command palette offers to begin. */
export const quickActions: readonly QuickAction[] = [
  { label: 'newSegment', to: '/segments/new', needs: 'segments:write' },
  { label: 'newCampaign', to: '/campaigns/new', needs: 'campaigns:write' },
  { label: 'newTemplate', to: '/templates/new', needs: 'templates:write' },
  { label: 'newImport', to: '/imports/new', needs: 'imports:write' },
]
