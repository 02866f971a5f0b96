import { type AuditEntry, teamsApi } from '@rapport/contract'
import { z } from 'zod'
import { call } from '../../../lib/api'
import { useSearchState } from '../../../lib/search-state'
import { useFormat } from '../../../lib/use-format'
import { type CursorList, useCursorList } from '../../../ui'
import { dayAfter, dayStart } from './zone-day'

/** The areas that actions begin with, in the order of the filter. */
export const auditAreas = [
  'workspace',
  'member',
  'invitation',
  'user',
  'key',
  'customer',
  'company',
  'household',
  'segment',
  'computed_trait',
  'rfm',
  'template',
  'campaign',
  'email_channel',
  'suppression',
  'import',
  'event',
  'quarantine',
] as const

const day = z.iso.date().optional()
const filterSchema = z.object({
  area: z.enum(auditAreas).optional(),
  actor: z.string().optional(),
  from: day,
  to: day,
})
export type AuditFilter = z.infer<typeof filterSchema>

/** The filter, kept in the address. */
export function useAuditFilter() {
  return useSearchState(filterSchema)
}

/** The entries that match, newest first. Days are the workspace's; the last one counts whole. */
export function useAuditList(filter: AuditFilter): CursorList<AuditEntry> {
  const { timezone } = useFormat()
  const { area, actor, from, to } = filter
  return useCursorList({
    key: ['audit', filter],
    load: (cursor, signal) =>
      call(teamsApi.audit, {
        signal,
        query: {
          cursor,
          action: area,
          actorId: actor,
          from: from && dayStart(from, timezone).toISOString(),
          to: to && dayStart(dayAfter(to), timezone).toISOString(),
        },
      }),
  })
}
