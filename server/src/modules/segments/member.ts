import type { SegmentMember } from '@rapport/contract'
import { nameFrom } from '../profiles'

/** What lists show of a member, as expressions over a row of `profiles`. */
export const memberColumns = {
  name: 'traits.name.:String',
  first_name: 'traits.first_name.:String',
  last_name: 'traits.last_name.:String',
  city: 'traits.city.:String',
  lifecycle_stage: 'traits.lifecycle_stage.:String',
  orders: 'ifNull(traits.orders.:Int64, 0)',
  revenue: 'ifNull(traits.revenue.:Int64, 0)',
  last_order_at: 'traits.last_order_at.:String',
  last_seen_at: 'last_seen_at',
} as const

export interface MemberRow {
  readonly profile_id: string
  readonly name: string | null
  readonly first_name: string | null
  readonly last_name: string | null
  readonly city: string | null
  readonly lifecycle_stage: string | null
  readonly orders: number
  readonly revenue: number
  readonly last_order_at: string | null
  readonly last_seen_at: string
}

export function presentMember(row: MemberRow): SegmentMember {
  const names: Readonly<Record<string, unknown>> = {
    name: row.name,
    first_name: row.first_name,
    last_name: row.last_name,
  }
  return {
    id: row.profile_id,
    name: nameFrom((trait) => names[trait]),
    city: row.city,
    lifecycleStage: row.lifecycle_stage,
    orders: row.orders,
    revenueMinor: row.revenue,
    lastOrderAt: row.last_order_at,
    lastSeenAt: row.last_seen_at,
  }
}

/** A member without what only some may see. */
export function maskMember(member: SegmentMember): SegmentMember {
  return { ...member, name: '' }
}
