import { z } from 'zod'

/** What may be done, by resource. A role is a set of these; so is an API key's scope. */
export const permissions = [
  'customers:read',
  'customers:write',
  'customers:export',
  'customers:personal',
  'data:read',
  'data:write',
  'imports:read',
  'imports:write',
  'segments:read',
  'segments:write',
  'templates:read',
  'templates:write',
  'messages:test',
  'campaigns:read',
  'campaigns:write',
  'campaigns:launch',
  'reports:read',
  'settings:read',
  'settings:write',
  'members:read',
  'members:write',
  'keys:write',
  'audit:read',
  'workspace:delete',
] as const

export const permissionSchema = z.enum(permissions)
export type Permission = z.infer<typeof permissionSchema>

export const roles = ['owner', 'admin', 'operator', 'analyst', 'agent', 'viewer'] as const
export const roleSchema = z.enum(roles)
export type Role = z.infer<typeof roleSchema>

const reading: readonly Permission[] = [
  'customers:read',
  'data:read',
  'imports:read',
  'segments:read',
  'templates:read',
  'campaigns:read',
  'reports:read',
  'settings:read',
  'members:read',
]
const operating: readonly Permission[] = [
  ...reading,
  'customers:personal',
  'customers:write',
  'customers:export',
  'data:write',
  'imports:write',
  'segments:write',
  'templates:write',
  'messages:test',
  'campaigns:write',
  'campaigns:launch',
]
const administering: readonly Permission[] = [
  ...operating,
  'settings:write',
  'members:write',
  'keys:write',
  'audit:read',
]

/** The whole permission model: one row a role. */
export const permissionsByRole: Readonly<Record<Role, readonly Permission[]>> = {
  owner: permissions,
  admin: administering,
  operator: operating,
  analyst: [...reading, 'customers:personal', 'segments:write', 'customers:export'],
  agent: [
    'customers:read',
    'customers:personal',
    'customers:write',
    'segments:read',
    'campaigns:read',
    'templates:read',
    'settings:read',
  ],
  viewer: reading,
}
