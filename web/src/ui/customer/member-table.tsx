import type { SegmentMember } from '@rapport/contract'
import { useNavigate } from '@tanstack/react-router'
import { useTexts } from '../../lib/texts'
import { useFormat } from '../../lib/use-format'
import type { EmptyStateProps } from '../feedback/empty-state'
import type { Column } from '../table/columns'
import type { CursorList } from '../table/cursor-list'
import { DataTable } from '../table/data-table'
import { uiTexts } from '../texts'
import { TraitValue, useTraitLabel } from '../trait/trait-value'
import { DateTime } from '../value/date-time'
import { Money } from '../value/money'
import { CustomerLink } from './customer-link'

export interface MemberTableProps<T> {
  /** Whose members they are: the table's accessible name. */
  readonly label: string
  readonly columns: readonly Column<T>[]
  readonly list: CursorList<T>
  readonly empty: EmptyStateProps
}

/** Customers who belong to something, in a flush card; each row leads to the customer's page. */
export function MemberTable<T extends Pick<SegmentMember, 'id'>>({ empty, ...rest }: MemberTableProps<T>) {
  const navigate = useNavigate()
  return (
    <DataTable
      {...rest}
      bare
      rowKey={({ id }) => id}
      onOpen={({ id }) => void navigate({ to: `/customers/${id}` })}
      empty={{ scene: 'people', ...empty }}
    />
  )
}

/** What lists of members have in common, to take columns from; each asks of a row only what it shows. */
export function useMemberColumns() {
  const t = useTexts(uiTexts)
  const labelOf = useTraitLabel()
  const format = useFormat()
  return {
    customer: {
      key: 'customer',
      title: t('customer'),
      phone: 'title',
      render: ({ id, name }: Pick<SegmentMember, 'id' | 'name'>) => <CustomerLink id={id} name={name} />,
    },
    city: {
      key: 'city',
      title: labelOf('city'),
      render: ({ city }: Pick<SegmentMember, 'city'>) => city ?? '–',
    },
    stage: {
      key: 'stage',
      title: labelOf('lifecycle_stage'),
      render: ({ lifecycleStage }: Pick<SegmentMember, 'lifecycleStage'>) => (
        <TraitValue trait={{ name: 'lifecycle_stage', type: 'choice' }} value={lifecycleStage} />
      ),
    },
    orders: {
      key: 'orders',
      title: labelOf('orders'),
      align: 'end',
      render: ({ orders }: Pick<SegmentMember, 'orders'>) => format.count(orders),
    },
    revenue: {
      key: 'revenue',
      title: labelOf('revenue'),
      align: 'end',
      render: ({ revenueMinor }: Pick<SegmentMember, 'revenueMinor'>) => <Money minor={revenueMinor} />,
    },
    lastOrder: {
      key: 'lastOrder',
      title: labelOf('last_order_at'),
      render: ({ lastOrderAt }: Pick<SegmentMember, 'lastOrderAt'>) => (
        <DateTime at={lastOrderAt} show="day" />
      ),
    },
    lastSeen: {
      key: 'lastSeen',
      title: t('lastSeen'),
      phone: 'none',
      render: ({ lastSeenAt }: Pick<SegmentMember, 'lastSeenAt'>) => (
        <DateTime at={lastSeenAt} show="relative" />
      ),
    },
  } as const
}
