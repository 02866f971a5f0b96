import type { SegmentMember } from '@rapport/contract'
import { useTexts } from '../../lib/texts'
import { type Column, MemberTable, useCursorList, useMemberColumns } from '../../ui'
import { liveTexts } from './live-texts'
import { WhyLink } from './segment/why-link'
import { segmentTexts } from './texts'

export interface MembersTableProps {
  /** What the list depends on. */
  readonly name: readonly unknown[]
  /** The segment whose reasons each member leads to. */
  readonly whyOf?: string
  readonly load: (
    cursor: string | undefined,
    signal: AbortSignal,
  ) => Promise<{ items: SegmentMember[]; nextCursor: string | null }>
}

/** People of a segment, a cell or a class; each leads to the customer's page. */
export function MembersTable({ name, load, whyOf }: MembersTableProps) {
  const t = useTexts(segmentTexts)
  return (
    <MemberTable
      label={t('members')}
      columns={useColumns(whyOf)}
      list={useCursorList<SegmentMember>({ key: name, load })}
      empty={{ title: t('nobody'), hint: t('nobodyHint') }}
    />
  )
}

function useColumns(whyOf: string | undefined): Column<SegmentMember>[] {
  const live = useTexts(liveTexts)
  const { customer, city, stage, orders, revenue, lastOrder, lastSeen } = useMemberColumns()
  const columns = [customer, city, stage, orders, revenue, lastOrder, lastSeen]
  if (whyOf === undefined) return columns
  return [
    ...columns,
    {
      key: 'why',
      title: live('why'),
      render: ({ id, name }) => <WhyLink segmentId={whyOf} profileId={id} name={name} />,
    },
  ]
}
