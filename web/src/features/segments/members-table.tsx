import type { SegmentMember } from '@rapport/contract'
import { Link, useNavigate } from '@tanstack/react-router'
import { useTexts } from '../../lib/texts'
import { useFormat } from '../../lib/use-format'
import {
  Avatar,
  type Column,
  type CursorList,
  DataTable,
  DateTime,
  Money,
  TraitValue,
  useCursorList,
} from '../../ui'
import { liveTexts } from './live-texts'
import styles from './members.module.css'
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
  const navigate = useNavigate()
  const list: CursorList<SegmentMember> = useCursorList({ key: name, load })
  return (
    <DataTable
      bare
      label={t('members')}
      columns={useColumns(whyOf)}
      list={list}
      rowKey={({ id }) => id}
      onOpen={({ id }) => void navigate({ to: `/customers/${id}` })}
      empty={{ scene: 'people', title: t('nobody'), hint: t('nobodyHint') }}
    />
  )
}

function useColumns(whyOf: string | undefined): Column<SegmentMember>[] {
  const live = useTexts(liveTexts)
  const t = useTexts(segmentTexts)
  const format = useFormat()
  return [
    {
      key: 'customer',
      title: t('customer'),
      phone: 'title',
      render: ({ id, name }) => (
        <Link to={`/customers/${id}`} className={styles.person}>
          <Avatar name={name} seed={id} size={28} />
          {name || t('unnamed')}
        </Link>
      ),
    },
    { key: 'city', title: t('city'), render: ({ city }) => city ?? '–' },
    {
      key: 'stage',
      title: t('stage'),
      render: ({ lifecycleStage }) => (
        <TraitValue trait={{ name: 'lifecycle_stage', type: 'choice' }} value={lifecycleStage} />
      ),
    },
    { key: 'orders', title: t('orders'), align: 'end', render: ({ orders }) => format.count(orders) },
    {
      key: 'revenue',
      title: t('revenue'),
      align: 'end',
      render: ({ revenueMinor }) => <Money minor={revenueMinor} />,
    },
    {
      key: 'lastOrder',
      title: t('lastOrder'),
      render: ({ lastOrderAt }) => <DateTime at={lastOrderAt} show="day" />,
    },
    {
      key: 'lastSeen',
      title: t('lastSeen'),
      phone: 'none',
      render: ({ lastSeenAt }) => <DateTime at={lastSeenAt} show="relative" />,
    },
    ...(whyOf === undefined
      ? []
      : [
          {
            key: 'why',
            title: live('why'),
            render: ({ id, name }: SegmentMember) => <WhyLink segmentId={whyOf} profileId={id} name={name} />,
          },
        ]),
  ]
}
