import type { Permission } from '@rapport/contract'

export type PermissionGroup = 'customers' | 'data' | 'reach' | 'settings'

/** Every permission in the order that people think of them. A test holds it complete. */
export const permissionGroups: readonly {
  readonly group: PermissionGroup
  readonly permissions: readonly Permission[]
}[] = [
  {
    group: 'customers',
    permissions: [
      'customers:read',
      'customers:personal',
      'customers:write',
      'customers:export',
      'segments:read',
      'segments:write',
    ],
  },
  {
    group: 'data',
    permissions: ['data:read', 'data:write', 'imports:read', 'imports:write', 'reports:read'],
  },
  {
    group: 'reach',
    permissions: [
      'templates:read',
      'templates:write',
      'messages:test',
      'campaigns:read',
      'campaigns:write',
      'campaigns:launch',
    ],
  },
  {
    group: 'settings',
    permissions: [
      'settings:read',
      'settings:write',
      'members:read',
      'members:write',
      'keys:write',
      'audit:read',
      'workspace:delete',
    ],
  },
]
