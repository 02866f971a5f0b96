import type { Arm, CampaignMember } from '@rapport/contract'
import type { Facts } from '../../../platform/clickhouse'
import { type Measurement, paramsOf } from './figures'
import { peopleSql } from './people-sql'

export interface MemberFilter {
  readonly arm?: Arm
  /** The last profile of the page before. */
  readonly after?: string
  readonly limit: number
}

export type MeasuredMember = Omit<CampaignMember, 'name'>

interface PersonRow {
  readonly profileId: string
  readonly arm: Arm
  readonly assignedAt: string
  readonly sentAt: string
  readonly deliveredAt: string
  readonly openedAt: string
  readonly clickedAt: string
  readonly reason: string
  readonly conversions: number
  readonly orders: number
  readonly revenue: number
  readonly refunded: number
}

/** The people of a campaign in an order that stays, with what became of each. */
export async function listMembers(
  facts: Facts,
  measured: Measurement,
  { arm, after, limit }: MemberFilter,
): Promise<MeasuredMember[]> {
  const rows = await facts.query<PersonRow>(
    `SELECT owner_id AS profileId, arm, assigned_at AS assignedAt, sent_at AS sentAt, delivered_at AS deliveredAt,
            opened_at AS openedAt, clicked_at AS clickedAt, reason, conversions, orders,
            toFloat64(revenue) AS revenue, toFloat64(refunded) AS refunded
     FROM (${peopleSql})
     WHERE ({arm:String} = '' OR arm = {arm:String})
       AND ({after:String} = '' OR owner_id > toUUIDOrZero({after:String}))
     ORDER BY owner_id
     LIMIT {limit:UInt32}`,
    { ...paramsOf(measured), arm: arm ?? '', after: after ?? '', limit },
  )
  return rows.map(presentPerson)
}

function presentPerson(row: PersonRow): MeasuredMember {
  const isSent = momentOf(row.sentAt) !== null
  return {
    profileId: row.profileId,
    arm: row.arm,
    assignedAt: new Date(row.assignedAt).toISOString(),
    sentAt: momentOf(row.sentAt),
    deliveredAt: momentOf(row.deliveredAt),
    openedAt: momentOf(row.openedAt),
    clickedAt: momentOf(row.clickedAt),
    notSentReason: isSent ? '' : row.reason,
    hasConverted: row.conversions > 0,
    orders: row.orders,
    revenueMinor: row.revenue,
    refundedMinor: row.refunded,
  }
}

/** What never happened stands at the beginning of 1970. */
function momentOf(text: string): string | null {
  const moment = new Date(text)
  return moment.getTime() === 0 ? null : moment.toISOString()
}
