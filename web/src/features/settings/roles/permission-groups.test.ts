import { permissions, roles } from '@rapport/contract'
import { beforeAll, expect, test, vi } from 'vitest'
import { permissionGroups } from './permission-groups'

beforeAll(() => vi.stubGlobal('navigator', { language: 'zh-CN', userAgent: '' }))

test('every permission is in one group and has a name, every role a purpose', async () => {
  const { roleTexts } = await import('./texts')
  const grouped = permissionGroups.flatMap((group) => group.permissions)
  expect([...grouped].sort()).toEqual([...permissions].sort())
  const known = Object.keys(roleTexts.catalogue.en)
  for (const permission of permissions) expect(known).toContain(`permission.${permission}`)
  for (const role of roles) expect(known).toContain(`hint.${role}`)
})
